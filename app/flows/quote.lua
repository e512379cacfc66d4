-- What a cart costs, reckoned from what stands in the input and from nothing else: no database, no clock, no chance. The
-- shop prices every cart by it, and `sijang replay` asks it of another release, so that both speak of the same sums.
-- Whatever pricing begins to look at becomes part of the input.
--
-- The lanes, in this order: what goods cost, what their carriage costs (by the goods before a coupon: one that was won must
-- not cost the free carriage that the cart promised), a coupon on goods, its shares by line, points, taxes.

local cart = require "cart"
local checkout = require "checkout"
local coupon = require "coupon"
local points = require "points"
local shipping = require "shipping"
local allocate = require "shared.allocate"

local quote = {}

--- Counted up when an input says something that releases before would misunderstand or miss. Older inputs are always
--- priced as well: snapshots of them are kept.
--- 1: goods and carriage. 2: a coupon, points, goods free of tax.
quote.FORMAT = 2

---@class quote.input
---@field format integer  of quote.format
---@field currency string
---@field now integer     epoch seconds
---@field region "normal"|"jeju"|"island"  all that pricing knows of where it goes
---@field shipping shipping.policy
---@field lines table[]   rows of cart.lines
---@field coupon coupon.row|nil  the one that was chosen
---@field points {asked:integer, balance:integer, policy:points.policy}|nil

---@class quote.priced
---@field lines table[]   in the order of the input's; `gross`, less `discount`, is `amount`
---@field totals {goods:integer, discount:integer, shipping:integer, payable:integer, item_count:integer, points:integer,
---  charge:integer}  charge: what is left to pay beside points
---@field taxes {order:checkout.taxed, points:checkout.taxed, charge:checkout.taxed}
---@field discounts {kind:"coupon", source_id:string, title:string, policy:string, terms:table, amount:integer,
---  shares:integer[]}[]
---@field refused fault|nil  why points that were asked for are not used

--- The lowest format that says all of an input: a release that knows no coupons can price a cart without one.
---@param input {coupon:table|nil, points:table|nil}
---@return integer
function quote.format(input)
  return (input.coupon or input.points) and 2 or 1
end

local TERMS = { "amount", "percent", "most", "least_order" }

-- A coupon's discount with the share of each line; nil where it takes nothing off.
local function of_coupon(row, lines, goods)
  local saving = row and coupon.saving(row, goods) or 0
  if saving == 0 then return nil end
  local weights, terms = {}, {}
  for i, line in ipairs(lines) do weights[i] = line.counted and line.amount or 0 end
  for _, name in ipairs(TERMS) do terms[name] = row[name] end
  return { kind = "coupon", source_id = row.id, title = row.name, policy = "keep", terms = terms, amount = saving,
    shares = allocate.lines(saving, weights) }
end

-- How many points pay, and why none do that were asked for.
local function of_points(asked, goods)
  if not asked or asked.asked == 0 then return 0 end
  local fine, refused = points.check_use(asked.policy, asked.balance, goods, asked.asked)
  return fine and asked.asked or 0, refused
end

---@param input quote.input
---@return quote.priced
function quote.run(input)
  local lines, counted = {}, {}
  for i, row in ipairs(input.lines) do lines[i] = cart.line(row) end
  local goods = cart.goods(lines)
  local taken = of_coupon(input.coupon, lines, goods)
  local totals = cart.totals(lines, shipping.fee(input.shipping, goods, input.region), taken and taken.amount)
  for i, line in ipairs(lines) do
    line.gross, line.discount = line.amount, taken and taken.shares[i] or 0
    line.amount = line.gross - line.discount
    if line.counted then counted[#counted + 1] = line end
  end
  local used, refused = of_points(input.points, totals.goods - totals.discount)
  totals.points, totals.charge = used, totals.payable - used
  local taxes = {}
  taxes.order, taxes.points, taxes.charge = checkout.tax.split(counted, totals.shipping, used)
  return { lines = lines, totals = totals, taxes = taxes, discounts = { taken }, refused = refused }
end

return quote
