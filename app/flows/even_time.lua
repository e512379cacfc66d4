-- An answer that must not tell by its time what was found: it comes no earlier than a fixed while after the question. What
-- is hashed by other rules (Django's), or mailed in one case and not in the other, then looks the same from outside.

local clock = require "clock"
local task = require "task"

local even_time = {}

--- Milliseconds: longer than any of the ways takes on an idle machine.
even_time.LEAST = 400

--- Runs `fn` and returns what it returns, no earlier than it should.
---@param fn fun(): ...
---@return any, any
function even_time.run(fn)
  local begun = clock.monotonic()
  local value, fault = fn()
  local left = even_time.LEAST - (clock.monotonic() - begun)
  if left > 0 then task.sleep(left) end
  return value, fault
end

return even_time
