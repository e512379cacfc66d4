-- Reading a mall's shipping policy and the postcodes that cost more to reach.

local pg = require "pg"

local store = {}

---@class shipping.policy
---@field code string
---@field name string
---@field carrier string
---@field fee integer
---@field free_from integer|nil
---@field jeju_surcharge integer
---@field island_surcharge integer
---@field dispatch_text string

---@param mall_id string
---@return shipping.policy
function store.policy(mall_id)
  local policy = pg.row([[
    SELECT code, name, carrier, fee, free_from, jeju_surcharge, island_surcharge, dispatch_text
    FROM shipping_policy WHERE mall_id = $1 ORDER BY code LIMIT 1]], mall_id)
  return policy or error("mall " .. mall_id .. " has no shipping policy: seed it or create one")
end

---@param mall_id string
---@param postcode string five digits
---@return "normal"|"jeju"|"island"
function store.region(mall_id, postcode)
  local row = pg.row([[
    SELECT kind FROM shipping_region
    WHERE mall_id = $1 AND postcode_from <= $2 AND postcode_to >= $2 ORDER BY postcode_from DESC LIMIT 1]],
    mall_id, postcode)
  return row and row.kind or "normal"
end

return store
