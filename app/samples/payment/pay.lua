-- Paying an order: chosen and open, failed before, waiting for a deposit.

local order = { number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", amount = 72600 }
local choices = {
  { key = "inicis.card", label = "신용·체크카드", note = "모든 카드, 5만원부터 할부", method = "card",
    provider = "inicis", chosen = true,
    escrow = true, instalments = true },
  { key = "tosspay.wallet", label = "토스페이", method = "wallet", provider = "tosspay", chosen = false,
    instalments = false },
  { key = "bank.bank_transfer", label = "무통장입금", note = "가게 계좌로 기한까지 입금",
    method = "bank_transfer", provider = "bank",
    chosen = false, instalments = false },
}

return {
  full = { order = order, problem = "한도를 초과했어요", until_at = 1795898567, choices = choices,
    escrow = true, months = { { value = 0, label = "일시불" }, { value = 2, label = "2개월" } }, test = true, opens = true,
    form = { values = { offer = "inicis.card", instalments = "2" },
      errors = { offer = "결제 수단을 골라 주세요." } },
    page = { title = "결제 | 견본상회", robots = "noindex" } },
  waiting = { order = order, choices = choices,
    account = { name = "국민은행", account = "000000-00-000001", holder = "견본상회", due_at = 1796223599,
      amount = 72600,
      depositor = "박보냄" }, test = false, opens = false,
    form = { values = {}, errors = {} } },
  least = { order = order, until_at = 1795898567, choices = {}, test = false,
    opens = false, form = { values = {}, errors = {} } },
}
