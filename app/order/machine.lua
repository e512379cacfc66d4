-- The life of an order, as data. This file is the diagram: read it aloud to the shopkeeper. The engine in order/rules.lua
-- allows what stands here and nothing else; effects are carried out by the flow that causes the event.

return {
  begin = "awaiting_deposit",

  states = {
    { key = "awaiting_deposit", label = "입금대기", say = "입금을 기다리고 있어요." },
    { key = "paid", label = "결제완료", say = "입금이 확인되어 상품을 준비하고 있어요.", final = true },
    { key = "expired", label = "미입금취소", say = "입금 기한이 지나 주문이 취소됐어요.", final = true },
  },

  transitions = {
    { on = "place", to = "awaiting_deposit", effects = { "reserve_stock" },
      say = "주문하면 상품을 따로 챙겨 두고 입금을 기다립니다." },
    { on = "deposit", from = "awaiting_deposit", to = "paid", effects = { "settle_payment", "sell_stock" },
      say = "입금이 확인되면 결제완료가 되고, 챙겨 둔 상품은 손님 것이 됩니다." },
    { on = "expire", from = "awaiting_deposit", to = "expired", guards = { "past_due" },
      effects = { "expire_payment", "release_stock" },
      say = "기한까지 입금이 없으면 주문을 취소하고, 챙겨 둔 상품을 다시 팝니다." },
  },
}
