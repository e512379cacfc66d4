---@meta task
-- Coroutines that may wait: what a request, a job or a command's spawned function is.

local task = {}

---@class task.Handle
local Handle = {}

---Waits for the task's end; raises what it raised, or "task was cancelled".
---@return any ...
function Handle:join() end

---Ends it where it waits; what it holds is given back.
function Handle:cancel() end

---Starts a coroutine of its own; returns at its first wait. It lives until it ends, joined or not, but no longer than its
---generation: DRAIN_DEADLINE after that was replaced. Raises while app/ loads.
---@param fn fun(...): ...
---@param ... any
---@return task.Handle
function task.spawn(fn, ...) end

---Waits.
---@param milliseconds number up to a day
function task.sleep(milliseconds) end

---Waits for one turn of the loop.
function task.turn() end

---How many tasks live in this process.
---@return integer
function task.count() end

return task
