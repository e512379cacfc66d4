-- The letter that a claim was received.

local letter = require "samples.claim_letter"
local sums = require "samples.refund_sums"

return {
  full = letter { rows = sums.told, total = sums.full.total, goods = { { name = "맑은 갈비탕 700g", label = "2팩", qty = 1 },
    { name = "햇사과 5kg", qty = 2 } } },
  least = letter { name = "김", what = "교환", cancelled = false, goods = { { name = "차", qty = 1 } } },
}
