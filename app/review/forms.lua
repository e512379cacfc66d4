-- A review as a buyer writes it.

local shape = require "shared.shape"

local forms = {}

forms.review = shape.form {
  shape.text("order", { label = "주문", max = 20 }),
  shape.integer("position", { label = "주문 상품", min = 1, max = 1000 }),
  shape.integer("rating", { label = "별점", min = 1, max = 5, verb = "선택해" }),
  shape.text("body", { label = "후기", max = 2000, min = 10, lines = true }),
}

forms.hide = shape.form { shape.text("why", { label = "이유", max = 200, min = 2 }) }

return forms
