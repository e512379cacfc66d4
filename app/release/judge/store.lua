-- What both versions did while a canary holds, and the row that ends it. Of all nodes that look, one judges at a time.

local deployment = require "release.deployment.store"
local freeze = require "release.freeze.store"
local pg = require "pg"

local store = {}

local LOCK = 7350277 -- the one beside that of deployment/store.lua

--- What the nodes counted of a release, added up.
---@param epoch integer
---@param sha string
---@param tx pg.tx|nil
---@return release.counts
function store.counts(epoch, sha, tx)
  local sum = { requests = 0, failed = 0, thrown = 0, money = 0, latency = {} }
  local sql = "SELECT requests, failed, thrown, money, latency FROM node_count WHERE epoch = $1 AND sha = $2"
  for _, row in ipairs(tx and tx:rows(sql, epoch, deployment.binary(sha)) or pg.rows(sql, epoch, deployment.binary(sha))) do
    for _, name in ipairs { "requests", "failed", "thrown", "money" } do sum[name] = sum[name] + row[name] end
    for i, count in ipairs(row.latency) do sum.latency[i] = (sum.latency[i] or 0) + count end
  end
  return sum
end

-- Written closed: nobody has to be asked about what is served already.
local function write(tx, held, kind, why, host)
  local epoch, stable = held.epoch + 1, kind == "promote" and held.canary or held.stable
  if not deployment.insert(tx, { epoch = epoch, stable = stable, who = "sijang", why = why }) then return false end
  tx:rows([[INSERT INTO rollout (kind, base_epoch, stable, who, host, why, closed_at, outcome, epoch)
    VALUES ($1, $2, $3, 'sijang', $4, $5, clock_timestamp(), 'live', $6)]], kind, held.epoch, deployment.binary(stable),
    host, why, epoch)
  return true
end

---@class release.sight
---@field held release.deployment|nil  the canary's deployment; nil: there is none
---@field busy boolean|nil             another node is judging at this moment
---@field stable release.counts|nil
---@field canary release.counts|nil
---@field verdict "rollback"|"hold"|"promote"|nil
---@field reason string|nil
---@field ended boolean|nil            by this call

--- Looks, judges, and does what was judged.
---@param host string  from where
---@param judge fun(stable: release.counts, canary: release.counts, watch: release.watch): string, string
---@return release.sight|nil
---@return fault|nil
function store.look(host, judge)
  return pg.tx(function(tx)
    if not tx:row("SELECT pg_try_advisory_xact_lock($1) AS mine", LOCK).mine then return { busy = true } end
    local held, epoch = deployment.newest(tx)
    -- A newer one for a single mall comes before this one is touched.
    if not held or not held.canary or held.epoch ~= epoch then return {} end
    local sight = { held = held, stable = store.counts(held.epoch, held.stable, tx),
      canary = store.counts(held.epoch, held.canary, tx) }
    sight.verdict, sight.reason = judge(sight.stable, sight.canary, { watched = held.watched,
      watch_seconds = held.watch_seconds, promotes = held.promotes, frozen = freeze.standing(tx) ~= nil })
    sight.ended = sight.verdict ~= "hold" and write(tx, held, sight.verdict, sight.reason, host)
    return sight
  end)
end

return store
