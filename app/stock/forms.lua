-- What may be typed to move stock.

local shape = require "shared.shape"
local rules = require "stock.rules"

local offered = {}
for _, reason in ipairs(rules.REASONS) do
  if reason.offered then offered[#offered + 1] = reason.name end
end

local forms = {}

forms.adjust = shape.form {
  shape.choice("reason", { label = "사유", of = offered }),
  shape.integer("quantity", { label = "수량", min = 0, max = 1000000, unit = "개" }),
  shape.text("note", { label = "메모", max = 200, required = false, default = "" }),
}

return forms
