-- What staff do to releases from the back office, where there is no working tree: go back, promote what is tried, hold
-- everything still. It goes the way the command line goes: an attempt is opened, the live nodes answer, and it goes live on
-- all or on none.

local clock = require "clock"
local task = require "task"
local release = require "release"
local compare_machines = require "flows.compare_machines"
local fault = require "shared.fault"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run

local rollout, freeze = release.rollout, release.freeze

local steer_release = {}

local PAUSE, BEAT = 50, 2000 -- milliseconds

local function who_of(ctx) return ("%s <%s>"):format(ctx.staff.name, ctx.staff.email) end

local function refused(id, reason)
  rollout.close(id, "refused", reason)
  return nil, fault("rollout.refused", { message = reason })
end

-- Waits until every live node has answered; who does not in time is gone on without, if that is allowed.
local function wait(id, sha, patience, goes_on)
  local began, beaten = clock.monotonic(), clock.monotonic()
  while true do
    local now, waiting = clock.monotonic(), {}
    for _, node in ipairs(rollout.nodes(id)) do
      local state, reason = rollout.answer(node, { sha })
      if state == "unsound" then return refused(id, ("%s: %s"):format(node.name, reason)) end
      if state == "waiting" then waiting[#waiting + 1] = node.name end
    end
    if #waiting == 0 or goes_on and now - began >= patience then return true end
    if now - began >= patience then
      return refused(id, ("%s did not answer within %d seconds"):format(table.concat(waiting, ", "), patience / 1000))
    end
    if now - beaten >= BEAT then
      if not rollout.beat(id) then return nil, fault "rollout.lost" end
      beaten = now
    end
    task.sleep(PAUSE)
  end
end

-- Makes it live on every node or on none.
local function attempt(ctx, wanted, patience, goes_on)
  wanted.who, wanted.host = who_of(ctx), "/admin"
  local id, problem = rollout.open(wanted)
  if not id then return nil, problem end
  local sound, unsound = wait(id, wanted.stable, patience, goes_on)
  if not sound then return nil, unsound end
  local closing, lost = rollout.flip(id)
  if not closing then return nil, lost end
  if closing.outcome ~= "live" then return nil, fault("rollout.refused", { message = closing.reason }) end
  record_audit(ctx, "deployment." .. wanted.kind, { kind = "release", id = wanted.stable, why = wanted.why,
    changes = { epoch = { before = wanted.base_epoch, after = closing.epoch } } })
  return closing.epoch
end

--- Where going back would lead, and why it cannot.
---@param sha string|nil  a release that was live; else the one before
---@return {sha: string, epoch: integer, newest: release.deployment}|nil
---@return fault|nil rollout.refused
function steer_release.way_back(sha)
  local newest, epoch = rollout.newest()
  if not newest then return nil, fault("rollout.refused", { message = "아직 아무것도 배포하지 않았어요." }) end
  local to = sha or rollout.target()
  if not to then return nil, fault("rollout.refused", { message = "돌아갈 이전 릴리스가 없어요." }) end
  if sha and not rollout.was_stable(sha) then
    return nil, fault("rollout.refused", { message = "한 번도 서비스하지 않은 릴리스로는 돌아갈 수 없어요." })
  end
  if to == newest.stable and not newest.canary then
    return nil, fault("rollout.refused", { message = "이미 그 릴리스로 서비스하고 있어요." })
  end
  local unfit = rollout.unfit(nil, { to })
  if unfit then return nil, fault("rollout.refused", { message = "데이터베이스가 그 릴리스와 맞지 않아요. " .. unfit }) end
  local stranded = compare_machines.objection({ sha = to }, { sha = newest.stable })
  if stranded then return nil, fault("rollout.refused", { message = stranded }) end
  return { sha = to, epoch = epoch, newest = newest }
end

--- Goes back. Nodes that do not answer within ten seconds are not waited for.
---@param ctx context
---@param sha string|nil
---@param why string
---@return integer|nil epoch
---@return fault|nil
function steer_release.roll_back(ctx, sha, why)
  local allowed, forbidden = require_permission(ctx, "deployments.write")
  if not allowed then return nil, forbidden end
  local way, none = steer_release.way_back(sha)
  if not way then return nil, none end
  return attempt(ctx, { kind = "rollback", base_epoch = way.epoch, stable = way.sha, why = why }, 10000, true)
end

--- Makes the canary live for all.
---@param ctx context
---@param why string
---@return integer|nil epoch
---@return fault|nil
function steer_release.promote(ctx, why)
  local allowed, forbidden = require_permission(ctx, "deployments.write")
  if not allowed then return nil, forbidden end
  local newest, epoch = rollout.newest()
  if not newest or not newest.canary then
    return nil, fault("rollout.refused", { message = "시험 중인 릴리스가 없어요." })
  end
  return attempt(ctx, { kind = "promote", base_epoch = epoch, stable = newest.canary, why = why }, 20000, false)
end

--- Holds everything still.
---@param ctx context
---@param why string
---@return true|nil
---@return fault|nil
function steer_release.freeze(ctx, why)
  local allowed, forbidden = require_permission(ctx, "deployments.write")
  if not allowed then return nil, forbidden end
  local begun, stands = freeze.begin(who_of(ctx), why)
  if not begun then return nil, stands end
  record_audit(ctx, "deployment.freeze", { kind = "release", why = why })
  return true
end

--- Lets things go live again.
---@param ctx context
---@return true|nil
---@return fault|nil
function steer_release.unfreeze(ctx)
  local allowed, forbidden = require_permission(ctx, "deployments.write")
  if not allowed then return nil, forbidden end
  local lifted = freeze.lift(who_of(ctx))
  if lifted then record_audit(ctx, "deployment.unfreeze", { kind = "release", why = lifted.why }) end
  return true
end

return steer_release
