--- `node`: the keeper of a node that releases are deployed to, started by serve beside its workers.

local authored = require "authored"
local canary = require "keeping.canary"
local crypto = require "crypto"
local fs = require "fs"
local keeper = require "keeper"
local log = require "log"
local memory = require "keeping.memory"
local pg = require "pg"
local process = require "process"
local release = require "release"
local runtime = require "runtime"
local steward = require "keeping.steward"
local task = require "task"
local terminal = require "terminal"

local BEAT, POLL, AGAIN, JUDGE, GLANCE, FAREWELL = 2000, 5000, 500, 1000, 50, 1000 -- milliseconds

-- Says what went wrong when it goes wrong, and again when it is over, not each time in between.
local troubles = {}
local function tell(what, ok, problem)
  local text = not ok and tostring(type(problem) == "table" and (problem.message or problem.code) or problem) or nil
  if text and text ~= troubles[what] then log.warn("node.trouble", { what = what, reason = text }) end
  if ok and troubles[what] then log.info("node.trouble_over", { what = what }) end
  troubles[what] = text
  return ok
end

-- One look at a time; what is heard meanwhile is looked at after it. One that the world failed is soon tried again: when the
-- database is back, not every connection is at the same moment.
local looking, again = false, false
local function interrupted() return again end
local function look()
  again = true
  if looking then return end
  looking = true
  while again do
    again = false
    if not tell("looking", pcall(steward.look, interrupted)) then
      task.sleep(AGAIN)
      again = true
    end
  end
  looking = false
end

local function every(milliseconds, work)
  return task.spawn(function()
    while true do
      task.sleep(milliseconds)
      work()
    end
  end)
end

-- The program by its content, so that nodes that run another one are seen.
local function version() return crypto.hex(crypto.sha256(assert(fs.read "/proc/self/exe"))):sub(1, 12) end

local function register(name)
  release.node.register { id = steward.self.id, name = name, host = authored.host(), version = version() }
end

local function run()
  local attached, message = keeper.attach()
  if not attached then terminal.fail("%s", message) end
  local name = runtime.setting "NODE"
  if not name then terminal.fail("NODE is not set: this is no node that releases are deployed to") end
  steward.self.id = memory.id()
  while not steward.begin() do task.sleep(AGAIN) end
  -- The keeper of a master that is to be succeeded answers for the node until it ends.
  local claim = memory.claim()
  if not claim then log.info("node.waits", { message = "another keeper acts for this node, from the same data folder" }) end
  while not claim do
    task.sleep(GLANCE)
    claim = memory.claim()
  end
  process.on_signal("TERM", function()
    task.spawn(function()
      if not keeper.succeeded() then pcall(release.node.beat, steward.self.id, "ending", steward.self.epoch) end
      claim:release()
      os.exit(0)
    end)
    -- A database that does not answer must not keep it: the next keeper of this node has another master.
    task.sleep(FAREWELL)
    os.exit(0)
  end)
  local function beat()
    tell("beating", pcall(function()
      if not release.node.beat(steward.self.id, steward.self.state, steward.self.epoch) then register(name) end
    end))
  end
  pg.listen("deploy", function() task.spawn(look) end)
  pg.start_listening()
  tell("registering", pcall(register, name))
  task.spawn(look)
  every(BEAT, beat)
  every(JUDGE, function() tell("judging", pcall(canary.look, steward.self.id, authored.host())) end)
  every(POLL, look):join()
end

return {
  summary = "what serve starts beside its workers where NODE is set: fetches, tries and makes live what is deployed",
  usage = "",
  text = "Not for people: serve starts it, with what they share. See `sijang serve --help`, NODE, and `sijang deploy`.",
  operands = { min = 0, max = 0 },
  run = run,
}
