-- Attempts to make a release live, and what the nodes answer to them. Whether somebody is still there is asked of the
-- database's clock alone.
--
-- Lock order: the rollout's row, the lock of deployment/store.lua, deployment. One attempt is open at a time, by a unique
-- index; whatever is decided by it is decided in the transaction that finds it open.

local deployment = require "release.deployment.store"
local fault = require "shared.fault"
local freeze = require "release.freeze.store"
local pg = require "pg"

local store = {}

local ABANDONED_AFTER, LIVE_FOR = 15, 10 -- seconds

local COLUMNS = [[id, kind, base_epoch, encode(stable, 'hex') AS stable, encode(canary, 'hex') AS canary, percent, who, host,
  why, opened_at, closed_at, outcome, reason, epoch]]

---@class release.rollout
---@field id string
---@field kind "deploy"|"canary"|"promote"|"rollback"
---@field base_epoch integer
---@field stable string
---@field canary string|nil
---@field percent integer
---@field who string
---@field host string
---@field why string
---@field opened_at number
---@field closed_at number|nil
---@field outcome "live"|"refused"|"abandoned"|nil  nil while it is open
---@field reason string
---@field epoch integer|nil

local function close(tx, id, outcome, reason, epoch)
  return tx:rows([[UPDATE rollout SET closed_at = clock_timestamp(), outcome = $2, reason = $3, epoch = $4
    WHERE id = $1 AND closed_at IS NULL]], id, outcome, reason, epoch or pg.null).affected == 1
end

--- The attempt that is open.
---@param tx pg.tx|nil
---@return release.rollout|nil
function store.standing(tx)
  local sql = "SELECT " .. COLUMNS .. " FROM rollout WHERE closed_at IS NULL"
  if tx then return tx:row(sql) end
  return pg.row(sql)
end

-- One that nobody stands behind any more makes room.
local function take_over(tx, by)
  tx:rows([[UPDATE rollout SET closed_at = clock_timestamp(), outcome = 'abandoned', reason = $1
    WHERE closed_at IS NULL AND seen_at < clock_timestamp() - make_interval(secs => $2)]],
    ("nothing was heard of it for %d seconds: %s from %s took over"):format(ABANDONED_AFTER, by.who, by.host),
    ABANDONED_AFTER)
end

local function open(tx, wanted)
  take_over(tx, wanted)
  local frozen = wanted.kind ~= "rollback" and freeze.standing(tx)
  if frozen then return nil, fault("rollout.frozen", { freeze = frozen }) end
  local made = tx:row([[
    INSERT INTO rollout (kind, base_epoch, stable, canary, percent, who, host, why)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id]], wanted.kind, wanted.base_epoch,
    deployment.binary(wanted.stable), deployment.binary(wanted.canary), wanted.percent or 0, wanted.who, wanted.host,
    wanted.why)
  if not made then return nil, fault("rollout.busy", { rollout = store.standing(tx) }) end
  local last = deployment.last(tx)
  if (last and last.epoch or 0) ~= wanted.base_epoch then return nil, fault("rollout.moved", { deployment = last }) end
  deployment.ring(tx)
  return made.id
end

--- Opens an attempt.
---@param wanted {kind:string, base_epoch:integer, stable:string, canary:string|nil, percent:integer|nil,
---  who:string, host:string, why:string}
---@return string|nil id
---@return fault|nil rollout.busy (with the other as rollout, if it has not just ended) | rollout.frozen (freeze) |
---  rollout.moved (deployment)
function store.open(wanted) return pg.tx(function(tx) return open(tx, wanted) end) end

--- Says that who deploys is alive; false when the attempt is no longer open.
---@param id string
---@return boolean
function store.beat(id)
  return pg.write("UPDATE rollout SET seen_at = clock_timestamp() WHERE id = $1 AND closed_at IS NULL", id).affected == 1
end

--- Ends an attempt without a deployment; false when it had ended.
---@param id string
---@param outcome "refused"|"abandoned"
---@param reason string
---@return boolean|nil
---@return fault|nil
function store.close(id, outcome, reason)
  return pg.tx(function(tx)
    deployment.ring(tx)
    return close(tx, id, outcome, reason)
  end)
end

-- Why it must not go live after all.
local function objection(tx, one, unfit)
  local frozen = one.kind ~= "rollback" and freeze.standing(tx)
  if frozen then return ("%s froze everything meanwhile: %s"):format(frozen.who, frozen.why) end
  deployment.hold_tables(tx)
  return unfit(tx, { one.stable, one.canary })
end

local function flip(tx, id, watch, unfit)
  local one = tx:row("SELECT " .. COLUMNS .. " FROM rollout WHERE id = $1 AND closed_at IS NULL FOR UPDATE", id)
  if not one then return nil, fault "rollout.lost" end
  local reason = objection(tx, one, unfit)
  local epoch = one.base_epoch + 1
  if not reason and deployment.insert(tx, { epoch = epoch, stable = one.stable, canary = one.canary,
    percent = one.percent, watch_seconds = one.canary and watch.seconds, promotes = one.canary and watch.promotes,
    who = one.who, why = one.why }) then
    close(tx, id, "live", "", epoch)
    return { outcome = "live", epoch = epoch }
  end
  local first
  if not reason then
    first = deployment.last(tx)
    reason = ("%s was first with epoch %d: %s"):format(first.who, first.epoch, first.why)
  end
  close(tx, id, "refused", reason)
  deployment.ring(tx)
  return { outcome = "refused", reason = reason, first = first }
end

---@class release.closing
---@field outcome "live"|"refused"
---@field epoch integer|nil
---@field reason string|nil
---@field first release.deployment|nil  what somebody else made live instead

--- Makes it live, if it is still open, still allowed, and nobody else was first.
---@param id string
---@param watch {seconds:integer, promotes:boolean}
---@param unfit fun(tx: pg.tx, shas: string[]): string|nil  why the tables do not suit these releases
---@return release.closing|nil
---@return fault|nil rollout.lost: it has ended otherwise; db.unknown: read it
function store.flip(id, watch, unfit) return pg.tx(function(tx) return flip(tx, id, watch, unfit) end) end

---@param id string
---@return release.rollout|nil
function store.read(id) return pg.row("SELECT " .. COLUMNS .. " FROM rollout WHERE id = $1", id) end

--- The newest attempts first.
---@param most integer|nil
---@return release.rollout[]
function store.list(most)
  return pg.rows("SELECT " .. COLUMNS .. " FROM rollout ORDER BY opened_at DESC, id DESC LIMIT $1", most or 1000)
end

---@class release.asked  a live node
---@field id string
---@field name string
---@field host string
---@field state string
---@field epoch integer|nil
---@field answers {sha:string, sound:boolean, reason:string, ms:integer}[]  to this attempt, the oldest first

--- The nodes that are alive, and what they answered.
---@param id string
---@return release.asked[]
function store.nodes(id)
  return pg.rows([[
    SELECT n.id, n.name, n.host, n.state, n.epoch,
      (SELECT coalesce(json_agg(json_build_object('sha', encode(a.sha, 'hex'), 'sound', a.sound, 'reason', a.reason,
        'ms', a.milliseconds) ORDER BY a.at), '[]')
        FROM node_release a WHERE a.node_id = n.id AND a.rollout_id = $1) AS answers
    FROM node n WHERE n.seen_at > clock_timestamp() - make_interval(secs => $2) AND n.state IN ('serving', 'alone')
    ORDER BY n.name, n.id]], id, LIVE_FOR)
end

return store
