-- What the machine does to stock: an order's goods are held, given up, sold, and come back. The step is known by the
-- move's own
-- idempotency key, so that the same move again moves nothing.

local order = require "order"
local stock = require "stock"

local effects = {}

-- Goods are held at least as long as somebody may take to pay in a card's window.
local SHORTEST = 15 * 60

-- The goods that a move is about.
local function goods(subject, units)
  local list = {}
  for i, one in ipairs(units) do list[i] = { sku_id = subject.lines[one.position].sku_id, qty = one.qty } end
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

-- One event may move units that stood in different places, each in a move of its own.
local function key_of(move, by) return by.key and ("%s %s %s"):format(move.event, move.from or "", by.key) end

local function step(name)
  return function(tx, subject, move, by)
    return stock[name](tx, subject.mall_id, subject.id, goods(subject, move.lines), { key = key_of(move, by) })
  end
end

--- Holds the goods for an order until its payment's time is over.
---@return true|nil
---@return fault|nil  stock.sold_out
function effects.hold_stock(tx, subject, move, by)
  return stock.hold(tx, subject.mall_id, subject.id, goods(subject, move.lines),
    { key = key_of(move, by), expires_at = expires_at(subject), last = move.event == "place" })
end

effects.release_stock = step "release"
effects.sell_stock = step "sell"
--- What was cancelled before it left.
effects.unsell_stock = step "unsell"

--- What came back and can be sold again: of the units of a claim those that were found to be as new.
function effects.take_back_stock(tx, subject, move, by)
  local claim, back = order.find_row(subject.claims, move.facts.claim), {}
  for _, one in ipairs(move.lines) do
    for _, line in ipairs(claim.lines) do
      local qty = line.position == one.position and math.min(one.qty, line.resalable_qty or 0) or 0
      if qty > 0 then back[#back + 1] = { position = one.position, qty = qty } end
    end
  end
  if #back == 0 then return true end
  return stock.take_back(tx, subject.mall_id, subject.id, goods(subject, back), { key = key_of(move, by) })
end

return effects
