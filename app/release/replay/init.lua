-- What would change for shoppers: the newest carts and orders are priced by the live release and by a new one, side by side,
-- before the new one goes live. Any change at all waits for somebody who accepts it, unless REPLAY_SHARE and REPLAY_CHANGE
-- allow some: a change of prices that nobody meant is what this is for, and one that was meant takes one word.

local json = require "json"
local rules = require "release.replay.rules"
local runtime = require "runtime"
local scratch = require "release.replay.scratch"
local store = require "release.replay.store"
local task = require "task"

local replay = {}

--- So many carts and orders are compared unless told.
replay.N = 500

--- Prices the newest carts and orders by two folders' logic. Commands only: each runs in a process of its own. Raises a
--- pg.fault without the database.
---@param live_root string  a folder with app/
---@param new_root string
---@param n integer|nil
---@param limits {milliseconds:integer, megabytes:integer}|nil  for each of the two
---@return replay.report
function replay.compare(live_root, new_root, n, limits)
  local snapshots, inputs = store.newest(n or replay.N), {}
  for i, snapshot in ipairs(snapshots) do inputs[i] = json.encode(snapshot.input) end
  local threshold = { share = tonumber(runtime.setting "REPLAY_SHARE") or 0,
    change = tonumber(runtime.setting "REPLAY_CHANGE") or 0 }
  if #snapshots == 0 then return rules.report({}, {}, {}, threshold) end
  limits = limits or scratch.LIMITS
  local live = task.spawn(scratch.price, live_root, inputs, limits)
  local new = scratch.price(new_root, inputs, limits)
  return rules.report(snapshots, live:join(), new, threshold)
end

return replay
