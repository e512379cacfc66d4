--- The database may be away for a moment while somebody deploys: what only asks, or may be asked twice, is asked again.

local clock = require "clock"
local task = require "task"
local terminal = require "terminal"

local PATIENCE, PAUSE = 20000, 100 -- milliseconds

local transient = { ["db.unavailable"] = true, ["db.unknown"] = true }

local function is_transient(problem) return type(problem) == "table" and transient[problem.code] end

--- Calls until the database answers; what the function returns or raises then passes through. Ends the command when it
--- stays away for long: whether something went live meanwhile is known to the database alone.
---@generic T
---@param work fun(...): T|nil, any
---@param ... any
---@return T|nil
---@return any
return function(work, ...)
  local deadline = clock.monotonic() + PATIENCE
  while true do
    local ok, result, problem = pcall(work, ...)
    local failure
    if not ok then failure = result elseif result == nil then failure = problem end
    if not is_transient(failure) then
      if not ok then error(result, 0) end
      return result, problem
    end
    if clock.monotonic() > deadline then
      terminal.fail("the database does not answer: %s. When it is back, ./sijang releases tells what came of this",
        tostring(failure.message or failure.code))
    end
    task.sleep(PAUSE)
  end
end
