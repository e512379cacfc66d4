--- The embedded services as one thing: PostgreSQL, Redis and the secret, in one place. What the environment gives
--- (DATABASE_URL, REDIS_URL) is not managed here: that is production.

local fs = require "fs"
local place = require "place"
local postgres = require "cluster.postgres"
local redis = require "cluster.redis"
local task = require "task"
local terminal = require "terminal"

local cluster = {}

--- What is managed: both, one or none.
---@return {postgres: boolean, redis: boolean}
function cluster.managed()
  return { postgres = os.getenv("DATABASE_URL") == nil, redis = os.getenv("REDIS_URL") == nil }
end

-- Two commands that start at the same moment must not both make the cluster.
local function alone(where)
  local path = where.data .. "/start.lock"
  local lock, message, code = fs.lock(path)
  if lock then return lock end
  if code ~= "EAGAIN" then terminal.fail("cannot write to %s: %s", where.data, message) end
  return terminal.progress("Waiting for another sijang that starts here", function()
    repeat
      task.sleep(200)
      lock = fs.lock(path)
    until lock
    return lock
  end)
end

--- Starts or adopts what is managed.
---@param where place|nil
---@return place where, boolean started  whether anything had to be started
function cluster.ensure(where)
  where = where or place.of()
  place.make(where)
  local lock = alone(where)
  local managed, started = cluster.managed(), false
  if managed.postgres then started = postgres.start(where) end
  if managed.redis then started = redis.start(where) or started end
  lock:release()
  return where, started
end

--- Stops both, the cache first.
---@param where place
function cluster.stop(where)
  redis.stop(where)
  postgres.stop(where)
  if fs.stat(where.sockets) then fs.remove(where.sockets) end -- stays if something else is in it
end

-- Made once and kept: cookies stay valid from one start to the next.
local function secret(where)
  local path = where.data .. "/secret"
  local found = fs.read(path)
  if found then return (found:gsub("%s+$", "")) end
  local file = assert(io.open("/dev/urandom", "rb"))
  local bytes = file:read(32)
  file:close()
  local text = bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)
  assert(fs.write(path, text .. "\n", 384)) -- 0600
  return text
end

--- The environment that serve and the commands get, beside what is inherited.
---@param where place
---@return table<string, string>
function cluster.environment(where)
  local managed = cluster.managed()
  local environment = { DATA_DIR = where.data, SIJANG_ENV = os.getenv("SIJANG_ENV") or "development" }
  if managed.postgres then
    environment.DATABASE_URL = postgres.address(where, "sijang_app")
    environment.DATABASE_OWNER_URL = postgres.address(where)
  end
  if managed.redis then environment.REDIS_URL = redis.address(where) end
  if not os.getenv("SECRET_KEY") then environment.SECRET_KEY = secret(where) end
  return environment
end

--- The processes that run, for status.
---@param where place
---@return {postgres: integer|nil, redis: integer|nil}
function cluster.running(where)
  return { postgres = postgres.pid(where), redis = redis.pid(where) }
end

return cluster
