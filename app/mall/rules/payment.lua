-- Where a bank transfer goes to and how long it is waited for, as a form has it: so many accounts in a row. Pure.

local payment = {}

payment.MOST = 4

-- The institutions' codes of the Bank of Korea's payment network.
payment.banks = {
  { "004", "국민은행" }, { "088", "신한은행" }, { "020", "우리은행" }, { "081", "하나은행" }, { "011", "농협은행" },
  { "003", "기업은행" }, { "090", "카카오뱅크" }, { "092", "토스뱅크" }, { "089", "케이뱅크" }, { "023", "SC제일은행" },
  { "071", "우체국" }, { "045", "새마을금고" }, { "048", "신협" }, { "007", "수협은행" }, { "031", "iM뱅크" }, { "032", "부산은행" },
  { "034", "광주은행" }, { "035", "제주은행" }, { "037", "전북은행" }, { "039", "경남은행" },
}

local names, options = {}, { { value = "", label = "고르지 않음" } }
for i, bank in ipairs(payment.banks) do
  names[bank[1]] = bank[2]
  options[i + 1] = { value = bank[1], label = bank[2] }
end

---@type editing.field[]
payment.fields = { { name = "due_days", label = "입금 기한", kind = "number", unit = "일", need = true,
  hint = "주문한 날부터 이만큼 뒤 자정까지 기다려요." },
  { name = "quote_minutes", label = "금액을 지켜 드리는 시간", kind = "number", unit = "분", need = true,
    hint = "주문 확인 화면을 연 뒤 이만큼은 가격이 올라도 보신 금액으로 주문할 수 있어요." } }

for i = 1, payment.MOST do
  local title = i == 1 and "계좌 1 (먼저 보여 줘요)" or "계좌 " .. i
  for _, field in ipairs {
    { name = "bank_" .. i, label = title, kind = "select", options = options, group = true },
    { name = "number_" .. i, label = "계좌번호", max = 40, inputmode = "numeric" },
    { name = "holder_" .. i, label = "예금주", max = 40 },
    { name = "active_" .. i, label = "지금 받기", kind = "switch" },
  } do payment.fields[#payment.fields + 1] = field end
end

--- The form's values of what is stored.
---@param due_days integer
---@param quote_minutes integer
---@param accounts table[]
---@return table<string, any>
function payment.values(due_days, quote_minutes, accounts)
  local values = { due_days = due_days, quote_minutes = quote_minutes }
  for i, account in ipairs(accounts) do
    values["bank_" .. i], values["number_" .. i] = account.code, account.number
    values["holder_" .. i], values["active_" .. i] = account.holder, account.active
  end
  return values
end

--- The accounts of a form's values; and what is wrong with them.
---@param values table<string, any>
---@param fail fun(name: string, sentence: string)
---@return { code: string, bank: string, number: string, holder: string, active: boolean }[]
function payment.accounts(values, fail)
  local list, seen, open = {}, {}, false
  for i = 1, payment.MOST do
    local code, number, holder = values["bank_" .. i] or "", values["number_" .. i] or "", values["holder_" .. i] or ""
    if code ~= "" or number ~= "" then
      if code == "" then fail("bank_" .. i, "은행을 골라 주세요.") end
      if not number:find("^[%d-]+$") or #number < 3 then fail("number_" .. i, "계좌번호는 숫자와 - 로 입력해 주세요.") end
      if holder == "" then fail("holder_" .. i, "예금주를 입력해 주세요.") end
      if seen[number] then fail("number_" .. i, "같은 계좌번호가 두 번 있어요.") end
      seen[number], open = true, open or values["active_" .. i]
      list[#list + 1] = { code = code, bank = names[code], number = number, holder = holder,
        active = values["active_" .. i] }
    end
  end
  if not open then fail("active_1", "받을 수 있는 계좌가 하나는 있어야 해요.") end
  return list
end

return payment
