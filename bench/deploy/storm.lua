-- A series of deploys while shoppers are there, of which some are broken, each in a way of its own: what shoppers saw of it,
-- whether each was refused for its reason in time, and where the nodes are at the end.

local breakages = require("bench.deploy.breakages").all
local clock = require "clock"
local crypto = require "crypto"
local fs = require "fs"
local nodes = require "bench.deploy.nodes"
local process = require "process"
local release = require "release"
local shoppers = require "bench.deploy.shoppers"
local task = require "task"

local storm = {}

local CONVERGENCE = 10000 -- milliseconds

-- One byte of a bundle's file is another one.
local function tampered(developer)
  local file = developer.folder .. "/bundle"
  local code, _, err = developer:run { "release", "build", developer.tree, "-o", file }
  if code ~= 0 then error(err, 0) end
  local bytes = assert(fs.read(file))
  local at = math.floor(#bytes / 2)
  assert(fs.write(file, bytes:sub(1, at - 1) .. string.char((bytes:byte(at) + 1) % 256) .. bytes:sub(at + 1)))
  return developer.ended(developer:start { "deploy", file, "--json" })
end

-- It needs a migration that the database has not seen.
local function ahead(developer)
  local folder = developer.tree .. "/migrations"
  process.run { argv = { "cp", "-r", require("runtime").root() .. "/migrations", folder } }
  local newest = #assert(fs.list(folder))
  assert(fs.write(("%s/%04d_ahead.sql"):format(folder, newest + 1), "SELECT 1"))
  local ended = developer:deploy()
  fs.remove(folder, true)
  return ended
end

-- A node dies while it is deployed, at another moment each time, and comes back afterwards.
local function killed(developer, field)
  local command = developer:start { "deploy", developer.tree, "--json" }
  task.sleep(crypto.random(1):byte() * 2)
  field:kill "west"
  local ended = developer.ended(command)
  field:start "west"
  return ended
end

local means = { tampered = tampered, ahead = ahead, killed = killed }

-- What was refused says why, in its sentence or line by line.
local function said(result)
  return table.concat(result.problems or {}, "\n") .. "\n" .. tostring(result.reason)
end

---@class bench.storm
---@field deploys integer
---@field broken integer
---@field wrong string[]     what did not end as it should
---@field refusals {what:string, ms:number, within:integer}[]
---@field visit bench.visit
---@field mixed integer      answers of which two parts were of two releases, or that did not say of which they were
---@field epochs table<string, integer|nil>
---@field serves table<string, string|nil>
---@field epoch integer      of the newest deployment
---@field sha string         that is live
---@field draining integer   generations that were replaced and are still there at the end

-- Whether a page is of one release, by what each version's sha was.
local function is_whole(sight, versions)
  if sight.release == "-" then return false end
  if sight.template == "-" then return sight.logic == "-" end
  return sight.template == sight.logic and versions[sight.release] == tonumber(sight.logic)
end

local function judge(breakage, ended, found)
  local result = ended.result or {}
  local well = result.outcome == "live"
  if breakage and breakage.reason then
    well = result.outcome == "refused" and said(result):find(breakage.reason) ~= nil
  end
  if not well then
    found.wrong[#found.wrong + 1] = ("%s: %s %s"):format(breakage and breakage.what or "sound", tostring(result.outcome),
      said(result))
  end
  if breakage then
    found.refusals[#found.refusals + 1] = { what = breakage.what, ms = ended.ms, within = breakage.within }
  end
end

local function step(developer, field, breakage)
  local version = developer:save()
  if breakage and breakage.edits then developer:spoil(breakage.edits) end
  local ended
  if breakage and breakage.means then
    ended = means[breakage.means](developer, field)
  else
    ended = developer:deploy(breakage and breakage.by)
  end
  developer:mend()
  return ended, version
end

-- Until both nodes serve what is live, and nothing else, and say so.
local function settle(field, found)
  local deadline = clock.monotonic() + CONVERGENCE
  local newest = release.rollout.newest()
  found.epoch, found.sha = newest.epoch, newest.stable
  repeat
    local there = 0
    found.draining = field:metric "sijang_worker_draining_generations"
    for _, node in ipairs(release.node.list()) do
      found.epochs[node.name] = node.epoch
      found.serves[node.name] = field:serves(node.name)
      if node.epoch == newest.epoch and found.serves[node.name] == newest.stable:sub(1, 12) then there = there + 1 end
    end
    if there == #nodes.names and found.draining == 0 then return end
    task.sleep(20)
  until clock.monotonic() > deadline
end

--- Deploys again and again, and goes back at the end. The database is asked through `pg`, wherever it points.
---@param developer table
---@param field table        the nodes
---@param deploys integer
---@param broken integer     how many of them; every kind in turn
---@param progress fun(text: string)|nil
---@return bench.storm
function storm.run(developer, field, deploys, broken, progress)
  local found = { deploys = deploys, broken = broken, wrong = {}, refusals = {}, epochs = {}, serves = {} }
  local versions = {}
  local function note(ended, version)
    if ended.result and ended.result.sha then versions[ended.result.sha:sub(1, 12)] = version end
  end
  note(developer:deploy(), developer.version) -- there is nothing to be mixed before
  local crowd = shoppers.enter(field.url, developer.folder)
  local spoilt = 0
  for round = 1, deploys do
    local breakage
    if math.floor(round * broken / deploys) > spoilt then
      breakage = breakages[spoilt % #breakages + 1]
      spoilt = spoilt + 1
    end
    local ended, version = step(developer, field, breakage)
    judge(breakage, ended, found)
    note(ended, version)
    if progress then progress(("%d of %d"):format(round, deploys)) end
  end
  judge(nil, developer:rollback(), found)
  settle(field, found)
  found.visit = crowd:leave()
  found.mixed = 0
  for _, sight in ipairs(found.visit.sights) do
    if not is_whole(sight, versions) then found.mixed = found.mixed + sight.times end
  end
  return found
end

return storm
