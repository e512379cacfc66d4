-- What an exchange gives instead: the buyer's from its approval on, and again anybody's when it comes to nothing. Nobody
-- pays for it a second time, so it is held and sold in one step. Each step is done once, and undone only where it was done.

local claim = require "claim"
local stock = require "stock"
local fault = require "shared.fault"

local effects = {}

-- The hold is a sale in the next statement.
local HOLD_SECONDS = 600

-- What is given for each line: another SKU, or the same again.
local function goods_of(subject, row)
  local list = {}
  for i, line in ipairs(row.lines) do
    list[i] = { sku_id = line.exchange_sku_id or subject.lines[line.position].sku_id, qty = line.qty }
  end
  return list
end

local function key_of(row) return "exchange " .. row.id end

--- Takes the goods of an exchange off the shelf.
---@return true|nil
---@return fault|nil  claim.exchange_sold_out { product, available }
function effects.take_exchange(tx, subject, move)
  local row = move.row
  if row.kind ~= "exchange" or row.goods_taken then return true end
  local goods, key = goods_of(subject, row), key_of(row)
  local held, short = stock.hold(tx, subject.mall_id, subject.id, goods,
    { key = key, expires_at = subject.now + HOLD_SECONDS })
  if not held then
    return nil, fault("claim.exchange_sold_out", { product = short.product, available = short.available })
  end
  stock.sell(tx, subject.mall_id, subject.id, goods, { key = key })
  claim.take_goods(tx, subject.mall_id, row.id, true)
  row.goods_taken = true
  return true
end

--- Puts them back.
---@return true
function effects.give_up_exchange(tx, subject, move)
  local row = move.row
  if not row.goods_taken then return true end
  stock.unsell(tx, subject.mall_id, subject.id, goods_of(subject, row), { key = key_of(row) })
  claim.take_goods(tx, subject.mall_id, row.id, false)
  row.goods_taken = false
  return true
end

return effects
