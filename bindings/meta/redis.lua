---@meta redis

---Redis, which may be gone at any time: then a call is refused at once (within 50 ms for the first ones after a start and
---when it hangs) with the code "unavailable", until it has answered a probe in the background.
---@class redis
local redis = {}

---One command. Waits. Arguments are strings and numbers. Status and bulk replies are strings, integers numbers (strings
---beyond 2^53), nil is nil, arrays are tables in which nil is false and an error is { err = message }.
---@param name string
---@param ... string|number
---@return string|number|table|nil value, string? message, "redis"|"unavailable"|nil code
function redis.call(name, ...) end

---Several commands in one go. Waits. The results are elements as in an array.
---@param commands (string|number)[][]
---@return (string|number|table|false)[]|nil, string? message, "unavailable"|nil code
function redis.pipeline(commands) end

---Registers fn for a channel while a generation loads. It runs as a task of the live generation: with a message's
---payload, and with nil after each (re)connection, when something may have been missed.
---@param channel string
---@param fn fun(payload: string|nil)
function redis.subscribe(channel, fn) end

---Commands only: subscribes from now on. A generation does when it goes live.
function redis.start_subscribing() end

---@return boolean  whether all channels are subscribed to and the connection is alive
function redis.subscribed() end

---@return boolean  whether a call would be sent now
function redis.available() end

---Commands only: another Redis from now on.
---@param url string
function redis.use(url) end

---@return { calls: number, errors: number, refused: number, connected: boolean, in_flight: integer }
function redis.stats() end

return redis
