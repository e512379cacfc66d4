-- The lists that staff saved under a name.

local pg = require "pg"

local store = {}

---@class admin.view
---@field id string
---@field name string
---@field query string   "?…"
---@field shared boolean
---@field mine boolean

--- One's own, and those that others share.
---@param mall_id string
---@param staff_id string
---@param grid string
---@return admin.view[]
function store.list(mall_id, staff_id, grid)
  return pg.rows([[SELECT id, name, query, shared, staff_id = $2 AS mine FROM admin_view
    WHERE mall_id = $1 AND grid = $3 AND (staff_id = $2 OR shared) ORDER BY staff_id <> $2, created_at, id]],
    mall_id, staff_id, grid)
end

--- Keeps one; of the same name it takes the place of the one before.
---@param view { grid: string, name: string, query: string, shared: boolean }
---@param tx pg.tx
---@return string id
function store.keep(mall_id, staff_id, view, tx)
  return tx:row([[INSERT INTO admin_view (mall_id, staff_id, grid, name, query, shared) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (mall_id, grid, staff_id, name) DO UPDATE SET query = excluded.query, shared = excluded.shared
    RETURNING id]], mall_id, staff_id, view.grid, view.name, view.query, view.shared).id
end

--- Forgets one of one's own.
---@param tx pg.tx
---@return { grid: string, name: string, query: string, shared: boolean }|nil
function store.forget(mall_id, staff_id, id, tx)
  return tx:row([[DELETE FROM admin_view WHERE mall_id = $1 AND staff_id = $2 AND id = $3
    RETURNING grid, name, query, shared]], mall_id, staff_id, id)
end

return store
