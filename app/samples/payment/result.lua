-- How a payment ended: unknown yet, paid, waiting for a deposit, held, failed; for who ordered, and in another browser.

local function view(changes)
  local one = { number = "261129-4CDDDF5", amount = 72600, kind = "checking", method = "신용·체크카드", known = true,
    order_url = "/orders/261129-4CDDDF5", reload = false }
  for name, value in pairs(changes) do one[name] = value end
  return one
end

return {
  full = view { kind = "failed", pay_url = "/pay/261129-4CDDDF5", problem = "한도를 초과했어요",
    page = { title = "결제 결과 | 견본상회", robots = "noindex" } },
  checking = view { reload = true },
  waiting = view { kind = "waiting", method = "가상계좌", account = { name = "국민은행",
    account = "000000-00-000001",
    holder = "견본상회", due_at = 1796223599, amount = 72600, depositor = "박보냄" } },
  held = view { kind = "held" },
  least = { number = "261129-4CDDDF5", amount = 72600, kind = "paid", method = "신용·체크카드", known = false,
    order_url = "/orders/lookup?number=261129-4CDDDF5", reload = false },
}
