-- The letter to the owners when money needs a person.

return {
  full = { name = "박소유", text = "승인된 금액이 주문 금액과 달라요", number = "261129-4CDDDF5",
    amount = 72500, goes_back = true,
    url = "/admin/payments/019a0000-0000-7000-8000-000000000000" },
  least = { name = "박", text = "대사에서 다른 점이 나왔어요", goes_back = false,
    url = "/admin/reconciliation" },
}
