-- Looking an order up as a guest.

local shape = require "shared.shape"

local forms = {}

forms.lookup = shape.form {
  shape.text("number", { label = "주문번호", max = 40 }),
  shape.phone("phone", { label = "휴대전화" }),
}

return forms
