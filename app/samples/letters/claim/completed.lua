-- The letter that a return has ended: with money that goes back, and with none.

local letter = require "samples.claim_letter"
local sums = require "samples.refund_sums"

return {
  full = letter { rows = sums.told, total = sums.full.total },
  nothing = letter { rows = {}, total = 0 },
  least = letter { name = "김", goods = { { name = "차", qty = 1 } } },
}
