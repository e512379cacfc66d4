-- A claim as its shopper sees it: a return that is under way, a cancellation that is done, an exchange that was refused.

local goods = require "samples.goods"
local sums = require "samples.refund_sums"

local at = 1795897667.905
local back = { url = "/orders/261129-4CDDDF5" }

local function claim(fields)
  local made = { number = "261129-4CDDDF5-C1", order_number = "261129-4CDDDF5", order_url = "/orders/261129-4CDDDF5",
    kind = "반품", title = "반품 내역", asked_at = at,
    status = { key = "info", label = "승인", text = "요청을 받아들였어요." },
    steps = { { label = "요청", at = at, done = true, current = false }, { label = "승인", at = at, done = false,
      current = true },
      { label = "수거", done = false, current = false } },
    goods = { { position = 1, name = "맑은 갈비탕 700g", url = "/p/galbitang", qty = 1, amount = 18000 } },
    reason = "마음이 바뀌었어요", refunds = {}, parcels = {}, timeline = {} }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

local form = { values = {}, errors = {} }

return {
  full = { title = "반품 내역", back = back, form = { values = { carrier = "한진택배" }, errors = { number = "송장번호를 입력해 주세요.",
    carrier = "택배사를 입력해 주세요." } },
    claim = claim { reason_text = "색이 생각과 달라요.", answer = "확인하고 연락드릴게요.",
      withdraw_url = "/orders/261129-4CDDDF5/claims/1/withdraw",
      quote = { rows = sums.full.rows, total = sums.full.total, notes = sums.full.notes, label = "예상 환불 금액" },
      goods = { { position = 1, name = "맑은 갈비탕 700g 두 팩을 담은 아주 긴 이름의 선물 세트", label = "2팩", url = "/p/galbitang", qty = 1,
        amount = 18000, swap = "순한 맛 2팩", image = goods.image(1) } }, exchange_fee = 6000,
      collection = { carrier = "한진택배", number = "123456789012", tell_url = "/orders/261129-4CDDDF5/claims/1/sent",
        to = { address = "서울 강남구 본보기로 1", phone = "02-000-0000", name = "견본상회" } },
      parcels = { { seq = 2, carrier = "CJ대한통운", number = "1234-5678-9012", key = "shipping", state = { label = "배송중" },
        exchange = true, track_url = "https://trace.example/?no=123456789012", dispatched_at = at,
        goods = { { name = "맑은 갈비탕 700g", label = "순한 맛 2팩", qty = 1 } } } },
      refunds = { { method = "신용카드", amount = 20000, at = at, status = { key = "good", label = "환불 완료",
        text = "돌려 드렸어요." } },
        { method = "적립금", amount = 6000, status = { key = "info", label = "환불 승인", text = "곧 돌려 드릴게요." } } },
      timeline = { { at = at, label = "승인", text = "요청을 받아들였어요." }, { at = at, label = "요청" } } },
    page = { title = "반품 내역 | 견본상회", robots = "noindex" } },
  pickup = { title = "반품 내역", back = back, form = form, claim = claim { collection = { carrier = "한진택배",
    number = "123456789012" } } },
  least = { title = "취소 내역", back = back, form = form, claim = claim { kind = "취소", title = "취소 내역",
    status = { key = "good", label = "완료", text = "요청하신 일이 끝났어요." }, steps = {}, goods = {} } },
}
