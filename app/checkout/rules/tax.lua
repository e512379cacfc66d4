-- The value added tax in what is paid. Goods are taxed or free of tax (면세: farm produce as it grew); carriage is taxed. The
-- price of taxed goods holds a tenth on top of what they are worth, so that the tax is an eleventh of it, rounded once for
-- the whole, halves up. Providers would round each in their way (one up, one half up, one as its contract says): they are
-- told the amounts instead, so that their receipts and our books say the same.
--
-- Points pay taxed and free parts alike, in proportion. What they pay and what a provider is asked for add up to the order,
-- each won of tax included. Pure.

local allocate = require "shared.allocate"
local won = require("shared.money").won

local tax = {}

---@class checkout.taxed
---@field amount integer    won, tax included
---@field tax_free integer  of it, free of tax
---@field vat integer       of it, tax

--- What is free and what is tax in an amount.
---@param amount integer
---@param tax_free integer
---@return checkout.taxed
function tax.of(amount, tax_free)
  return { amount = amount, tax_free = tax_free, vat = won(amount - tax_free):ratio(1, 11).amount }
end

--- An order's taxes, and those of the two that pay it: points, and the rest.
---@param lines {amount:integer, tax_free:boolean}[]  after discounts
---@param shipping integer
---@param points integer  won that points pay, at most all of it
---@return checkout.taxed order
---@return checkout.taxed points
---@return checkout.taxed charge
function tax.split(lines, shipping, points)
  local total, free = shipping, 0
  for _, line in ipairs(lines) do
    total = total + line.amount
    if line.tax_free then free = free + line.amount end
  end
  local order = tax.of(total, free)
  local shares = allocate.lines(points, { total - free, free })
  local charge = tax.of(total - points, free - shares[2])
  return order, { amount = points, tax_free = shares[2], vat = order.vat - charge.vat }, charge
end

return tax
