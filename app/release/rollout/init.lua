-- How a release becomes live: an attempt is opened, every live node answers whether it can serve it, and the one who
-- opened it either closes it or makes the new deployment in one transaction. Who goes away leaves an attempt that the next
-- one takes over. What the tables must be like is asked at the beginning, to refuse early, and at the end, where it counts.

local deployment = require "release.deployment.store"
local lineage = require "release.rules.lineage"
local statement = require "release.rules.statement"
local store = require "release.rollout.store"

local rollout = {}

rollout.open = store.open
rollout.standing = store.standing
rollout.beat = store.beat
rollout.close = store.close
rollout.read = store.read
rollout.list = store.list
rollout.nodes = store.nodes
rollout.newest = deployment.newest
rollout.was_stable = deployment.was_stable

--- Why the tables do not suit these stored releases.
---@param tx pg.tx|nil
---@param shas string[]
---@return string|nil reason
function rollout.unfit(tx, shas)
  local tables = deployment.tables(tx)
  for _, one in ipairs(deployment.schemas(tx, shas)) do
    local suits, reason = statement.suits(one.schema, tables.at, tables.contractions)
    if not suits then return ("%s: %s"):format(one.sha:sub(1, 12), reason) end
  end
end

--- The same for one that is not stored.
---@param schema {min:integer, max:integer}
---@return string|nil reason
function rollout.unfit_schema(schema)
  local tables = deployment.tables()
  return select(2, statement.suits(schema, tables.at, tables.contractions))
end

--- Makes it live, if it is still open, still allowed, and nobody else was first.
---@param id string
---@param watch {seconds:integer, promotes:boolean}|nil  of a canary
---@return release.closing|nil
---@return fault|nil rollout.lost | db.unknown …
function rollout.flip(id, watch)
  return store.flip(id, watch or { seconds = 0, promotes = false }, rollout.unfit)
end

--- Where a rollback leads that names no release.
---@return string|nil sha
function rollout.target() return lineage.back(deployment.history()) end

--- What a live node said of the releases of an attempt.
---@param node release.asked
---@param shas string[]
---@return "waiting"|"sound"|"unsound" state
---@return string|nil reason
---@return string|nil sha  of what is unsound
function rollout.answer(node, shas)
  local newest, state = {}, "sound"
  for _, answer in ipairs(node.answers) do newest[answer.sha] = answer end
  for _, sha in ipairs(shas) do
    local answer = newest[sha]
    if answer and not answer.sound then return "unsound", answer.reason, sha end
    if not answer then state = "waiting" end
  end
  return state
end

-- The releases that shoppers are served by or may be in a moment, with what they are.
local function needed(tx)
  local history, roles = deployment.history(tx), {}
  local newest = history[#history]
  local function note(sha, role) if sha and not roles[sha] then roles[sha] = role end end
  if newest then
    note(newest.stable, "is live")
    note(newest.canary, "is tried as a canary")
    note(lineage.before(history), "is where a rollback leads")
  end
  return roles
end

--- Why a migration that takes something away must wait: a release that may be served still needs it. Until the transaction
--- ends nothing goes live.
---@param tx pg.tx
---@param version integer
---@return string|nil reason
function rollout.stands_against(tx, version)
  deployment.hold_releases(tx)
  local roles, shas = needed(tx), {}
  for sha in pairs(roles) do shas[#shas + 1] = sha end
  table.sort(shas)
  for _, one in ipairs(deployment.schemas(tx, shas)) do
    if one.schema.max < version then
      return ("it takes something away, and the release %s, which %s, knows the tables only up to migration %04d")
        :format(one.sha:sub(1, 12), roles[one.sha], one.schema.max)
    end
  end
end

return rollout
