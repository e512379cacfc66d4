--- The database may be away for a moment while somebody deploys: what only asks, or may be asked twice, is asked again.

local clock = require "clock"
local task = require "task"

local PATIENCE, PAUSE = 20000, 100 -- milliseconds

local transient = { ["db.unavailable"] = true, ["db.unknown"] = true }

local function is_transient(problem) return type(problem) == "table" and transient[problem.code] end

--- Calls until the database answers, for a while. What the function returns or raises in the end passes through.
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
    if not is_transient(failure) or clock.monotonic() > deadline then
      if not ok then error(result, 0) end
      return result, problem
    end
    task.sleep(PAUSE)
  end
end
