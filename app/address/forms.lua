-- An address as a member types it.

local shape = require "shared.shape"

local forms = {}

forms.address = shape.form {
  shape.text("label", { label = "배송지 이름", max = 20, default = "" }),
  shape.text("name", { label = "받으시는 분", max = 40, min = 2 }),
  shape.phone("phone", { label = "휴대전화" }),
  shape.postcode("postcode", { label = "우편번호" }),
  shape.text("address1", { label = "주소", max = 120, min = 5 }),
  shape.text("address2", { label = "상세 주소", max = 120, default = "" }),
  shape.flag("is_default", { label = "기본 배송지로 쓰기" }),
}

return forms
