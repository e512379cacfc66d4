-- What may be typed to move stock, and to say how it is sold.

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
  shape.uuid("lot_id", { label = "로트", required = false }),
  shape.text("lot_code", { label = "로트 번호", max = 60, required = false }),
  shape.date("best_before", { label = "소비기한", required = false }),
  shape.text("note", { label = "메모", max = 200, required = false, default = "" }),
}

forms.policy = shape.form {
  shape.integer("safety", { label = "안전 재고", min = 0, max = 1000000, unit = "개", required = false, default = 0 }),
  shape.integer("restock_at", { label = "재입고 알림 기준", min = 0, max = 1000000, unit = "개", required = false }),
  shape.integer("least_days", { label = "남은 소비기한", min = 0, max = 3650, unit = "일", required = false, default = 0 }),
  shape.flag("all_options", { label = "이 상품의 모든 옵션에 적용" }),
}

forms.stop = shape.form { shape.text("why", { label = "사유", max = 200 }) }

return forms
