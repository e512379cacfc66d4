--- What a test run has for itself: one PostgreSQL that forgets how to be durable, with the migrated database as a
--- template to copy, and a Redis for each process that runs specs. All of it lives in one folder, in memory where there is
--- room, and so does what the specs themselves put away; a run that was killed leaves its folder, and the next run clears
--- it away.

local fs = require "fs"
local pid = require "pid"
local place = require "place"
local postgres = require "cluster.postgres"
local process = require "process"
local redis = require "cluster.redis"
local runtime = require "runtime"
local terminal = require "terminal"

local services = {}

local secret = ("0123456789abcdef"):rep(4)

local function slot(where, number)
  return { data = ("%s/%d"):format(where.data, number), sockets = ("%s/%d"):format(where.sockets, number),
    user = where.user, temporary = true }
end

local function clear(where)
  for number = 1, 8 do redis.stop(slot(where, number)) end
  postgres.stop(where)
  fs.remove(where.data, true)
end

-- What runs left that could not clean up after themselves.
local function clear_abandoned(where)
  for _, folder in ipairs { "/tmp", "/dev/shm" } do
    for _, name in ipairs(fs.list(folder) or {}) do
      local prefix, id = name:match("^(sijang%-test%-%w+%-)(%d+)$")
      local path = folder .. "/" .. name
      if id and where.data:find(prefix, 1, true) and not pid.lives(tonumber(id)) then
        clear { data = path, sockets = path .. "/s", user = where.user, temporary = true }
      end
    end
  end
end

--- The environment of a process that runs specs.
---@param where place
---@param number integer  1…: which of the processes side by side
---@return table<string, string>
function services.environment(where, number)
  return {
    SPEC_SERVICES = where.data, SPEC_SLOT = tostring(number),
    -- Nobody connects to the template, or it could not be copied: spec.support.database makes the real one.
    DATABASE_URL = postgres.address(where, "sijang_app", "call_database_fresh_first"),
    REDIS_URL = redis.address(slot(where, number)),
    SECRET_KEY = secret, SIJANG_ENV = "development", DATA_DIR = ("%s/%d/data"):format(where.data, number),
    LOG_FILE = ("%s/%d/log"):format(where.data, number), TZ = "UTC", TMPDIR = where.data .. "/tmp",
  }
end

--- Where this process's services will be.
---@return place
services.place = place.temporary

--- Starts everything.
---@param where place
---@param slots integer|nil  how many processes will run specs side by side
function services.start(where, slots)
  clear_abandoned(where)
  place.make(where)
  place.hand_over(where, where.data)
  assert(fs.mkdir(where.data .. "/tmp"))
  assert(fs.chmod(where.data .. "/tmp", 1023)) -- 01777, as /tmp: whoever runs a service in a spec may be another user
  local ok, problem = pcall(function()
    postgres.start(where)
    for number = 1, slots or 1 do
      local own = slot(where, number)
      place.private_folder(where, own.data)
      place.private_folder(where, own.sockets)
      redis.start(own)
    end
    local environment = services.environment(where, 1)
    environment.DATABASE_URL = postgres.address(where)
    local code, out, message = process.run { argv = { fs.realpath("/proc/self/exe"), "migrate" }, env = environment,
      cwd = runtime.root() }
    if code ~= 0 then terminal.fail("the migrations do not apply to an empty database:\n%s%s", out, message) end
  end)
  if not ok then
    clear(where)
    error(problem, 0)
  end
end

--- Ends everything and removes its folder.
---@param where place
function services.stop(where) clear(where) end

return services
