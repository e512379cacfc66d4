-- What a flip costs those who shop meanwhile, and what a thousand of them leave behind. Nobody checks anything on the cores
-- that the shoppers share with the nodes: releases that are stored already are asked for, built by every worker, and made
-- live, as a deployment does it.

local clock = require "clock"
local release = require "release"
local shoppers = require "bench.deploy.shoppers"
local task = require "task"

local flips = {}

local GLANCE, PATIENCE = 5, 20000 -- milliseconds
local EVERY, SECONDS, ROUNDS = 200, 4, 5

local function wait_for(what, look)
  local deadline = clock.monotonic() + PATIENCE
  while not look() do
    if clock.monotonic() > deadline then error("it never happened: " .. what, 2) end
    task.sleep(GLANCE)
  end
end

--- Releases to flip between: enough that none is still kept when its turn comes again.
---@param developer table
---@return string[] shas
function flips.stored(developer)
  local shas = {}
  for i = 1, 4 do
    developer:save()
    local ended = developer:deploy()
    shas[i] = ended.result and ended.result.outcome == "live" and ended.result.sha or error(tostring(ended.result), 0)
  end
  return shas
end

-- Whether every live node is as `look` says.
local function all(id, look)
  for _, node in ipairs(release.rollout.nodes(id)) do
    if not look(node) then return false end
  end
  return true
end

--- Makes a stored release live on all nodes, once all have built it.
---@param sha string
---@return integer epoch
function flips.flip(sha)
  local _, epoch = release.rollout.newest()
  local id, fault = release.rollout.open { kind = "deploy", base_epoch = epoch, stable = sha, who = "bench", host = "bench",
    why = "" }
  if not id then error(fault, 0) end
  wait_for("every node has it ready", function()
    return all(id, function(node) return release.rollout.answer(node, { sha }) == "sound" end)
  end)
  local closing = assert(release.rollout.flip(id))
  wait_for("every node serves it", function()
    return all(id, function(node) return node.epoch == closing.epoch end)
  end)
  return closing.epoch
end

-- Shoppers for a while; with `shas` those go live in turn meanwhile.
local function visit(developer, field, shas)
  local crowd, over, count = shoppers.enter(field.url, developer.folder), false, 0
  local flipping = task.spawn(function()
    while shas and not over do
      flips.flip(shas[count % #shas + 1])
      count = count + 1
      task.sleep(EVERY)
    end
  end)
  task.sleep(SECONDS * 1000)
  over = true
  flipping:join()
  return crowd:leave(), count
end

---@class bench.flips
---@field calm number[]         the 99th percentile without flips, milliseconds
---@field busy number[]         with
---@field differences number[]  sorted
---@field failed integer
---@field count integer

--- The same load by turns with and without flips.
---@param developer table
---@param field table
---@return bench.flips
function flips.felt(developer, field)
  local shas = flips.stored(developer)
  local found = { calm = {}, busy = {}, differences = {}, failed = 0, count = 0 }
  visit(developer, field)
  for round = 1, ROUNDS do
    local before = visit(developer, field)
    local with, count = visit(developer, field, shas)
    found.calm[round], found.busy[round] = before.p99, with.p99
    found.differences[round] = with.p99 - before.p99
    found.failed, found.count = found.failed + before.failed + with.failed, found.count + count
  end
  table.sort(found.differences)
  return found
end

--- Many flips, one after the other. What the workers of a node hold after `warm` of them and after all.
---@param developer table
---@param field table
---@param count integer
---@param warm integer
---@param progress fun(text: string)
---@return table<string, number> before
---@return table<string, number> after
function flips.many(developer, field, count, warm, progress)
  local shas, before = flips.stored(developer), nil
  local function held()
    wait_for("what was replaced is closed", function() return field:metric "sijang_worker_draining_generations" == 0 end)
    return { memory = field:metric "sijang_worker_resident_bytes" / 1048576,
      descriptors = field:metric "sijang_worker_descriptors" }
  end
  for i = 1, count do
    flips.flip(shas[(i - 1) % #shas + 1])
    if i == warm then before = held() end
    if i % 50 == 0 then progress(("%d of %d"):format(i, count)) end
  end
  return before, held()
end

return flips
