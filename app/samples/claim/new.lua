-- Asking for something to be undone: a return with its sum and everything wrong that can be, an exchange, an order that is
-- not paid yet, and nothing that can be asked.

local goods = require "samples.goods"
local sums = require "samples.refund_sums"

local back = { url = "/orders/261129-4CDDDF5" }
local reasons = { { value = "changed_mind", label = "마음이 바뀌었어요", selected = true },
  { value = "broken", label = "상품이 파손되었거나 불량이에요", selected = false } }
local kinds = { { label = "반품 신청", url = "/orders/261129-4CDDDF5/claim?kind=return", active = true },
  { label = "교환 신청", url = "/orders/261129-4CDDDF5/claim?kind=exchange", active = false } }
local banks = { { value = "004", label = "국민은행" } }

local function line(position, fields)
  local made = { position = position, name = "맑은 갈비탕 700g 두 팩을 담은 아주 긴 이름의 선물 세트", label = "2팩",
    image = goods.image(1), unit_price = 18000, qty = 3, most = 2, chosen = 0 }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

local function view(fields)
  local made = { title = "반품 신청", back = back, number = "261129-4CDDDF5", kind = "return",
    action = "/orders/261129-4CDDDF5/claim",
    lines = { line(1, { chosen = 2, state = "배송완료", until_text = "단순 변심은 2026.12.06 (일)까지" }) }, reasons = reasons,
    fee_text = "구매자 사정이면 반품 배송비 3,000원, 상품에 문제가 있으면 무료예요.", possible = true, unpaid = false, comes_back = true,
    kinds = kinds, key = "0192f3c0-0000-7000-8000-000000000000", form = { values = {}, errors = {} },
    page = { title = "반품 신청 | 견본상회", robots = "noindex" } }
  for name, value in pairs(fields) do made[name] = value or nil end
  made.unpaid, made.possible, made.comes_back = made.unpaid or false, made.possible or false, made.comes_back or false
  return made
end

return {
  full = view { banks = banks,
    lines = { line(1, { chosen = 2, state = "배송완료", until_text = "단순 변심은 2026.12.06 (일)까지" }),
      line(2, { state = "배송완료", note = "신선식품이라 상품에 문제가 있을 때만 신청할 수 있어요." }),
      line(3, { most = 0, why = "이미 신청하셨어요." }) },
    plan = { rows = sums.full.rows, total = sums.full.total, notes = sums.full.notes, needs_account = true,
      immediate = false, fee = 3000,
      parts = { { label = "무통장입금", amount = 20000, note = "알려 주신 계좌로 보내 드려요" }, { label = "적립금", amount = 6000,
        note = "바로 돌아와요" } } },
    form = { values = { bank_code = "004", how = "self", reason_text = "색이 달라요" }, errors = { bank_code = "은행을 골라 주세요.",
      account = "계좌번호를 입력해 주세요.", holder = "예금주를 입력해 주세요.", reason_text = "자세한 사유는 500자까지 쓸 수 있어요." } } },
  exchange = view { problem = "그사이 환불 금액이 바뀌었어요. 새 금액을 확인해 주세요.", kind = "exchange", title = "교환 신청", lines = { line(1,
    { chosen = 1, swaps = {
    { value = "1", label = "2팩", selected = true }, { value = "2", label = "순한 맛 2팩", selected = false } } }) },
    plan = { exchange = true, fee = 6000, immediate = false } },
  cancel = view { kind = "cancel", title = "취소 신청", comes_back = false, kinds = {},
    plan = { rows = sums.least.rows, total = 0, notes = { "환불액이 0원이에요." }, parts = {}, needs_account = false,
      immediate = true, fee = 0 } },
  unpaid = view { kind = "cancel", title = "취소 신청", unpaid = true, possible = false,
    action = "/orders/261129-4CDDDF5/call-off", lines = {}, reasons = {}, kinds = {},
    fee_text = false },
  least = view { lines = { line(1, { most = 0 }) }, possible = false, kinds = {}, reasons = {}, comes_back = false,
    fee_text = false },
}
