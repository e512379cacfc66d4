-- Why staff moves stock, and by how much what they said moves it. Orders move it for reasons of their own; see store.lua.

local rules = {}

---@class stock.reason
---@field name string
---@field label string
---@field kind "receive"|"adjust"   of the ledger's entry
---@field how "add"|"take"|"set"    what the number that was typed means
---@field offered boolean           in the form; the others are given by what the system does

---@type stock.reason[]
rules.REASONS = {
  { name = "receive", label = "입고", kind = "receive", how = "add", offered = true },
  { name = "return", label = "반품 입고", kind = "receive", how = "add", offered = true },
  { name = "count", label = "재고 실사", kind = "adjust", how = "set", offered = true },
  { name = "damage", label = "파손·폐기", kind = "adjust", how = "take", offered = true },
  { name = "use", label = "샘플·내부 사용", kind = "adjust", how = "take", offered = true },
  { name = "correct", label = "오류 정정", kind = "adjust", how = "set", offered = true },
  { name = "sheet", label = "일괄 수정", kind = "adjust", how = "set", offered = false },
  { name = "undo", label = "되돌리기", kind = "adjust", how = "set", offered = false },
}

--- What the ledger's own entries are called.
rules.KINDS = { receive = "입고", adjust = "조정", reserve = "주문 예약", release = "예약 해제", sell = "판매", unsell = "주문 취소",
  ["return"] = "반품 입고" }

local by_name = {}
for _, reason in ipairs(rules.REASONS) do by_name[reason.name] = reason end

---@param name string
---@return stock.reason|nil
function rules.reason(name) return by_name[name] end

--- By how much what is on hand moves.
---@param reason stock.reason
---@param quantity integer  what was typed
---@param on_hand integer
---@return integer
function rules.delta(reason, quantity, on_hand)
  if reason.how == "set" then return quantity - on_hand end
  return reason.how == "take" and -quantity or quantity
end

--- What an entry of the ledger is called.
---@param entry {kind:string, reason:string}
---@return string
function rules.label(entry)
  local reason = by_name[entry.reason]
  return reason and reason.label or rules.KINDS[entry.kind] or entry.kind
end

return rules
