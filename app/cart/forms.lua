-- What may be put into a cart.

local shape = require "shared.shape"

local forms = {}

local function qty() return shape.integer("qty", { label = "수량", unit = "개", min = 1, max = 99, default = 1 }) end

forms.add = shape.form {
  shape.uuid("sku_id", { label = "옵션" }),
  qty(),
  shape.text("return_to", { label = "돌아갈 곳", max = 200, required = false }),
  shape.flag("buy_now", { label = "바로 구매" }),
}

forms.change = shape.form { qty() }

forms.undo = shape.form { shape.uuid("line_id", { label = "상품" }) }

forms.unmerge = shape.form { shape.uuid("merge_id", { label = "장바구니" }) }

return forms
