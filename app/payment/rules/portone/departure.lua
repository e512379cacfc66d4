-- Whether a shopper left PortOne's window by themselves. Each provider behind it has codes of its own; the words are
-- PortOne's, in V1 and V2 alike. Pure.

local CODES = { PAY_PROCESS_CANCELED = true, USER_CANCEL = true, CANCELED_PAYMENT = true }

---@param code string|nil
---@param message string|nil
---@return boolean
return function(code, message)
  if CODES[code] then return true end
  local function says(word) return message ~= nil and message:find(word, 1, true) ~= nil end
  return says "결제포기" or says "사용자" and says "취소"
end
