-- The rows of the log. They are only ever added; their numbers, moments and hashes are given by a trigger under the lock of
-- one row, which is held until the caller's transaction ends: an entry is written last in it.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

-- What is hashed of an entry, in the words of the trigger chain_audit_entry: written here as well, so that a check believes
-- no function of the database.
local CONTENT = [[jsonb_build_array(1, seq, extract(epoch FROM at), staff_id, staff, role, mall_id, action, kind, subject,
  whose, why, address, agent, request_id, changes)::text]]

local COLUMNS = [[seq, at, staff_id, staff, role, mall_id, action, kind, subject, whose, why, address, agent, request_id,
  changes, encode(hash, 'hex') AS hash]]

---@class audit.entry
---@field seq integer
---@field at number
---@field staff_id string|nil
---@field staff string       an e-mail address, "shell:user" or "job:name"
---@field role string
---@field mall_id string|nil
---@field action string      "product.change"
---@field kind string        of what it was done to
---@field subject string     its id
---@field whose string       the member whose personal data it was; "" when it was nobody's
---@field why string
---@field address string
---@field agent string
---@field request_id string
---@field changes table<string, {before: any, after: any}>
---@field hash string        hex

--- Adds an entry.
---@param entry table
---@param tx pg.tx|nil
---@return integer seq
function store.append(entry, tx)
  local sql = [[
    INSERT INTO audit_entry (staff_id, staff, role, mall_id, action, kind, subject, whose, why, address, agent, request_id,
      changes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING seq]]
  local parameters = { entry.staff_id or pg.null, entry.staff, entry.role, entry.mall_id or pg.null, entry.action,
    entry.kind, entry.subject, entry.whose, entry.why, entry.address, entry.agent, entry.request_id, pg.json(entry.changes) }
  local rows = tx and tx:rows(sql, unpack(parameters)) or pg.write(sql, unpack(parameters))
  return rows[1].seq
end

---@param seq integer
---@return audit.entry|nil
function store.find(seq) return pg.row("SELECT " .. COLUMNS .. " FROM audit_entry WHERE seq = $1", seq) end

local LIST = "SELECT " .. COLUMNS .. " FROM audit_entry WHERE true"

--- Lists of them: see shared.listing.reader.
store.list, store.count, store.all = reader.of(pg.slow_rows, LIST)

--- The kinds of things that the log has something to say of.
---@return string[]
function store.kinds()
  local kinds = {}
  local rows = pg.slow_rows "SELECT DISTINCT kind FROM audit_entry WHERE kind <> '' ORDER BY kind"
  for i, row in ipairs(rows) do kinds[i] = row.kind end
  return kinds
end

--- What was done to one thing, the newest first.
---@param mall_id string
---@param kind string
---@param subject string
---@param limit integer
---@return audit.entry[]
function store.about(mall_id, kind, subject, limit)
  return pg.slow_rows("SELECT " .. COLUMNS .. [[ FROM audit_entry WHERE mall_id = $1 AND kind = $2 AND subject = $3
    ORDER BY seq DESC LIMIT $4]], mall_id, kind, subject, limit)
end

--- The newest entries; of one person or one action alone when told ("staff" is every action of staff.…).
---@param filter { staff: string|nil, action: string|nil }
---@param limit integer
---@return audit.entry[]
function store.newest(filter, limit)
  return pg.slow_rows("SELECT " .. COLUMNS .. [[ FROM audit_entry
    WHERE ($1::text IS NULL OR staff = $1) AND ($2::text IS NULL OR action = $2 OR starts_with(action, $2 || '.'))
    ORDER BY seq DESC LIMIT $3]], filter.staff or pg.null, filter.action or pg.null, limit)
end

---@class audit.link
---@field seq integer
---@field content string
---@field prev_hash string  32 bytes
---@field hash string       32 bytes

--- What stands in the chain after an entry, in order.
---@param after integer
---@param limit integer
---@return audit.link[]
function store.links(after, limit)
  return pg.slow_rows("SELECT seq, " .. CONTENT .. [[ AS content, prev_hash, hash FROM audit_entry WHERE seq > $1
    ORDER BY seq LIMIT $2]], after, limit)
end

--- Where the chain says that it ends.
---@return { seq: integer, hash: string }
function store.head() return pg.row "SELECT seq, hash FROM audit_head" end

return store
