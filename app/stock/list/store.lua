-- SKUs as staff lists their stock.

local pg = require "pg"

local store = {}

local LIST = [[
  SELECT k.id, k.code, k.label, k.active, k.price, p.id AS product_id, p.name AS product, p.status, s.on_hand, s.reserved,
    s.on_hand - s.reserved AS free, s.updated_at
  FROM stock s
  JOIN sku k ON k.mall_id = s.mall_id AND k.id = s.sku_id
  JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
  WHERE s.mall_id = $1]]

---@param ask listing.ask
---@return table[]
function store.list(mall_id, ask)
  local sql, args = ask:select(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

---@param ask listing.ask
---@return integer
function store.count(mall_id, ask)
  local sql, args = ask:count(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))[1].count
end

---@param ask listing.ask
---@return table[]
function store.all(mall_id, ask)
  local sql, args = ask:all(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

--- One SKU with its stock.
---@param mall_id string
---@param sku_id string  an id
---@return table|nil
function store.find(mall_id, sku_id) return pg.row(LIST .. " AND s.sku_id = $2", mall_id, sku_id) end

return store
