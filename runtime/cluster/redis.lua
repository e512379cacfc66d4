--- The private Redis: a cache that nobody misses when it is gone, so it keeps nothing on the disk and forgets what was
--- used least.

local fs = require "fs"
local pid = require "pid"
local place = require "place"
local process = require "process"
local task = require "task"
local terminal = require "terminal"

local redis = {}

local function folder(where) return where.data .. "/redis" end
local function socket(where) return where.sockets .. "/redis.sock" end

-- redis-tools carries the server's program under its checker's name (it looks at the name it is called by); the
-- package redis-server would add only a system service.
local function program(where)
  if fs.stat("/usr/bin/redis-server") then return "/usr/bin/redis-server" end
  if not fs.stat("/usr/bin/redis-check-rdb") then
    terminal.fail("Redis is not installed: apt-get install redis-tools")
  end
  local link = folder(where) .. "/redis-server"
  if not fs.stat(link) then assert(fs.symlink("/usr/bin/redis-check-rdb", link)) end
  return link
end

--- The live server of this place.
---@param where place
---@return integer|nil pid
function redis.pid(where)
  local id = tonumber((fs.read(folder(where) .. "/redis.pid") or ""):match("%d+"))
  if not id or not pid.lives(id) then return nil end
  return table.concat(pid.words(id), " "):find("redis", 1, true) and id or nil
end

local function answers(where)
  local code, out = process.run { argv = { "redis-cli", "-s", socket(where), "ping" }, cwd = "/" }
  return code == 0 and out:find("PONG", 1, true) ~= nil
end

--- Starts it, or adopts the one that runs.
---@param where place
---@return boolean started
function redis.start(where)
  local running = redis.pid(where)
  if running then
    if answers(where) then return false end
    redis.stop(where)
  end
  place.private_folder(where, folder(where))
  if fs.stat(folder(where) .. "/redis.pid") then assert(fs.remove(folder(where) .. "/redis.pid")) end
  local log = folder(where) .. "/redis.log"
  local child, problem = process.spawn {
    argv = { program(where), "--port", "0", "--unixsocket", socket(where), "--unixsocketperm", "700", "--dir",
      folder(where), "--save", "", "--appendonly", "no", "--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru",
      "--daemonize", "no", "--pidfile", folder(where) .. "/redis.pid", "--logfile", log },
    cwd = "/", user = where.user, detach = true, stdin = "null", stdout = "null", stderr = "null",
  }
  if not child then terminal.fail("Redis does not start: %s", problem) end
  terminal.progress("Starting Redis", function()
    for _ = 1, 200 do
      if answers(where) then return end
      if not pid.lives(child.pid) then break end
      task.sleep(50)
    end
    terminal.fail("Redis does not start; its log is %s", log)
  end)
  return true
end

--- Stops it.
---@param where place
function redis.stop(where)
  local id = redis.pid(where)
  if not id then return end
  process.kill(id, "TERM")
  for _ = 1, 250 do
    if not pid.lives(id) then return end
    task.sleep(20)
  end
  process.kill(id, "KILL")
end

--- What REDIS_URL becomes.
---@param where place
---@return string
function redis.address(where) return "unix:" .. socket(where) end

--- The path of its socket.
---@param where place
---@return string
function redis.socket(where) return socket(where) end

return redis
