-- The letter that a claim was not accepted.

local letter = require "samples.claim_letter"

return {
  full = letter { answer = "포장을 뜯은 신선식품은 돌려받기 어려워요." },
  least = letter { name = "김", what = "취소", cancelled = true, goods = { { name = "차", qty = 1 } } },
}
