-- For what happens by itself, soon: a spec waits for it and not for a time.

local clock = require "clock"
local task = require "task"

--- Waits until `look` returns something true, and returns that; raises after `ms`.
---@param look fun(): any
---@param ms integer|nil  5000 unless told
---@param what string|nil
---@return any
return function(look, ms, what)
  local deadline = clock.monotonic() + (ms or 5000)
  while true do
    local found = look()
    if found then return found end
    if clock.monotonic() > deadline then error("it never happened: " .. (what or "?"), 2) end
    task.sleep(10)
  end
end
