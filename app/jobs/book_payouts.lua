-- Enters into the books what providers pay out on days that have come.

local book_settlements = require "flows.book_settlements"

return { kind = "settlement.book", attempts = 5, timeout = 600, backoff = { base = 60, cap = 3600 },
  run = function() return book_settlements.due() end }
