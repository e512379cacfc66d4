-- Why goods go back or are not sent after all, as data: what each is called, for which kind of claim, and at whose fault
-- that is. The fault decides who pays for carriage; staff may see it otherwise once the goods are here.

local reasons = {}

---@class claim.reason
---@field value string
---@field label string
---@field fault "buyer"|"seller"
---@field kinds table<string, true>
---@field staff true|nil  only staff give it

local function all(...)
  local kinds = {}
  for _, kind in ipairs { ... } do kinds[kind] = true end
  return kinds
end

---@type claim.reason[]
reasons.ALL = {
  { value = "changed_mind", label = "마음이 바뀌었어요", fault = "buyer", kinds = all("cancel", "return") },
  { value = "order_again", label = "다시 주문하려고 해요", fault = "buyer", kinds = all "cancel" },
  { value = "wrong_choice", label = "상품이나 옵션을 잘못 골랐어요", fault = "buyer", kinds = all("cancel", "return", "exchange") },
  { value = "not_as_thought", label = "생각과 달라요 (색상, 크기, 맛 등)", fault = "buyer", kinds = all("return", "exchange") },
  { value = "late", label = "배송이 너무 늦어요", fault = "seller", kinds = all("cancel", "return") },
  { value = "broken", label = "상품이 파손되었거나 불량이에요", fault = "seller", kinds = all("return", "exchange") },
  { value = "other_goods", label = "다른 상품이 왔어요", fault = "seller", kinds = all("return", "exchange") },
  { value = "incomplete", label = "빠진 것이 있어요", fault = "seller", kinds = all("return", "exchange") },
  { value = "not_as_told", label = "상품 설명과 달라요", fault = "seller", kinds = all("return", "exchange") },
  { value = "sold_out", label = "품절로 보내 드릴 수 없어요", fault = "seller", kinds = all "cancel", staff = true },
  { value = "by_staff", label = "고객센터에서 접수했어요", fault = "seller", kinds = all("cancel", "return", "exchange"),
    staff = true },
}

local by_value = {}
for _, reason in ipairs(reasons.ALL) do by_value[reason.value] = reason end

--- The reason of a kind of claim; nil where there is none of that name for it, or not for a shopper.
---@param value string
---@param kind "cancel"|"return"|"exchange"
---@param by_staff boolean|nil
---@return claim.reason|nil
function reasons.of(value, kind, by_staff)
  local found = by_value[value]
  return found and found.kinds[kind] and (by_staff or not found.staff) and found or nil
end

--- Those a form offers.
---@param kind "cancel"|"return"|"exchange"
---@param by_staff boolean|nil
---@return claim.reason[]
function reasons.offered(kind, by_staff)
  local list = {}
  for _, reason in ipairs(reasons.ALL) do
    if reasons.of(reason.value, kind, by_staff) then list[#list + 1] = reason end
  end
  return list
end

---@param value string
---@return string
function reasons.label(value) return by_value[value] and by_value[value].label or value end

return reasons
