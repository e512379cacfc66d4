-- The letter in the last day before a deposit is too late.

return {
  full = { name = "김본보", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", bank = { name = "국민은행",
    account = "000000-00-000001", holder = "견본상회 정산 계좌", depositor = "박보냄", amount = 72600,
      due_at = 1796223599 } },
  least = { name = "김", number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", bank = { name = "국민은행",
    account = "000000-00-000001", holder = "", amount = 1, due_at = 1796223599 } },
}
