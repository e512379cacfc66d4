-- A claim at the desk: all that can stand there, and what is over.

local goods = require "samples.goods"
local sums = require "samples.refund_sums"

local at = 1795897667.905

local function claim(fields)
  local made = { id = "claim-1", number = "261129-4CDDDF5-C1", url = "/admin/claims/claim-1", status = "completed",
    kind = "취소", carriers = {},
    title = "취소 261129-4CDDDF5-C1", badge = { label = "완료", tone = "good" }, steps = {}, facts = {}, goods = {}, fee = 0,
      differs = false,
    refunds = {}, events = {}, actions = {}, fault = "buyer" }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

local page = { title = "반품 261129-4CDDDF5-C1", crumbs = { { name = "취소·반품·교환", url = "/admin/claims" },
  { name = "261129-4CDDDF5-C1" } } }

return {
  full = {
    claim = claim { status = "collected", kind = "반품", title = "반품 261129-4CDDDF5-C1", badge = { label = "수거완료",
      tone = "wait" },
      age = "2일 지남", fee = 3000, differs = true, seen = sums.full, now = sums.least, words = "색이 달라요.", answer = "확인할게요.",
      steps = { { label = "요청", at = at, done = true, current = false } },
      facts = { { label = "주문", link = { label = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" } },
        { label = "주문자", text = "김*본", note = "010-****-5678" }, { label = "접수", at = at, note = "구매자" } },
      goods = { { position = 1, name = "맑은 갈비탕 700g", label = "2팩", sku = "GALBI-2", image = goods.image(1), qty = 1, of = 3,
        amount = 18000, stood = "배송완료", resalable = 1, swap = "GALBI-3", perishable = true } },
      carriers = { { value = "cj", label = "CJ대한통운" }, { value = "epost", label = "우체국택배" } },
      sent = { { label = "보내는 방법", text = "손님이 직접 보내요" } }, account = { bank = "국민은행", number = "********1234",
        holder = "김견본" },
      refunds = { { url = "/admin/refunds/1", method = "신용카드", amount = 20000, problem = "한도를 넘었어요",
        badge = { label = "환불 실패", tone = "bad" } } },
      events = { { at = at, label = "요청", who = "구매자", note = "메모" } },
      actions = { { event = "inspect", label = "검수", say = "다시 팔 수 있는 것이 몇 개인지 살펴봅니다.", asks = { inspect = true },
        main = true,
          danger = false },
        { event = "complete", label = "반품 완료", say = "끝냅니다.", asks = {}, total = 26000, main = true, danger = false },
        { event = "collect", label = "수거 지시", say = "수거합니다.", asks = { carrier = true }, main = true, danger = false },
        { event = "reship", label = "재배송", say = "바꾼 상품을 송장 번호와 함께 보냅니다.", asks = { parcel = true }, main = true,
          danger = false },
        { event = "reject", label = "거부", say = "받아들이지 않습니다.", asks = { answer = true, danger = true }, main = false,
          danger = true } } },
    may_write = true, problem = "바꿔 줄 상품이 모자라요.",
    form = { values = { answer = "", carrier = "epost", number = "12" }, errors = { answer = "손님께 드릴 말을 입력해 주세요.",
      resalable = "수량을 확인해 주세요.", carrier = "택배사를 골라 주세요.", number = "송장번호는 13자리예요." } },
    page = page,
  },
  least = { claim = claim(), may_write = false, form = { values = {}, errors = {} }, page = { title = "취소" } },
}
