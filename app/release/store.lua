-- Releases in the database: kept once by their content, written never twice, thrown away when old. Nothing read here is
-- believed: who asks for a release verifies it.
--
-- Lock order: one writer at a time (the advisory lock), then blobs by their hash. Without the lock, a release might count on
-- a content that is being thrown away at the same moment.

local bundle = require "release.bundle"
local crypto = require "crypto"
local pg = require "pg"
local rules = require "release.rules"
local zstd = require "zstd"

local store = {}

local LOCK = "SELECT pg_advisory_xact_lock(7350275)" -- the one beside that of the migrations

local LEVEL = 12

local function binary(hex) return pg.bytea(assert(crypto.unhex(hex))) end

-- Who holds locks asks on their own connection.
local function ask(tx, sql, ...)
  if tx then return tx:rows(sql, ...) end
  return pg.rows(sql, ...)
end

local function hashes(list)
  local out = {}
  for i, hex in ipairs(list) do out[i] = "\\x" .. hex end
  return pg.array(out)
end

-- Which contents of these are not there, in the order of their hashes.
local function missing(wanted, tx)
  local list = {}
  for i, row in ipairs(ask(tx, [[SELECT encode(w.sha256, 'hex') AS sha256 FROM unnest($1::bytea[]) AS w (sha256)
    WHERE NOT EXISTS (SELECT FROM release_blob b WHERE b.sha256 = w.sha256) ORDER BY w.sha256]], hashes(wanted))) do
    list[i] = row.sha256
  end
  return list
end

-- Packed before the transaction begins, since that is what takes time; only what is not there yet.
local function pack_missing(release)
  local wanted, packed = {}, {}
  for i, file in ipairs(bundle.unique(release.files)) do wanted[i] = file.sha256 end
  for _, sha256 in ipairs(missing(wanted)) do packed[sha256] = zstd.compress(release.contents[sha256], LEVEL) end
  return wanted, packed
end

local function write(tx, release, wanted, packed)
  tx:rows(LOCK)
  -- One that was there a moment ago may have been thrown away before the lock was ours.
  for _, sha256 in ipairs(missing(wanted, tx)) do
    local content = release.contents[sha256]
    tx:rows("INSERT INTO release_blob (sha256, bytes, packed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      binary(sha256), #content, pg.bytea(packed[sha256] or zstd.compress(content, LEVEL)))
  end
  local facts, bytes, sha = release.facts, 0, binary(release.sha)
  for _, file in ipairs(release.files) do bytes = bytes + file.bytes end
  local new = tx:rows([[
    INSERT INTO release (sha, author, message, base, schema_min, schema_max, files, bytes, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9)) ON CONFLICT DO NOTHING]], sha, facts.author, facts.message,
    facts.base and binary(facts.base) or pg.null, facts.schema.min, facts.schema.max, #release.files, bytes,
    facts.created_at).affected == 1
  if new then
    tx:rows("INSERT INTO release_content (sha, sha256) SELECT $1, unnest($2::bytea[])", sha, hashes(wanted))
  end
  local signed = tx:rows([[
    INSERT INTO release_signature (sha, key, statement, signature) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING]],
    sha, binary(release.key), release.statement, pg.bytea(release.signature)).affected == 1
  return new and "new" or signed and "signed" or "known"
end

--- Keeps a release. One that is there stays as it is; another key's signature is added to it.
---@param release release.bundle  verified
---@return "new"|"signed"|"known"|nil
---@return fault|nil
function store.put(release)
  local wanted, packed = pack_missing(release)
  return pg.tx(function(tx) return write(tx, release, wanted, packed) end, { retry = 3 })
end

--- The full sha of the one release that begins so.
---@param prefix string  4 to 64 hex digits
---@return string|nil sha  nil when there is none
---@return integer count    how many begin so
function store.find(prefix)
  local rows = pg.rows([[SELECT encode(sha, 'hex') AS sha FROM release WHERE encode(sha, 'hex') LIKE $1 || '%'
    ORDER BY sha LIMIT 2]], prefix:lower())
  return #rows == 1 and rows[1].sha or nil, #rows
end

---@param sha string
---@param tx table|nil
---@return {key:string, statement:string, signature:string}[] signatures the newest first
function store.signatures(sha, tx)
  return ask(tx, [[SELECT encode(key, 'hex') AS key, statement, signature FROM release_signature WHERE sha = $1
    ORDER BY stored_at DESC, key]], binary(sha))
end

