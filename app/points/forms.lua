-- What staff type about points: what is put right in somebody's, and the mall's policy.

local rules = require "points.rules"
local shape = require "shared.shape"

local forms = {}

forms.adjust = shape.form {
  shape.choice("way", { label = "방법", of = { "add", "take" } }),
  shape.integer("amount", { label = "적립금", unit = "원", min = 1, max = 10000000 }),
  shape.text("reason", { label = "사유", max = 200, min = 2 }),
  shape.uuid("key", { label = "조정" }),
}

--- The fields of the policy's form, in their order.
---@type editing.field[]
forms.fields = {
  { name = "join", label = "가입하면", kind = "number", unit = "원", need = true, hint = "0이면 드리지 않아요." },
  { name = "review", label = "후기를 쓰면", kind = "number", unit = "원", need = true, hint = "0이면 드리지 않아요." },
  { name = "days", label = "유효기간", kind = "number", unit = "일", need = true, hint = "이미 드린 적립금의 기한은 바뀌지 않아요." },
  { name = "notice_days", label = "사라지기 전 알림", kind = "number", unit = "일 전", need = true },
  { name = "least_balance", label = "쓸 수 있는 최소 적립금", kind = "number", unit = "원", need = true },
  { name = "least_order", label = "쓸 수 있는 최소 주문 금액", kind = "won", need = true },
  { name = "unit", label = "쓰는 단위", kind = "number", unit = "원", need = true },
  { name = "share", label = "상품 금액에서 쓸 수 있는 비율", kind = "number", unit = "%", need = true },
  { name = "back_days", label = "취소로 돌아온 적립금의 최소 기한", kind = "number", unit = "일", need = true },
}

local list = {}
for i, field in ipairs(forms.fields) do
  local bounds = rules.BOUNDS[field.name]
  local read = field.kind == "won" and shape.won or shape.integer
  list[i] = read(field.name, { label = field.label, min = bounds[1], max = bounds[2] })
end
forms.policy = shape.form(list)

return forms
