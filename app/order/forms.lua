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

return forms
