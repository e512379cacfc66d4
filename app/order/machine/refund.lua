-- Money that goes back over one payment. It is written down before the provider is asked, and asked again under the same
-- key as often as need be; what a provider cannot give back goes to the buyer's account by a person.

-- What staff needs to move an order by hand.
local OFFICE = "orders.write"

return {
  key = "refund", label = "환불", of = "결제 하나로 돌려줄 돈",

  states = {
    { key = "assessed", label = "환불 산정", say = "돌려 드릴 금액을 셈했어요." },
    { key = "approved", label = "환불 승인", say = "곧 돌려 드릴게요." },
    { key = "requested", label = "환불 처리중", say = "결제사에 환불을 요청했어요." },
    { key = "completed", label = "환불 완료", say = "돌려 드렸어요.", final = true },
    { key = "failed", label = "환불 실패", say = "환불을 다시 처리하고 있어요." },
    { key = "by_transfer", label = "계좌 환불", say = "알려 주신 계좌로 돌려 드릴게요." },
  },

  transitions = {
    { on = "assess", to = "assessed", label = "산정",
      say = "돌려줄 금액을 셈합니다. 받은 돈보다 많을 수 없습니다.",
      who = { "shopper", "member", "staff", "clock", "machine" }, permission = OFFICE, guards = { "within_captured" } },
    { on = "approve", from = "assessed", to = "approved", label = "승인",
      say = "환불을 승인합니다. 발주확인 전의 취소는 저절로 승인됩니다.",
      who = { "staff", "clock", "machine" }, permission = OFFICE },
    { on = "submit", from = { "approved", "failed" }, to = "requested", label = "결제사에 요청",
      say = "결제사에 요청하기 전에 먼저 적어 둡니다. 실패하면 다시 요청합니다.",
      who = { "clock", "staff", "machine" }, permission = OFFICE },
    { on = "complete", from = { "requested", "by_transfer" }, to = "completed", label = "환불 완료",
      say = "돈이 돌아갔습니다.",
      who = { "clock", "staff", "provider", "machine" }, permission = OFFICE,
      effects = { "return_money", "book_refund", "tend_receipt", "tell_refunded" } },
    { on = "fail", from = "requested", to = "failed", label = "실패",
      say = "결제사가 돌려줄 수 없다고 합니다.",
      who = { "clock", "staff", "provider", "machine" }, permission = OFFICE },
    { on = "transfer", from = { "approved", "failed" }, to = "by_transfer", label = "계좌로 환불",
      say = "결제 수단으로 돌려줄 수 없으면 손님 계좌로 보냅니다.",
      who = { "staff", "machine" }, permission = OFFICE },
  },
}
