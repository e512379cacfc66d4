-- Looking an order up as a guest, and at its people as staff.

local shape = require "shared.shape"

local forms = {}

forms.lookup = shape.form {
  shape.text("number", { label = "주문번호", max = 40 }),
  shape.phone("phone", { label = "휴대전화" }),
}

forms.unmask = shape.form {
  shape.text("why", { label = "보는 이유", max = 200, min = 2 }),
}

--- Where an order goes, mended before it is packed.
forms.address = shape.form {
  shape.text("recipient_name", { label = "받는 분", max = 40 }),
  shape.phone("recipient_phone", { label = "연락처" }),
  shape.postcode("postcode", { label = "우편번호" }),
  shape.text("address1", { label = "주소", max = 200 }),
  shape.text("address2", { label = "상세 주소", max = 100, required = false }),
  shape.text("memo", { label = "배송 메모", max = 100, required = false }),
}

return forms