--- Some contents by their hashes. A blob that does not unpack is left out.
---@param shas256 string[]
---@param tx table|nil
---@return table<string, string>
function store.blobs(shas256, tx)
  local contents = {}
  for _, row in ipairs(ask(tx, [[SELECT encode(sha256, 'hex') AS sha256, packed FROM release_blob
    WHERE sha256 = ANY ($1::bytea[])]], hashes(shas256))) do
    contents[row.sha256] = zstd.decompress(row.packed, rules.LIMITS.file)
  end
  return contents
end

---@class release.row
---@field sha string
---@field author string
---@field message string
---@field base string|nil
---@field schema {min:integer, max:integer}
---@field files integer
---@field bytes integer
---@field created_at number
---@field stored_at number
---@field keys string[]     fingerprints of who signed it
---@field live string[]     codes of the malls that it serves
---@field canary string[]   codes of the malls that try it

-- The newest deployment that names a mall, or all of them, holds for it.
local HELD = [[
  SELECT m.id AS mall_id, m.code, d.* FROM mall m
  JOIN LATERAL (SELECT epoch, stable, canary, percent, who, why, at FROM deployment
    WHERE mall_id = m.id OR mall_id IS NULL ORDER BY epoch DESC LIMIT 1) d ON true]]

--- The newest releases first.
---@param most integer|nil
---@return release.row[]
function store.list(most)
  local rows = pg.rows([[
    WITH held AS (]] .. HELD .. [[)
    SELECT encode(r.sha, 'hex') AS sha, r.author, r.message, encode(r.base, 'hex') AS base, r.schema_min, r.schema_max,
      r.files, r.bytes, r.created_at, r.stored_at,
      (SELECT coalesce(json_agg(encode(s.key, 'hex') ORDER BY s.stored_at, s.key), '[]') FROM release_signature s
        WHERE s.sha = r.sha) AS keys,
      (SELECT coalesce(json_agg(h.code ORDER BY h.code), '[]') FROM held h WHERE h.stable = r.sha) AS live,
      (SELECT coalesce(json_agg(h.code ORDER BY h.code), '[]') FROM held h WHERE h.canary = r.sha) AS canary
    FROM release r ORDER BY r.stored_at DESC, r.sha LIMIT $1]], most or 1000)
  for _, row in ipairs(rows) do
    row.schema = { min = row.schema_min, max = row.schema_max }
    row.schema_min, row.schema_max = nil, nil
  end
  return rows
end

---@class release.live
---@field mall_id string
---@field code string
---@field epoch integer
---@field stable string
---@field canary string|nil
---@field percent integer
---@field who string
---@field why string
---@field at number

--- What holds for each mall; a mall that nothing was ever deployed for is not among them.
---@return release.live[]
function store.live()
  return pg.rows([[SELECT h.mall_id, h.code, h.epoch, encode(h.stable, 'hex') AS stable, encode(h.canary, 'hex') AS canary,
    h.percent, h.who, h.why, h.at FROM (]] .. HELD .. ") h ORDER BY h.code")
end

--- Throws releases away, and contents that no release has any more.
---@param choose fun(shas: string[], named: table<string, boolean>): string[]  which of all, the newest first
---@return {releases:integer, blobs:integer}|nil thrown away
---@return fault|nil
function store.retire(choose)
  return pg.tx(function(tx)
    tx:rows(LOCK)
    local shas, named = {}, {}
    for i, row in ipairs(tx:rows "SELECT encode(sha, 'hex') AS sha FROM release ORDER BY stored_at DESC, sha") do
      shas[i] = row.sha
    end
    for _, row in ipairs(tx:rows [[SELECT encode(sha, 'hex') AS sha FROM (SELECT stable AS sha FROM deployment
      UNION SELECT canary FROM deployment WHERE canary IS NOT NULL
      UNION SELECT unnest(ARRAY[stable, canary]) FROM rollout WHERE closed_at IS NULL) d WHERE sha IS NOT NULL]]) do
      named[row.sha] = true
    end
    local gone = choose(shas, named)
    if #gone == 0 then return { releases = 0, blobs = 0 } end
    tx:rows("DELETE FROM release WHERE sha = ANY ($1::bytea[])", hashes(gone))
    local blobs = tx:rows([[DELETE FROM release_blob b
      WHERE NOT EXISTS (SELECT FROM release_content c WHERE c.sha256 = b.sha256)]]).affected
    return { releases = #gone, blobs = blobs }
  end)
end

return store
