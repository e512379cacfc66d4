-- A bell wakes processes that would look by themselves a moment later: all that is lost with Redis is that moment. It says
-- nothing but that there is something to be seen, so it may ring in vain.
--
--   local jobs = bell.new "jobs"
--   jobs.on_ring(look)      while a generation loads
--   tx:on_commit(jobs.ring)

local redis = require "redis"
local task = require "task"

local bell = {}

---@class bell
---@field ring fun()                   wakes them; never waits and never raises
---@field on_ring fun(fn: fun())       at load time: calls fn when it rings, and when one may have been missed
---@field is_heard fun(): boolean      whether a ring would be heard now

---@param name string
---@return bell
function bell.new(name)
  local channel = "bell:" .. name
  -- the caller has answered its shopper before Redis, which may hang, has answered this
  local function publish() redis.call("PUBLISH", channel, "") end
  return {
    ring = function() task.spawn(publish) end,
    on_ring = function(fn) redis.subscribe(channel, function() fn() end) end,
    is_heard = redis.subscribed,
  }
end

return bell
