-- A question about a product.

local shape = require "shared.shape"

local forms = {}

forms.question = shape.form {
  shape.text("body", { label = "문의 내용", max = 1000, min = 5, lines = true }),
  shape.flag("secret", { label = "비밀글로 남기기" }),
}

return forms
