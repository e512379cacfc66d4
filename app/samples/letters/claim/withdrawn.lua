-- The letter that staff took a claim back for somebody.

return {
  full = { name = "김견본", number = "261129-4CDDDF5-C1", order_number = "261129-4CDDDF5", what = "교환", cancelled = false,
    goods = { { name = "맑은 갈비탕 700g", label = "2팩", qty = 1 } }, reason = "마음이 바뀌었어요",
    url = "/orders/261129-4CDDDF5/claims/1", by_shopper = false },
  least = { name = "김", number = "261129-4CDDDF5-C1", order_number = "261129-4CDDDF5", what = "반품", cancelled = false,
    goods = { { name = "차", qty = 1 } }, reason = "늦어요", url = "/orders/261129-4CDDDF5/claims/1", by_shopper = true },
}
