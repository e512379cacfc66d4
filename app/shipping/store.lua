-- Reading the postcodes that cost more to reach.

local pg = require "pg"

local store = {}

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
