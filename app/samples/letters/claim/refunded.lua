-- The letter that money has gone back: over a card, to an account, as points.

local function letter(fields)
  local made = { name = "김견본", order_number = "261129-4CDDDF5", amount = 26000, method = "신용카드", points = false,
    by_account = false,
    reason = "마음이 바뀌었어요", url = "/orders/261129-4CDDDF5/claims/1" }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

return { full = letter(), account = letter { method = "무통장입금", by_account = true },
  least = letter { name = "김", method = "적립금", points = true, url = "/orders/261129-4CDDDF5" } }
