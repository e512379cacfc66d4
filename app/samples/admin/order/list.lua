-- The list of orders under its board of stages.

local list = require "samples.admin.admin.list"

local function with(sample, board)
  local made = { board = board }
  for name, value in pairs(sample) do made[name] = value end
  return made
end

return {
  full = with(list.full, { { label = "입금대기", count = "3", url = "/admin/orders?status=awaiting_deposit", active = false },
    { label = "신규", count = "12", url = "/admin/orders?status=paid", tone = "wait", active = true },
    { label = "발송지연", count = "10000+", url = "/admin/orders?unsent=1", tone = "bad", active = false } }),
  least = with(list.least, {}),
}
