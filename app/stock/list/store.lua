-- SKUs as staff lists their stock.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT k.id, k.code, k.label, k.active, k.price, p.id AS product_id, p.name AS product, p.status, s.on_hand, s.reserved,
    s.available AS free, s.safety, s.blocked, s.restock_at, s.least_days, s.keeps_lots, s.updated_at
  FROM stock s
  JOIN sku k ON k.mall_id = s.mall_id AND k.id = s.sku_id
  JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
  WHERE s.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- One SKU with its stock.
---@param mall_id string
---@param sku_id string  an id
---@return table|nil
function store.find(mall_id, sku_id) return pg.row(LIST .. " AND s.sku_id = $2", mall_id, sku_id) end

return store
