-- What a cart costs, reckoned from what stands in the input and from nothing else: no database, no clock, no chance. The
-- shop prices every cart by it, and `sijang replay` asks it of another release, so that both speak of the same sums.
-- Whatever pricing begins to look at becomes part of the input.

local cart = require "cart"
local shipping = require "shipping"

local quote = {}

--- Counted up when an input says something that releases before would misunderstand or miss. Older inputs are always
--- priced as well: snapshots of them are kept.
quote.FORMAT = 1

---@class quote.input
---@field format integer  quote.FORMAT of who made it
---@field currency string
---@field now integer     epoch seconds
---@field region "normal"|"jeju"|"island"  all that pricing knows of where it goes
---@field shipping shipping.policy
---@field lines table[]   rows of cart.lines

---@class quote.priced
---@field lines table[]   in the order of the input's
---@field totals {goods:integer, discount:integer, shipping:integer, payable:integer, item_count:integer}

---@param input quote.input
---@return quote.priced
function quote.run(input)
  local lines = {}
  for i, row in ipairs(input.lines) do lines[i] = cart.line(row) end
  return { lines = lines, totals = cart.totals(lines, shipping.fee(input.shipping, cart.goods(lines), input.region)) }
end

return quote
