-- The letter about an order that waits for its deposit.

local goods = require "samples.goods"

return {
  full = {
    name = "김견본", number = "261129-4CDDDF5", placed_at = 1795897667, url = "/orders/261129-4CDDDF5", lines = goods.lines(),
    totals = goods.till_totals,
    bank = { name = "국민은행", account = "000000-00-000001", holder = "견본상회 정산 계좌", depositor = "박보냄", amount = 67600,
      due_at = 1796223599 },
    recipient = { name = "이*음", phone = "010-****-4321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호" },
  },
  least = {
    name = "김", number = "261129-4CDDDF5", placed_at = 1795897667, url = "/orders/261129-4CDDDF5",
    lines = { goods.least_line() }, totals = goods.least_totals,
    bank = { name = "국민은행", account = "1-2", holder = "견본", depositor = "김", amount = 1300, due_at = 1796223599 },
    recipient = { name = "김", phone = "010-****-4321" }, address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
  },
}
