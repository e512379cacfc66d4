-- The letter that a return has ended: with money that goes back, and with none.

local sums = require "samples.refund_sums"

local function letter(fields)
  local made = { name = "김견본", number = "261129-4CDDDF5-C2", order_number = "261129-4CDDDF5", what = "반품", cancelled = false,
    goods = { { name = "맑은 갈비탕 700g", label = "2팩", qty = 1 } }, reason = "마음이 바뀌었어요",
    url = "/orders/261129-4CDDDF5/claims/2", by_shopper = false }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

return {
  full = letter { rows = sums.told, total = sums.full.total },
  nothing = letter { rows = {}, total = 0 },
  least = letter { name = "김", goods = { { name = "차", qty = 1 } } },
}
