--- One attempt to make something live, from its opening to the moment when every live node serves it: what deploy, promote
--- and rollback do. It shows what each node does meanwhile, and ends in a result, whatever happens.

local clock = require "clock"
local interruption = require "deploying.interruption"
local persistent = require "deploying.persistence"
local release = require "release"
local rollout = release.rollout
local seoul = require "shared.clock"
local task = require "task"
local terminal = require "terminal"

local attempt = {}

local BEAT, CONVERGENCE = 2000, 10000 -- milliseconds
local HASTE, PAUSE, HURRIED_FOR = 10, 100, 1000

---@class deploying.result
---@field outcome "live"|"refused"|"first"|"interrupted"|"unchanged"|"checked"|"promoted"|"holding"|"rolled_back"
---@field sha string|nil
---@field reason string|nil
---@field problems string[]|nil  one a line, with their places
---@field node string|nil        who refused it
---@field epoch integer|nil
---@field rollout string|nil
---@field nodes table[]|nil
---@field note string|nil
---@field timings table<string, integer>

local function since(moment) return math.floor(clock.monotonic() - moment + 0.5) end

local function pause(began) task.sleep(since(began) < HURRIED_FOR and HASTE or PAUSE) end

local function shas_of(wanted) return wanted.canary and { wanted.stable, wanted.canary } or { wanted.stable } end

-- Who holds the place that was wanted.
local function busy(other)
  if not other then return { outcome = "first", reason = "somebody else was first, and has just ended: try again" } end
  return { outcome = "first", first = { who = other.who, host = other.host, since = other.opened_at, why = other.why,
    kind = other.kind, sha = other.canary or other.stable },
    reason = ("%s is at it since %s from %s: %s of %s%s"):format(other.who, seoul.datetime(other.opened_at), other.host,
      other.kind, (other.canary or other.stable):sub(1, 12), other.why ~= "" and (" (%s)"):format(other.why) or "") }
end

local function moved(by)
  return { outcome = "first", first = { who = by.who, why = by.why, epoch = by.epoch, since = by.at, sha = by.stable },
    reason = ("%s was first with epoch %d: %s"):format(by.who, by.epoch, by.why) }
end

--- What a freeze says to who wants to deploy.
---@param freeze release.freeze
---@return deploying.result
function attempt.frozen(freeze)
  return { outcome = "refused", reason = ("%s froze everything on %s: %s (./sijang unfreeze lifts it)"):format(freeze.who,
    seoul.datetime(freeze.at), freeze.why) }
end

local function not_opened(fault)
  if fault.code == "rollout.busy" then return busy(fault.rollout) end
  if fault.code == "rollout.moved" then return moved(fault.deployment) end
  if fault.code == "rollout.frozen" then return attempt.frozen(fault.freeze) end
  error(fault, 0)
end

-- It has ended without us: taken over, or live although nobody could tell us so.
local function ended(id)
  local found = persistent(rollout.read, id)
  if found.outcome == "live" then return { outcome = "live", epoch = found.epoch } end
  return { outcome = "first", reason = found.reason }
end

local words = { waiting = "builds …", sound = "is ready", unsound = "refuses" }

local function describe(nodes, shas)
  local lines = {}
  for i, node in ipairs(nodes) do
    local state = rollout.answer(node, shas)
    lines[i] = ("%s (%s) %s"):format(node.name, node.host, words[state])
  end
  return lines
end

local function refuse(id, result)
  persistent(rollout.close, id, result.outcome == "interrupted" and "abandoned" or "refused", result.reason)
  return result
end

-- What the nodes have answered so far: a result that ends the attempt, or how many still build.
local function count(nodes, shas)
  local waiting = {}
  for _, node in ipairs(nodes) do
    local state, reason, sha = rollout.answer(node, shas)
    if state == "unsound" then
      return nil, { outcome = "refused", node = node.name, reason = ("%s refuses %s: %s"):format(node.name, sha:sub(1, 12),
        reason) }
    end
    if state == "waiting" then waiting[#waiting + 1] = node.name end
  end
  return waiting
end

-- Waits until every live node has answered; a result when it ends here.
local function wait(id, wanted, options, board)
  local began, beaten, shas = clock.monotonic(), clock.monotonic(), shas_of(wanted)
  while true do
    if interruption.came() then
      return refuse(id, { outcome = "interrupted", reason = "interrupted by who asked for it, before it was live" })
    end
    if since(beaten) >= BEAT then
      if not persistent(rollout.beat, id) then return ended(id) end
      beaten = clock.monotonic()
    end
    local nodes = persistent(rollout.nodes, id)
    board.show(describe(nodes, shas))
    local waiting, refused = count(nodes, shas)
    if refused then return refuse(id, refused) end
    if #waiting == 0 then return nil, nodes end
    if since(began) >= options.patience then
      if options.goes_on then return nil, nodes, waiting end
      return refuse(id, { outcome = "refused", reason = ("%s did not answer within %d seconds"):format(
        table.concat(waiting, ", "), options.patience / 1000) })
    end
    pause(began)
  end
end

-- A flip whose fate is unknown is tried again: once it happened, it does not happen twice.
local function flip(id, watch)
  local closing, fault = persistent(rollout.flip, id, watch)
  if closing and closing.outcome == "live" then return closing end
  if closing and closing.first then return moved(closing.first) end
  if closing then return { outcome = "refused", reason = closing.reason } end
  if fault.code == "rollout.lost" then return ended(id) end
  error(fault, 0)
end

-- Waits until all live nodes serve it; who does not in time is named.
local function converge(id, epoch, board)
  local began = clock.monotonic()
  while true do
    local nodes, lines, late = persistent(rollout.nodes, id), {}, {}
    for i, node in ipairs(nodes) do
      local there = node.epoch and node.epoch >= epoch
      lines[i] = ("%s (%s) %s"):format(node.name, node.host, there and "serves it" or "is ready")
      if not there then late[#late + 1] = node.name end
    end
    board.show(lines)
    if #late == 0 then return nodes end
    if since(began) >= CONVERGENCE or interruption.came() then
      return nodes, ("not seen to serve it yet: %s"):format(table.concat(late, ", "))
    end
    pause(began)
  end
end

local function listed(nodes)
  local list = {}
  for i, node in ipairs(nodes) do
    local answer = node.answers[#node.answers]
    list[i] = { name = node.name, host = node.host, state = node.state, epoch = node.epoch, build_ms = answer and answer.ms }
  end
  return list
end

--- Makes something live, or says why not.
---@param wanted table  what rollout.open takes
---@param options {patience: integer, goes_on: boolean|nil, watch: {seconds:integer, promotes:boolean}|nil}  milliseconds to
---  wait for nodes that do not answer, and whether it goes live without them
---@return deploying.result
function attempt.run(wanted, options)
  local began, board, timings = clock.monotonic(), terminal.board(), {}
  local id, fault = rollout.open(wanted)
  if not id then
    local refused = not_opened(fault)
    refused.timings = timings
    return refused
  end
  local result, nodes, silent = wait(id, wanted, options, board)
  timings.answered_ms = since(began)
  if not result then
    result = flip(id, options.watch)
    timings.live_ms = since(began)
  end
  result.rollout, result.timings = id, timings
  if result.outcome ~= "live" then return result end
  if #nodes == 0 then result.note = "no node is alive: whoever starts next serves it" end
  if silent then result.note = ("went on without an answer from %s"):format(table.concat(silent, ", ")) end
  local late
  nodes, late = converge(id, result.epoch, board)
  timings.everywhere_ms = not late and since(began) or nil
  result.nodes, result.note = listed(nodes), result.note or late
  return result
end

return attempt
