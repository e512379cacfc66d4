-- What the machine does to stock: an order's goods are held, given up, sold, and come back. The step is known by the move's own
-- idempotency key, so that the same move again moves nothing.

local stock = require "stock"

local effects = {}

-- Goods are held at least as long as somebody may take to pay in a card's window.
local SHORTEST = 15 * 60

-- The goods that a move is about: of the lines that it names so many units, of all lines all of them.
local function goods(subject, move)
  local list = {}
  for _, part in ipairs(move.lines or subject.lines) do
    local line = part.sku_id and part or subject.lines[part.position]
    local qty = part.resalable_qty or part.qty
    if qty > 0 then list[#list + 1] = { sku_id = line.sku_id, qty = qty } end
  end
  return list
end

-- As long as the attempt to pay that lasts longest.
local function expires_at(subject)
  local latest = subject.now + SHORTEST
  for _, payment in ipairs(subject.payments) do
    if payment.expires_at and payment.expires_at > latest then latest = payment.expires_at end
  end
  return latest
end

local function step(name)
  return function(tx, subject, move, by)
    local lines = goods(subject, move)
    if #lines == 0 then return true end
    return stock[name](tx, subject.mall_id, subject.id, lines, { key = by.key })
  end
end

--- Holds the goods for an order until its payment's time is over.
---@return true|nil
---@return fault|nil  stock.sold_out
function effects.hold_stock(tx, subject, move, by)
  return stock.hold(tx, subject.mall_id, subject.id, goods(subject, move), { key = by.key, expires_at = expires_at(subject) })
end

effects.release_stock = step "release"
effects.sell_stock = step "sell"
--- What was cancelled before it left.
effects.unsell_stock = step "unsell"
--- What came back and can be sold again: of the units of a claim those that were found to be as new (resalable_qty).
effects.take_back_stock = step "take_back"

return effects
