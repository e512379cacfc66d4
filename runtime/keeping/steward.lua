--- Does what the database says that this node is to do: has the workers build what somebody wants to deploy and answers for
--- it, and has them serve what was deployed. It looks at how things are to be and how they are, never at what happened, so
--- whatever was missed, repeated or interrupted, the next look puts it right.

local clock = require "clock"
local fault = require "shared.fault"
local keeper = require "keeper"
local log = require "log"
local memory = require "keeping.memory"
local release = require "release"
local task = require "task"

local node = release.node
local steward = {}

local GLANCE, PATIENCE = 5, 30000 -- milliseconds: between two looks at the workers, and for all of them to be done

--- How this node is: what it tells of itself with each beat.
---@type {id:string, state:"starting"|"serving"|"alone", epoch:integer|nil}
local self = { state = "starting" }
steward.self = self

-- Those that lie on this disk and were verified by this process.
local verified = {}

-- Whether all workers hold it built: it was verified then, and they read its files no more. Its key may have been revoked.
local function is_held(sha)
  local state = keeper.look(sha)
  return (state == "ready" or state == "serving") and release.trusted(sha)
end

-- Verified anew each time it is to be built; what is not there is fetched.
local function obtain(sha)
  local path, problem = release.obtain(sha)
  verified[sha] = path ~= nil
  return path and true, problem
end

local function is_kept(sha)
  if verified[sha] == nil then verified[sha] = release.kept(sha) ~= nil end
  return verified[sha]
end

local function contains(list, value)
  for _, one in ipairs(list) do
    if one == value then return true end
  end
  return false
end

-- Gives an order, unless it is the one that stands.
local function order(given)
  local standing = keeper.ordered()
  local same = standing and #standing.prepared == #given.prepared
  for _, name in ipairs { "epoch", "serve", "canary", "percent" } do same = same and standing[name] == given[name] end
  for i = 1, same and #given.prepared or 0 do same = same and standing.prepared[i] == given.prepared[i] end
  if not same then keeper.order(given) end
end

-- Changes nothing but what is to be ready.
local function have_ready(prepared)
  local standing = keeper.ordered()
  order { epoch = standing.epoch, serve = standing.serve, canary = standing.canary, percent = standing.percent,
    prepared = prepared }
end

-- Until all workers are as far as `state`, or refuse, or something new is to be looked at.
local function await(sha, state, interrupted)
  local began = clock.monotonic()
  while true do
    local found, reason = keeper.look(sha)
    if found == "serving" or found == state or found == "refused" then return found, reason end
    if not found or interrupted() then return nil end
    if clock.monotonic() - began > PATIENCE then
      return "refused", ("the workers were not done with it after %d seconds"):format(PATIENCE / 1000)
    end
    task.sleep(GLANCE)
  end
end

