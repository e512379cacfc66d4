-- What staff put right in somebody's points.

local shape = require "shared.shape"

local forms = {}

forms.adjust = shape.form {
  shape.choice("way", { label = "방법", of = { "add", "take" } }),
  shape.integer("amount", { label = "적립금", unit = "원", min = 1, max = 10000000 }),
  shape.text("reason", { label = "사유", max = 200, min = 2 }),
  shape.uuid("key", { label = "조정" }),
}

return forms
