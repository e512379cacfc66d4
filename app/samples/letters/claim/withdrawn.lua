-- The letter that staff took a claim back for somebody.

local letter = require "samples.claim_letter"

return {
  full = letter { what = "교환" },
  least = letter { name = "김", goods = { { name = "차", qty = 1 } }, reason = "늦어요", by_shopper = true },
}