-- What is worth having ready: what is about to be deployed, then the way back.
local function worth(duty, unfit)
  local list = {}
  for _, sha in ipairs { duty.asked[1] or false, duty.asked[2] or false, duty.previous or false } do
    local served = sha == duty.stable or sha == duty.canary
    if sha and #list < 2 and not served and not unfit[sha] and not contains(list, sha) and is_kept(sha) then
      list[#list + 1] = sha
    end
  end
  return list
end

-- The canary, if it can be had. A node that cannot have it serves the stable version to everybody.
local function try(duty)
  local got, problem
  if duty.canary then got, problem = obtain(duty.canary) end
  if problem then log.error("node.cannot_try", { epoch = duty.epoch, release = duty.canary, reason = tostring(problem) }) end
  return got and duty.canary or nil
end

-- Until it is served or refused; false when something new is to be looked at.
local function follow(canary, duty, interrupted)
  local state, reason = await(canary, "serving", interrupted)
  if state == "refused" then
    log.error("node.cannot_try", { epoch = duty.epoch, release = canary, reason = reason })
    order { epoch = duty.epoch, serve = duty.stable, percent = 0, prepared = worth(duty, {}) }
  end
  return state ~= nil
end

-- Serves what was deployed. What cannot be had or is refused leaves what was served before.
local function serve(duty, interrupted)
  if duty.epoch == 0 or (self.epoch or 0) > duty.epoch then return true end
  if self.epoch == duty.epoch and self.state == "serving" then return true end
  local held = is_held(duty.stable)
  if not held then
    local got, problem = obtain(duty.stable)
    if not got then return nil, problem end
  end
  local tried = try(duty)
  order { epoch = duty.epoch, serve = duty.stable, canary = tried, percent = tried and duty.percent or 0,
    prepared = worth(duty, {}) }
  local state, reason = await(duty.stable, "serving", interrupted)
  if state == "refused" then return nil, fault("release.refused", { message = reason }) end
  if state ~= "serving" or tried and not follow(tried, duty, interrupted) then return false end
  memory.keep(duty.epoch, duty.stable)
  self.epoch, self.state = duty.epoch, "serving"
  log.info("node.serves", { epoch = duty.epoch, release = duty.stable, canary = tried, percent = tried and duty.percent })
  node.beat(self.id, self.state, self.epoch)
  if held then obtain(duty.stable) end -- nobody waits any more; a worker that starts later builds it from the disk
  return true
end

local tidied -- for which epoch old folders were thrown away last

-- Throws old folders away, never one that is served, tried, asked for or the way back. Once an epoch: with it they come.
local function tidy(duty)
  if tidied == duty.epoch then return end
  tidied = duty.epoch
  local named = {}
  for _, sha in ipairs { duty.stable, duty.canary or false, duty.previous or false, unpack(duty.asked) } do
    if sha then named[sha] = true end
  end
  local removed = release.sweep(named)
  if removed == 0 then return end
  log.info("node.tidied", { removed = removed })
  for sha in pairs(verified) do verified[sha] = named[sha] and true or nil end
end

-- What a worker says of a release, with places as whoever wrote it knows them: without our folder, and without the stack.
local function readable(reason)
  return (reason:gsub("\nstack traceback:\n.*", ""):gsub("%S*/(app/[%w_./-]+:%d+:)", "%1"))
end

local function judge(sha, duty, interrupted)
  if not is_held(sha) then
    local got, problem = obtain(sha)
    if not got then return false, tostring(problem.message or problem) end
  end
  have_ready(worth(duty, {}))
  local state, reason = await(sha, "ready", interrupted)
  if not state then return nil end
  return state ~= "refused", reason and readable(reason)
end

-- Answers for what somebody wants to deploy.
local function answer(duty, interrupted)
  for _, sha in ipairs(duty.candidates) do
    local began = clock.monotonic()
    local sound, reason = judge(sha, duty, interrupted)
    if sound == nil then return end
    node.answer(self.id, { rollout = duty.rollout, sha = sha, sound = sound, reason = sound and "" or reason,
      ms = math.floor(clock.monotonic() - began + 0.5) })
    log.info("node.answers", { rollout = duty.rollout, release = sha, sound = sound, reason = reason })
    if not sound then have_ready(worth(duty, { [sha] = true })) end
  end
end

--- One look: does what there is to do. Raises db.unavailable and the like.
---@param interrupted fun(): boolean  whether there is something new to look at
function steward.look(interrupted)
  local duty = node.duty(self.id)
  local done, problem = serve(duty, interrupted)
  if done == nil then
    log.error("node.cannot_serve", { epoch = duty.epoch, release = duty.stable, reason = tostring(problem) })
  end
  if duty.epoch == 0 and self.state ~= "serving" then self.state = "serving" end -- the tree's own logic
  if duty.rollout then
    answer(duty, interrupted)
  elseif done then
    have_ready(worth(duty, {}))
    if duty.epoch > 0 then tidy(duty) end
  end
end

--- The first order: what was deployed last, or what this node served last while nobody can tell it, or the tree's own logic
--- where nothing ever was. False when that is not known yet.
---@return boolean
function steward.begin()
  local standing = keeper.ordered()
  if standing then -- a keeper before this one gave it
    self.epoch = standing.epoch > 0 and standing.epoch or nil
    return true
  end
  local ok, duty = pcall(node.duty, self.id)
  if ok and duty.epoch == 0 then
    keeper.order { epoch = 0, percent = 0, prepared = {} }
    return true
  end
  local last = memory.last()
  if ok and (not last or last.epoch <= duty.epoch) then
    local got, problem = obtain(duty.stable)
    if got then
      keeper.order { epoch = duty.epoch, serve = duty.stable, percent = 0, prepared = worth(duty, {}) }
      return true
    end
    log.error("node.cannot_fetch", { epoch = duty.epoch, release = duty.stable, reason = tostring(problem) })
  end
  if not last then return false end
  local kept, problem = release.kept(last.sha)
  if not kept then
    log.error("node.cannot_serve", { epoch = last.epoch, release = last.sha, reason = tostring(problem) })
    return false
  end
  log.warn("node.alone", { epoch = last.epoch, release = last.sha,
    message = "what was deployed last cannot be learnt now: what was served last is served" })
  keeper.order { epoch = last.epoch, serve = last.sha, percent = 0, prepared = {} }
  self.epoch, self.state = last.epoch, "alone"
  return true
end

return steward
