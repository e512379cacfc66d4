-- What staff send about deployments: why, and sometimes which.

local shape = require "shared.shape"

local forms = {}

local function why(label) return shape.text("why", { label = label, min = 2, max = 200 }) end

forms.why = shape.form { why "이유" }

forms.back = shape.form {
  why "되돌리는 이유",
  shape.text("sha", { label = "릴리스", max = 64, pattern = "^[%da-f]+$", required = false }),
}

return forms
