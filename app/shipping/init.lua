-- The public face of shipping: a mall's policy, the region of a postcode, and what both cost.

local entry = require "shipping.entry.rules"
local forms = require "shipping.forms"
local written = require "shipping.entry.store"
local store = require "shipping.store"
local rules = require "shipping.rules"

local shipping = {}

--- On what terms a mall ships: they come with the mall, a second old at most, and an order is confirmed with what they are
--- by then.
---@param mall mall
---@return shipping.policy
function shipping.policy(mall)
  return mall.shipping or error("mall " .. mall.code .. " has no shipping policy: seed it or create one")
end

shipping.region = store.region
shipping.fee = rules.fee
shipping.surcharge_text = rules.surcharge_text
shipping.free_shipping = rules.free_shipping
shipping.terms = rules.terms
shipping.notes = rules.notes

--- What staff set: how it is read, checked and written.
shipping.edit, shipping.forms, shipping.entry = written, forms, entry

return shipping
