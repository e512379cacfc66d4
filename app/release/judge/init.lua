-- Judges a canary. Every node looks each second while one holds, so that it ends well though nobody watches it: by
-- rules/verdict.lua it is rolled back, promoted, or left.

local store = require "release.judge.store"
local verdict = require "release.rules.verdict"

local judge = {}

judge.p95 = verdict.p95
judge.counts = store.counts

--- Looks at the canary that holds, if there is one, and ends it if it is time.
---@param host string|nil  which machine judges, for the record
---@return release.sight|nil
---@return fault|nil
function judge.look(host) return store.look(host or "", verdict.judge) end

---@class release.opinion
---@field stable release.counts
---@field canary release.counts
---@field verdict "rollback"|"hold"|"promote"
---@field reason string

--- What would be judged of a canary now; nothing is done about it.
---@param held release.deployment
---@param frozen boolean
---@return release.opinion
function judge.opinion(held, frozen)
  local stable, canary = store.counts(held.epoch, held.stable), store.counts(held.epoch, held.canary)
  local said, reason = verdict.judge(stable, canary, { watched = held.watched, watch_seconds = held.watch_seconds,
    promotes = held.promotes, frozen = frozen })
  return { stable = stable, canary = canary, verdict = said, reason = reason }
end

return judge
