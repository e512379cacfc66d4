-- Where an order stands after some of its units have gone: which are kept, which went at whose fault, and what the shopper
-- owes for that. A refund is the difference of two such sums and never a sum of its own, so that rounding cannot pile up
-- over several steps and that the last unit takes everything along that was paid.
--
-- The units of a line leave in their order, the first one first, and each takes the share of every discount that was frozen
-- for it. What went at the shop's fault counts as bought wherever a condition asks how much was bought: nobody
-- loses a coupon or free shipping because goods were broken.

local discounts = require "refund.rules.discounts"
local units = require "refund.rules.units"

local standing = {}

---@class refund.line
---@field position integer
---@field qty integer
---@field unit_price integer
---@field tax_free boolean

---@class refund.discount
---@field id string
---@field kind "coupon"|"promotion"|"line"
---@field title string
---@field policy "keep"|"reprice"|"prorate"|"reclaim_gift"
---@field terms table       see refund.rules.discounts
---@field amount integer
---@field shares table<integer, integer>  by position: what of it each line was given
---@field is_over boolean|nil  of a coupon: its time has ended, so that it does not come back for whoever changed their mind

---@class refund.shipping  as it was frozen with the order
---@field amount integer
---@field fee integer
---@field free_from integer|nil
---@field surcharge integer

---@class refund.leaving
---@field lines { position: integer, qty: integer }[]
---@field kind "cancel"|"return"
---@field fault "buyer"|"seller"
---@field fee integer|nil   what is taken for carriage

---@class refund.order
---@field lines refund.line[]
---@field discounts refund.discount[]
---@field shipping refund.shipping
---@field captured integer        what was paid over all instruments
---@field returned integer        what went back, or is on its way back
---@field earlier refund.leaving[]  what left before, in its order

---@class refund.standing
---@field gone table<integer, string[]>  by position: at whose fault its first units went
---@field kept integer            units
---@field gross integer           what the kept units cost before discounts
---@field discounts { amount: integer, lost: boolean }[]  in the order's order: what of each still holds
---@field shipping integer        what of shipping is owed
---@field fees integer
---@field owed integer

--- Lets units go. Raises when more go than there are: who asks has looked before.
---@param gone table<integer, string[]>
---@param lines refund.line[]
---@param leaving refund.leaving
function standing.let_go(gone, lines, leaving)
  local qty = {}
  for _, line in ipairs(lines) do qty[line.position] = line.qty end
  for _, one in ipairs(leaving.lines) do
    local list = gone[one.position]
    if not list or one.qty < 1 or #list + one.qty > qty[one.position] then
      error(("refund: line %s has no %s units left"):format(tostring(one.position), tostring(one.qty)), 2)
    end
    for _ = 1, one.qty do list[#list + 1] = leaving.fault end
  end
end

-- Free shipping is measured by the goods before a coupon; what other discounts took off counts, unless only the goods before
-- them can have reached it when the order was placed.
local function reaches(order, gone)
  local free_from = order.shipping.free_from
  if not free_from then return false end
  local gross, net, all_net = 0, 0, 0
  for _, line in ipairs(order.lines) do
    local counted = units.counted(line, gone[line.position])
    gross = gross + counted * line.unit_price
    net, all_net = net + counted * line.unit_price, all_net + line.qty * line.unit_price
    for _, discount in ipairs(order.discounts) do
      if discount.kind ~= "coupon" then
        net = net - units.counted_shares(discount, line, gone[line.position])
        all_net = all_net - (discount.shares[line.position] or 0)
      end
    end
  end
  return (all_net >= free_from and net or gross) >= free_from
end

-- Shipping is owed for what was sent and is kept, or came back at the buyer's fault. What never left costs nothing.
local function shipping_of(order, gone, kept, sent_back)
  local terms = order.shipping
  if kept == 0 and not sent_back then return 0 end
  local was_free = terms.amount <= terms.surcharge
  if was_free and terms.free_from and not reaches(order, gone) then return terms.fee + terms.surcharge end
  return terms.amount
end

--- Where an order stands after these have left.
---@param order refund.order
---@param leavings refund.leaving[]
---@return refund.standing
function standing.of(order, leavings)
  local gone, fees, sent_back = {}, 0, false
  for _, line in ipairs(order.lines) do gone[line.position] = {} end
  for _, leaving in ipairs(leavings) do
    standing.let_go(gone, order.lines, leaving)
    fees = fees + (leaving.fee or 0)
    sent_back = sent_back or leaving.kind == "return" and leaving.fault == "buyer"
  end
  local kept, gross = 0, 0
  for _, line in ipairs(order.lines) do
    local left = line.qty - #gone[line.position]
    kept, gross = kept + left, gross + left * line.unit_price
  end
  local found, held, off = { gone = gone, kept = kept, gross = gross, fees = fees }, {}, 0
  for i, discount in ipairs(order.discounts) do
    local amount, lost = discounts.holds(order, discount, gone)
    held[i] = { amount = math.min(amount, gross - off), lost = lost }
    off = off + held[i].amount
  end
  found.discounts = held
  found.shipping = shipping_of(order, gone, kept, sent_back)
  found.owed = gross - off + found.shipping + fees
  return found
end

return standing
