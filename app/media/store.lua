-- Pictures: a row says what they are, the data folder holds their bytes under the name of their sha256. Widths asked for
-- are made once, beside them.

local pg = require "pg"

local store = {}

---@return {sha256:string, format:string, width:integer, height:integer}|nil
function store.by_id(mall_id, id)
  return pg.row([[SELECT encode(sha256, 'hex') AS sha256, format, width, height FROM media
    WHERE mall_id = $1 AND id = $2]], mall_id, id)
end

--- Knows a picture by its content: the same bytes are one picture.
---@param tx table
---@param picture {sha256:string, format:string, bytes:integer, width:integer, height:integer, color:string, name:string} sha256 is raw
---@return string id
function store.put(tx, mall_id, picture)
  return tx:row([[
    INSERT INTO media (mall_id, sha256, format, bytes, width, height, color, name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (mall_id, sha256) DO UPDATE SET color = excluded.color, name = excluded.name RETURNING id]],
    mall_id, pg.bytea(picture.sha256), picture.format, picture.bytes, picture.width, picture.height, picture.color,
    picture.name).id
end

return store
