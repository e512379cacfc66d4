-- The public face of shipping: a mall's policy, the region of a postcode, and what both cost.

local cache = require "shared.cache"
local store = require "shipping.store"
local rules = require "shipping.rules"

local shipping = {}

-- A second old at most; an order is confirmed with what the policy says by then.
local policies = cache.region { channel = "catalog", limit = 100, seconds = 1 }

---@param mall_id string
---@return shipping.policy
function shipping.policy(mall_id) return policies:fetch(mall_id, "policy", store.policy, mall_id) end

shipping.region = store.region
shipping.fee = rules.fee
shipping.surcharge_text = rules.surcharge_text
shipping.free_shipping = rules.free_shipping
shipping.terms = rules.terms
shipping.notes = rules.notes

return shipping
