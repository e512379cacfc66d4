-- What is and was deployed, and which tables a release meets. Functions take `tx`, an open transaction, where an answer must
-- still hold when something is written by it.
--
-- A contracting migration and whatever makes a release live exclude each other by the advisory lock: the migration looks
-- which releases would miss what it takes away, the deployment looks what was taken away, and neither may look too early.

local crypto = require "crypto"
local pg = require "pg"

local store = {}

local LOCK = 7350276 -- the one beside that of the stored releases
local HISTORY = 1000

--- A sha as a parameter.
---@param hex string|nil
function store.binary(hex) return hex and pg.bytea(assert(crypto.unhex(hex))) or pg.null end

local function ask(tx, ...)
  if tx then return tx:rows(...) end
  return pg.rows(...)
end

---@class release.deployment
---@field epoch integer
---@field stable string
---@field canary string|nil
---@field percent integer
---@field watch_seconds integer
---@field promotes boolean
---@field watched number   seconds since, by the database's clock
---@field who string
---@field why string
---@field at number

local SELECT = [[SELECT epoch, encode(stable, 'hex') AS stable, encode(canary, 'hex') AS canary, percent, watch_seconds,
  promotes, extract(epoch FROM clock_timestamp() - at)::float8 AS watched, who, why, at FROM deployment ]]

--- The deployment with the newest epoch, be it for all malls or for one.
---@param tx pg.tx|nil
---@return release.deployment|nil
function store.last(tx) return ask(tx, SELECT .. "ORDER BY epoch DESC LIMIT 1")[1] end

--- The deployment that holds for all malls, and the newest epoch of any.
---@param tx pg.tx|nil
---@return release.deployment|nil
---@return integer epoch  0: nothing was ever deployed
function store.newest(tx)
  local last = store.last(tx)
  return ask(tx, SELECT .. "WHERE mall_id IS NULL ORDER BY epoch DESC LIMIT 1")[1], last and last.epoch or 0
end

--- Whether a release was live for all malls at any time.
---@param sha string
---@return boolean
function store.was_stable(sha)
  return pg.row("SELECT EXISTS (SELECT FROM deployment WHERE stable = $1 AND mall_id IS NULL) AS was", store.binary(sha)).was
end

--- What was deployed for all malls, the oldest first.
---@param tx pg.tx|nil
---@return release.deployed[]
function store.history(tx)
  return ask(tx, [[
    SELECT * FROM (
      SELECT d.epoch, encode(d.stable, 'hex') AS stable, encode(d.canary, 'hex') AS canary,
        coalesce(r.kind, 'deploy') AS kind
      FROM deployment d LEFT JOIN rollout r ON r.epoch = d.epoch
      WHERE d.mall_id IS NULL ORDER BY d.epoch DESC LIMIT $1) newest ORDER BY epoch]], HISTORY)
end

---@class release.tables
---@field at integer               the newest migration
---@field contractions integer[]   those that took something away

--- What the migrations made of the database. Before the column was, no migration had contracted.
---@param tx pg.tx|nil
---@return release.tables
function store.tables(tx)
  local tables = { at = 0, contractions = {} }
  for _, row in ipairs(ask(tx, [[SELECT version, (to_jsonb(m) ->> 'contracts')::boolean AS contracts
    FROM schema_migration m ORDER BY version]])) do
    tables.at = row.version
    if row.contracts then tables.contractions[#tables.contractions + 1] = row.version end
  end
  return tables
end

--- For which tables stored releases are made.
---@param tx pg.tx|nil
---@param shas string[]
---@return {sha: string, schema: {min: integer, max: integer}}[]
function store.schemas(tx, shas)
  local hashes = {}
  for i, sha in ipairs(shas) do hashes[i] = "\\x" .. sha end
  local rows = ask(tx, "SELECT encode(sha, 'hex') AS sha, schema_min, schema_max FROM release WHERE sha = ANY ($1::bytea[])",
    pg.array(hashes))
  local found = {}
  for i, row in ipairs(rows) do
    found[i] = { sha = row.sha, schema = { min = row.schema_min, max = row.schema_max } }
  end
  return found
end

--- Until the transaction ends no contracting migration begins; one that is under way is waited for.
---@param tx pg.tx
function store.hold_tables(tx) tx:rows("SELECT pg_advisory_xact_lock_shared($1)", LOCK) end

--- Until the transaction ends nothing goes live.
---@param tx pg.tx
function store.hold_releases(tx) tx:rows("SELECT pg_advisory_xact_lock($1)", LOCK) end

--- Writes a deployment and rings; false when its epoch is taken: somebody else was first.
---@param tx pg.tx
---@param row {epoch:integer, stable:string, canary:string|nil, percent:integer|nil, watch_seconds:integer|nil,
---  promotes:boolean|nil, who:string, why:string}
---@return boolean
function store.insert(tx, row)
  local written = tx:rows([[
    INSERT INTO deployment (epoch, stable, canary, percent, watch_seconds, promotes, who, why)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (epoch) DO NOTHING]], row.epoch, store.binary(row.stable),
    store.binary(row.canary), row.percent or 0, row.watch_seconds or 0, row.promotes or false, row.who, row.why).affected
  store.ring(tx)
  return written == 1
end

--- Tells the nodes to look. The message says nothing: what is true stands in the tables.
---@param tx pg.tx
function store.ring(tx) tx:rows "SELECT pg_notify('deploy', '')" end

return store
