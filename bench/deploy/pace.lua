-- How long it takes from a saved file to the moment from which no worker of any node begins a page on what was before; and
-- back. The nodes' own logs tell when each worker flipped, so that looking slows nothing down.

local clock = require "clock"
local fs = require "fs"
local json = require "json"
local task = require "task"

local pace = {}

local WORKERS = 3 -- of each node: two for the web, one for jobs
local PATIENCE, PAUSE = 2000, 10 -- milliseconds

-- Epoch seconds with fractions.
local function moment(text)
  local seconds, fraction = text:match "^(.-)(%.%d+)Z$"
  return assert(clock.parse_iso(seconds .. "Z")) + tonumber(fraction)
end

-- When the last worker of a node served an epoch. A worker flips first and writes it down then: that may take a moment.
local function served(file, epoch, patience)
  local last, workers = 0, 0
  for line in (fs.read(file) or ""):gmatch "[^\n]+" do
    local event = line:find('"generation.live"', 1, true) and json.decode(line)
    if event and event.epoch == epoch then
      last, workers = math.max(last, moment(event.time)), workers + 1
    end
  end
  if workers == WORKERS then return last end
  if patience == 0 then error(("%s: %d workers served epoch %d"):format(file, workers, epoch), 0) end
  task.sleep(PAUSE)
  return served(file, epoch, patience - PAUSE)
end

-- Milliseconds until everybody served what a command made live.
local function time(developer, names, argv)
  local began = clock.now()
  local ended = developer.ended(developer:start(argv))
  if not ended.result or ended.result.outcome ~= "live" then
    error(table.concat(argv, " ") .. ": " .. json.encode(ended), 0)
  end
  local last = 0
  for _, name in ipairs(names) do
    last = math.max(last, served(("%s/%s/log"):format(developer.folder, name), ended.result.epoch, PATIENCE))
  end
  return (last - began) * 1000, ended
end

---@class bench.times
---@field p50 number  milliseconds
---@field p99 number
---@field least number

---@param times number[]
---@return bench.times
local function summary(times)
  table.sort(times)
  local function at(part) return times[math.max(1, math.ceil(part * #times))] end
  return { p50 = at(0.5), p99 = at(0.99), least = times[1] }
end

--- From a save to live on these nodes, again and again.
---@param developer table
---@param names string[]
---@param rounds integer
---@return bench.times
function pace.forward(developer, names, rounds)
  local times = {}
  for round = 1, rounds do
    developer:save()
    times[round] = time(developer, names, { "deploy", developer.tree, "--json" })
  end
  return summary(times)
end

--- The way back, to what was live before, again and again.
---@param developer table
---@param names string[]
---@param rounds integer
---@return bench.times
function pace.back(developer, names, rounds)
  local shas, times = {}, {}
  for i = 1, 2 do
    developer:save()
    shas[i] = select(2, time(developer, names, { "deploy", developer.tree, "--json" })).result.sha
  end
  for round = 1, rounds do
    times[round] = time(developer, names, { "rollback", shas[(round - 1) % 2 + 1], "--json" })
  end
  return summary(times)
end

return pace
