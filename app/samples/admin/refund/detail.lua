-- A refund at the desk: one that a provider refused, one that a person sends, one that is done.

local sums = require "samples.refund_sums"

local at = 1795897667.905

local function refund(fields)
  local made = { id = "refund-1", url = "/admin/refunds/refund-1", status = "completed", title = "환불 261129-4CDDDF5-R1",
    badge = { label = "환불 완료", tone = "good" }, amount = 26000, facts = {}, receipt = false, is_open = false, events = {},
    may = { approve = false, retry = false, transfer = false, transferred = false } }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

local page = { title = "환불 261129-4CDDDF5-R1", crumbs = { { name = "환불", url = "/admin/refunds" },
  { name = "환불 261129-4CDDDF5-R1" } } }
local banks = { { value = "004", label = "국민은행" } }

return {
  full = { refund = refund { status = "failed", badge = { label = "환불 실패", tone = "bad" }, problem = "부분 취소를 할 수 없는 결제예요.",
      facts = { { label = "주문", link = { label = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" } },
        { label = "환불 금액", won = 26000 } },
      account = { bank = "국민은행", number = "********1234", holder = "김견본" }, breakdown = sums.full, receipt = true,
      events = { { at = at, label = "환불 산정", who = "자동" } },
      may = { approve = true, retry = true, transfer = true, transferred = true } },
    may = { write = true, unmask = true }, banks = banks,
    form = { values = { bank_code = "004" }, errors = { number = "계좌번호를 입력해 주세요.", reference = "송금 내역을 입력해 주세요." } },
      page = page },
  least = { refund = refund(), may = { write = false, unmask = false }, banks = {}, form = { values = {}, errors = {} },
    page = page },
}
