-- A question about a product.

local shape = require "shared.shape"

local forms = {}

forms.question = shape.form {
  shape.text("body", { label = "문의 내용", max = 1000, min = 5, lines = true }),
  shape.flag("secret", { label = "비밀글로 남기기" }),
}

forms.answer = shape.form {
  shape.text("answer", { label = "답변", max = 2000, min = 2, lines = true }),
  shape.integer("version", { label = "버전", min = 1, max = 1000000000 }),
}

forms.hide = shape.form { shape.text("why", { label = "이유", max = 200, min = 2 }) }

return forms
