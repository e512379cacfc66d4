-- Addresses that products and categories once had.

local pg = require "pg"

local store = {}

local PRODUCT = [[
  SELECT s.slug FROM former_slug f JOIN product_sheet s ON s.mall_id = f.mall_id AND s.product_id = f.subject_id
  WHERE f.mall_id = $1 AND f.kind = 'product' AND f.slug = $2]]
local CATEGORY = [[
  SELECT c.slug FROM former_slug f JOIN category c ON c.mall_id = f.mall_id AND c.id = f.subject_id
  WHERE f.mall_id = $1 AND f.kind = 'category' AND f.slug = $2]]

--- The address that what had this one has now; nil when nobody had it, or when it cannot be looked at.
---@param mall_id string
---@param kind "product"|"category"
---@param slug string
---@return string|nil
function store.lead(mall_id, kind, slug)
  local row = pg.row(kind == "product" and PRODUCT or CATEGORY, mall_id, slug)
  return row and row.slug
end

--- Remembers where an address led; whoever has the new one now is not sent away from it.
---@param kind "product"|"category"
function store.leave(tx, mall_id, kind, old, new, id)
  tx:rows([[INSERT INTO former_slug (mall_id, kind, slug, subject_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mall_id, kind, slug) DO UPDATE SET subject_id = excluded.subject_id, left_at = now()]], mall_id, kind,
    old, id)
  tx:rows("DELETE FROM former_slug WHERE mall_id = $1 AND kind = $2 AND slug = $3", mall_id, kind, new)
end

return store
