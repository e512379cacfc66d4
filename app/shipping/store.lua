-- Reading the postcodes that cost more to reach.

local pg = require "pg"

local store = {}

local REGION = [[
  SELECT kind FROM shipping_region
  WHERE mall_id = $1 AND postcode_from <= $2 AND postcode_to >= $2 ORDER BY postcode_from DESC LIMIT 1]]

---@param mall_id string
---@param postcode string five digits
---@param tx table|nil inside this transaction
---@return "normal"|"jeju"|"island"
function store.region(mall_id, postcode, tx)
  local row
  if tx then row = tx:row(REGION, mall_id, postcode) else row = pg.row(REGION, mall_id, postcode) end
  return row and row.kind or "normal"
end

return store
