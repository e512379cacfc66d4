--- Many at once: calls fn(1 … n), so many at a time, and returns when all are done.

local task = require "task"

---@param n integer
---@param lanes integer
---@param fn fun(i: integer)
return function(n, lanes, fn)
  local turn, running = 0, {}
  for lane = 1, lanes do
    running[lane] = task.spawn(function()
      while turn < n do
        turn = turn + 1
        fn(turn)
      end
    end)
  end
  for _, handle in ipairs(running) do handle:join() end
end
