-- Pictures: a row says what they are, the data folder holds their bytes under the name of their sha256. Widths asked for
-- are made once, and found again without the row.

local pg = require "pg"

local store = {}

---@return {sha256:string, format:string, width:integer, height:integer}|nil
function store.by_id(mall_id, id)
  return pg.row([[SELECT encode(sha256, 'hex') AS sha256, format, width, height FROM media
    WHERE mall_id = $1 AND id = $2]], mall_id, id)
end

return store
