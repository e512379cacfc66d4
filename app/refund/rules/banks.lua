-- Where money can be sent back to: the institutions of Korea's payment network, by their codes. Pure.

local banks = {}

---@type { value: string, label: string }[]
banks.ALL = {
  { value = "004", label = "국민은행" }, { value = "088", label = "신한은행" }, { value = "020", label = "우리은행" },
  { value = "081", label = "하나은행" }, { value = "011", label = "농협은행" }, { value = "003", label = "기업은행" },
  { value = "090", label = "카카오뱅크" }, { value = "092", label = "토스뱅크" }, { value = "089", label = "케이뱅크" },
  { value = "023", label = "SC제일은행" }, { value = "027", label = "한국씨티은행" }, { value = "002", label = "KDB산업은행" },
  { value = "071", label = "우체국" }, { value = "045", label = "새마을금고" }, { value = "048", label = "신협" },
  { value = "007", label = "수협은행" }, { value = "012", label = "지역농축협" }, { value = "050", label = "저축은행" },
  { value = "064", label = "산림조합" }, { value = "031", label = "iM뱅크" }, { value = "032", label = "부산은행" },
  { value = "039", label = "경남은행" }, { value = "034", label = "광주은행" }, { value = "037", label = "전북은행" },
  { value = "035", label = "제주은행" },
}

banks.CODES = {}
local labels = {}
for i, bank in ipairs(banks.ALL) do
  banks.CODES[i], labels[bank.value] = bank.value, bank.label
end

---@param code string
---@return string
function banks.label(code) return labels[code] or code end

--- An account number as a page shows it: its last four digits.
---@param number string
---@return string
function banks.mask(number)
  if #number <= 4 then return ("*"):rep(#number) end
  return ("*"):rep(#number - 4) .. number:sub(-4)
end

return banks
