-- What payments keep: here, what is asked of a mall.

local pg = require "pg"

local store = {}

--- The code by which the file of contracts calls a mall.
---@param mall_id string
---@return string|nil
function store.code_of(mall_id)
  local row = pg.row("SELECT code FROM mall WHERE id = $1", mall_id)
  return row and row.code
end

return store
