-- Carriers in PostgreSQL.

local pg = require "pg"

local store = {}

local COLUMNS = [[SELECT code, name, aliases, url, number_least, number_most, number_letters, enabled, position, version,
    codes ->> 'naver' AS naver, codes ->> 'inicis' AS inicis
  FROM carrier WHERE mall_id = $1]]

--- All carriers of a mall in their order; those that are not used any more, too: old parcels name them.
---@param mall_id string
---@param tx pg.tx|nil
---@return carrier[]
function store.carriers(mall_id, tx)
  local sql = COLUMNS .. " ORDER BY position, name"
  if tx then return tx:rows(sql, mall_id) end
  return pg.rows(sql, mall_id)
end

--- One of them; in a transaction locked until it ends.
---@param code string
---@return carrier|nil
function store.carrier(mall_id, code, tx)
  if tx then return tx:row(COLUMNS .. " AND code = $2 FOR NO KEY UPDATE", mall_id, code) end
  return pg.row(COLUMNS .. " AND code = $2", mall_id, code)
end

---@param values table  of forms.carrier, and its code
---@return { code: string }|nil  nil: the code is taken
function store.insert_carrier(tx, mall_id, values)
  return tx:row([[
    INSERT INTO carrier (mall_id, code, name, aliases, url, number_least, number_most, number_letters, enabled, position)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING code]], mall_id, values.code,
    values.name, values.aliases or "", values.url or "", values.number_least, values.number_most, values.number_letters,
    values.enabled, values.position)
end

---@return { version: integer }|nil  nil: it stands at another version
function store.write_carrier(tx, mall_id, code, version, values)
  return tx:row([[UPDATE carrier SET name = $4, aliases = $5, url = $6, number_least = $7, number_most = $8,
      number_letters = $9, enabled = $10, position = $11, version = version + 1
    WHERE mall_id = $1 AND code = $2 AND version = $3 RETURNING version]], mall_id, code, version, values.name,
    values.aliases or "", values.url or "", values.number_least, values.number_most, values.number_letters, values.enabled,
    values.position)
end

return store
