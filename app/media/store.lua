-- Pictures: a row says what they are, the data folder holds their bytes under the name of their sha256. Widths asked for
-- are made once, and found again without the row.

local pg = require "pg"

local store = {}

---@return {sha256:string, format:string, width:integer, height:integer}|nil
function store.by_id(mall_id, id)
  return pg.row([[SELECT encode(sha256, 'hex') AS sha256, format, width, height FROM media
    WHERE mall_id = $1 AND id = $2]], mall_id, id)
end

---@class media.facts
---@field sha256 string   hex
---@field format "webp"|"jpeg"|"png"|"avif"
---@field bytes integer
---@field width integer
---@field height integer
---@field color string    "#rrggbb"
---@field name string

--- The picture's id in this mall; the same bytes have one.
---@param tx table
---@param mall_id string
---@param facts media.facts
---@return string id
function store.remember(tx, mall_id, facts)
  return tx:row([[
    INSERT INTO media AS m (mall_id, sha256, format, bytes, width, height, color, name)
    VALUES ($1, decode($2, 'hex'), $3, $4, $5, $6, $7, $8)
    ON CONFLICT (mall_id, sha256) DO UPDATE SET name = m.name RETURNING id]], mall_id, facts.sha256, facts.format,
    facts.bytes, facts.width, facts.height, facts.color, facts.name).id
end

return store
