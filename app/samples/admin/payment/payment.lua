-- One payment: in quarantine, with all that can be done; and paid.

local facts = { { label = "주문", link = { label = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" } },
  { label = "금액", won = 72600 }, { label = "받은 금액", won = 72500 } }

return {
  full = { reference = "261129-4CDDDF5-1", badge = { label = "확인필요", tone = "bad" }, facts = facts,
    events = { { label = "확인필요", at = 1795897667, who = "토스페이먼츠", note = "notice" } },
    notices = { { at = 1795897667, badge = { label = "처리", tone = "good" }, outcome = "amount_mismatch", times = 3,
      address = "203.0.113.24" } },
    acts = { accept = true, take_back = true, dismiss = true, restore = true, ask = true }, action = "/admin/payments/1",
    receipt = "https://pay.example/receipt/1", form = { values = {}, errors = { reason = "사유를 적어 주세요." } },
    page = { title = "261129-4CDDDF5-1", crumbs = { { name = "결제", url = "/admin/payments" },
      { name = "261129-4CDDDF5-1" } } } },
  least = { reference = "261129-4CDDDF5-1", badge = { label = "결제완료", tone = "good" }, facts = {}, events = {},
    notices = {}, acts = {},
    action = "/admin/payments/1", form = { values = {}, errors = {} }, page = { title = "261129-4CDDDF5-1" } },
}
