--- What runs at this moment, for whoever waits: on a terminal a line that counts, elsewhere a line whenever nothing was
--- said for a while. It goes to standard error and is gone when the last word is said.

local clock = require "clock"
local task = require "task"
local terminal = require "terminal"
local tty = require "tty"

local progress = {
  quiet_ms = 20000, -- so long nothing has to be said where there is no terminal
  tick_ms = 1000,
}

local present = {} -- { name, since } in the order of their beginning
local last_said, drawn = 0, false

--- Something begins.
---@param name string
function progress.begin(name)
  present[#present + 1] = { name = name, since = clock.monotonic() }
end

--- It has ended.
---@param name string
function progress.done(name)
  for i, one in ipairs(present) do
    if one.name == name then return table.remove(present, i) end
  end
end

--- To be called before something else is said: takes the counting line away.
function progress.clear()
  last_said = clock.monotonic()
  if not drawn then return end
  drawn = false
  io.stderr:write("\r\27[K")
  io.stderr:flush()
end

local function sentence(now)
  local parts = {}
  for i, one in ipairs(present) do parts[i] = ("%s (%ds)"):format(one.name, (now - one.since) / 1000) end
  return "running: " .. table.concat(parts, ", ")
end

local function tick()
  while true do
    task.sleep(progress.tick_ms)
    local now = clock.monotonic()
    if #present > 0 and not terminal.plain then
      drawn = true
      io.stderr:write("\r\27[K", terminal.dim("·"), " ", sentence(now):sub(1, tty.width() - 3)) -- a longer one would wrap
      io.stderr:flush()
    elseif #present > 0 and now - last_said >= progress.quiet_ms then
      last_said = now
      terminal.say("%s", sentence(now))
    end
  end
end

--- Tells of what runs until the work is done.
---@param work fun()
---@return boolean ok, any problem  as xpcall, with a trace
function progress.during(work)
  last_said = clock.monotonic()
  local ticker = task.spawn(tick)
  local ok, problem = xpcall(work, debug.traceback)
  ticker:cancel()
  progress.clear()
  return ok, problem
end

return progress
