-- The words of 1:1 inquiries.

local rules = {}

rules.TOPICS = {
  { value = "order", label = "주문·결제" }, { value = "delivery", label = "배송" },
  { value = "return", label = "취소·교환·반품" }, { value = "product", label = "상품" },
  { value = "member", label = "회원·적립금·쿠폰" }, { value = "other", label = "그 밖의 문의" },
}

---@param value string
---@return string
function rules.topic(value)
  for _, topic in ipairs(rules.TOPICS) do
    if topic.value == value then return topic.label end
  end
  error("no such topic: " .. tostring(value), 2)
end

---@param answered_at number|nil
---@return {key:string, label:string}
function rules.state(answered_at)
  if answered_at then return { key = "answered", label = "답변 완료" } end
  return { key = "waiting", label = "답변 대기" }
end

return rules
