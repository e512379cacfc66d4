-- The public face of refunds: what goes back and over what, the rows of it, and the accounts it is sent to.

local account = require "refund.account"
local banks = require "refund.rules.banks"
local forms = require "refund.forms"
local instruments = require "refund.rules.instruments"
local quote = require "refund.rules.quote"
local standing = require "refund.rules.standing"
local store = require "refund.store"
local tax = require "refund.rules.tax"
local view = require "refund.rules.view"

local refund = { quote = quote.of, split = instruments.split, tax = tax.split, POLICIES = instruments.POLICIES,
  account = account,
  banks = banks, forms = forms, view = view }

for name, fn in pairs(store) do refund[name] = fn end

--- What the shopper owes for what is left after all that left before.
---@param order refund.order
---@return integer
function refund.owed(order) return refund.standing(order).owed end

--- Where an order stands after all that left before: what is kept, what of each discount still holds, what is owed.
---@param order refund.order
---@return refund.standing
function refund.standing(order) return standing.of(order, order.earlier) end

return refund
