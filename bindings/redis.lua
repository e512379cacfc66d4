--- Redis for what may be lost at any time: limits, wake-ups, fan-out. See bindings/redis.c for what replies become.
local core = require "redis.core"

local redis = {}
for name, value in pairs(core) do
  redis[name] = value
end

return redis
