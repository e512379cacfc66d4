--- Watches a canary from the terminal that deployed it. The nodes judge it as well, so nothing is lost when nobody watches:
--- this one shows what both versions do and says how it ended.

local clock = require "clock"
local interruption = require "deploying.interruption"
local persistent = require "deploying.persistence"
local release = require "release"
local task = require "task"
local terminal = require "terminal"

local watching = {}

local LOOK, SAY = 1000, 15000 -- milliseconds; on a terminal every look is shown
local GRACE = 5 -- seconds past its time, in which it is promoted or not

local function version(name, counts)
  local p95 = release.judge.p95(counts.latency)
  return ("%s: %d requests, %d failed, %d raised, p95 %s"):format(name, counts.requests, counts.failed, counts.thrown,
    p95 and ("%.0f ms"):format(p95) or "-")
end

local function lines_of(sight)
  return { version("canary", sight.canary), version("stable", sight.stable), sight.reason }
end

-- How it ended, when the newest deployment is another one.
local function ended(newest, held)
  local promoted = newest.stable == held.canary
  return { outcome = promoted and "promoted" or "rolled_back", epoch = newest.epoch, sha = held.canary,
    reason = ("%s: %s"):format(newest.who, newest.why) }
end

-- What both did in the end, which may be more than was seen here last.
local function counts_of(held)
  local counts = {}
  for name, sha in pairs { canary = held.canary, stable = held.stable } do
    local one = persistent(release.judge.counts, held.epoch, sha)
    counts[name] = { requests = one.requests, failed = one.failed, thrown = one.thrown, money = one.money,
      p95_ms = release.judge.p95(one.latency) }
  end
  return counts
end

--- Watches until it ends or its time is over.
---@param held {epoch:integer, stable:string, canary:string, seconds:integer, promotes:boolean}
---@param host string
---@return {outcome:"promoted"|"rolled_back"|"holding", epoch:integer, sha:string, reason:string, counts:table}
function watching.run(held, host)
  local board, began, shown, last = terminal.board(), clock.monotonic(), nil, nil
  while true do
    local sight = persistent(release.judge.look, host)
    local newest = persistent(release.rollout.newest)
    if sight.verdict then last = sight end
    if newest.epoch ~= held.epoch then
      local result = ended(newest, held)
      result.counts = counts_of(held)
      return result
    end
    local now = clock.monotonic()
    if last and (not terminal.plain or not shown or now - shown >= SAY) then
      board.show(lines_of(last))
      shown = now
    end
    local over = now - began >= (held.seconds + (held.promotes and GRACE or 0)) * 1000
    if over or interruption.came() then
      return { outcome = "holding", epoch = held.epoch, sha = held.canary, counts = counts_of(held),
        reason = last and last.reason or "nobody has judged it yet" }
    end
    task.sleep(LOOK)
  end
end

return watching
