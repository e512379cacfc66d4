-- The letter about an order that is paid: by a deposit that was seen, and at once.

local goods = require "samples.goods"

return {
  full = {
    name = "김견본", number = "261129-4CDDDF5", paid_at = 1795901267, deposited = true, url = "/orders/261129-4CDDDF5",
    lines = goods.lines(), totals = goods.till_totals, recipient = { name = "이*음", phone = "010-****-4321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호" },
  },
  least = {
    name = "김", number = "261129-4CDDDF5", paid_at = 1795901267, deposited = false, url = "/orders/261129-4CDDDF5",
    lines = { goods.least_line() }, totals = goods.least_totals, recipient = { name = "김", phone = "010-****-4321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
  },
}
