-- The heart of a product.

local shape = require "shared.shape"

local forms = {}

forms.wish = shape.form {
  shape.uuid("product_id", { label = "상품" }),
  shape.choice("wish", { label = "찜", of = { "add", "remove" }, default = "add" }),
  shape.text("return_to", { label = "돌아갈 곳", max = 200, required = false }),
}

return forms
