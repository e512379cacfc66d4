--- Where the embedded services live: the data folder (var/ of the tree, or --data DIR), a short folder for their
--- sockets (a socket's path ends at 107 bytes, the tree's may be longer), and the user who runs them. PostgreSQL
--- refuses root, so root hands both services to a system user; a data folder which that user cannot reach moves to
--- /var/lib/sijang.

local fs = require "fs"
local process = require "process"
local runtime = require "runtime"
local terminal = require "terminal"

local place = {}

---@class place
---@field data string      absolute
---@field sockets string   absolute, short, 0700
---@field user string|nil  who runs the services, when that is not the one who asks
---@field note string|nil  what is worth saying about the above
---@field temporary boolean|nil  no durability is wanted: a test's services

local service_user = "sijang"

local function fold(text)
  local hash = 5381
  for i = 1, #text do hash = (hash * 257 + text:byte(i)) % 4294967291 end
  return ("%08x"):format(hash)
end

local function absolute(path)
  if path:sub(1, 1) ~= "/" then path = assert(fs.realpath(".")) .. "/" .. path end
  local parent, name = path:gsub("/+$", ""):match("^(.*)/([^/]+)$")
  return fs.realpath(path) or (fs.realpath(parent ~= "" and parent or "/") or parent) .. "/" .. name
end

local function make_service_user()
  local code, _, message = process.run { argv = { "useradd", "--system", "--no-create-home", "--home-dir",
    "/nonexistent", "--shell", "/usr/sbin/nologin", service_user } }
  if code ~= 0 then terminal.fail("cannot make the system user %s: %s", service_user, message) end
  terminal.say("PostgreSQL refuses to run as root: made the system user %s for the services", service_user)
end

-- Whether another user can walk down to a folder (or to where it will be made).
local function reachable(path, uid)
  local at = ""
  for part in path:gmatch("[^/]+") do
    at = at .. "/" .. part
    local found = fs.stat(at)
    if not found or found.type ~= "directory" then return true end
    local bits = found.uid == uid and 64 or 1
    if math.floor(found.mode / bits) % 2 == 0 then return false end
  end
  return true
end

local function made(path, mode)
  local ok, message = fs.mkdir(path, mode, true)
  if not ok and not fs.stat(path) then
    terminal.fail("cannot make the folder %s: %s. Give another one with --data DIR", path, message)
  end
end

--- Gives a file to the user who runs the services.
---@param where place
---@param path string
function place.hand_over(where, path)
  if not where.user then return end
  local user = process.user(where.user)
  local ok, message = fs.chown(path, user.uid, user.gid)
  if not ok then terminal.fail("cannot give %s to %s: %s", path, where.user, message) end
end

--- Makes a folder that only the services' user (and root) can enter.
---@param where place
---@param path string
function place.private_folder(where, path)
  if not fs.stat(path) then made(path, 448) end -- 0700
  place.hand_over(where, path)
end

--- Makes the folders of a place, refusing a socket folder that somebody else prepared.
---@param where place
function place.make(where)
  local existing = fs.stat(where.data .. "/postgres")
  if existing and process.uid() ~= 0 and existing.uid ~= process.uid() then
    local owner = process.user(existing.uid)
    terminal.fail("the data in %s belongs to the user %s: run this as root, or use --data DIR", where.data,
      owner and owner.name or existing.uid)
  end
  if where.user and not process.user(where.user) then make_service_user() end
  made(where.data, 493) -- 0755
  local uid = where.user and process.user(where.user).uid or process.uid()
  local found = fs.stat(where.sockets)
  if found and (found.uid ~= uid or found.type ~= "directory" or found.mode % 64 ~= 0) then
    terminal.fail("%s belongs to somebody else or is open to others: remove it, then try again", where.sockets)
  end
  place.private_folder(where, where.sockets)
end

--- The place of this tree's (or --data's) services.
---@param data string|nil  a folder that was asked for
---@return place
function place.of(data)
  local set = runtime.setting("DATA_DIR")
  data = absolute(data or set:match("^/.*") or runtime.root() .. "/" .. set)
  local user, note
  if process.uid() == 0 then
    local existing = fs.stat(data .. "/postgres")
    local owner = existing and existing.uid ~= 0 and process.user(existing.uid) or process.user(service_user)
    user = owner and owner.name or service_user
    if reachable(data, owner and owner.uid or -1) then
      note = ("as root: PostgreSQL and Redis run as the user %s"):format(user)
    else
      local moved = "/var/lib/sijang/" .. fold(data)
      note = ("the user %s cannot reach %s, so the data is in %s"):format(user, data, moved)
      data = moved
    end
  end
  local sockets = ("/tmp/sijang-%s-%s"):format(user or process.uid(), fold(data))
  return { data = data, sockets = sockets, user = user, note = note }
end

-- A test run makes and drops hundreds of databases, of a thousand files each: a disk's file system is busier with that than
-- the tests are with anything. Memory is taken where there is plenty of it.
local MEMORY, ROOM, SPARE = "/dev/shm", 4 * 1024 ^ 3, 6 * 1024 ^ 2 -- bytes there, kB in the machine

--- Where the folders of test runs are made.
---@return string
function place.of_tests()
  local found, spare = fs.stat(MEMORY), (fs.read "/proc/meminfo" or ""):match "MemAvailable:%s+(%d+) kB"
  local open = found and found.type == "directory" and found.mode % 8 == 7
  if open and (fs.free(MEMORY) or 0) >= ROOM and tonumber(spare or 0) >= SPARE then return MEMORY end
  return "/tmp"
end

--- A place of its own for one test run.
---@return place
function place.temporary()
  local user = process.uid() == 0 and service_user or nil
  local folder = ("%s/sijang-test-%s-%d"):format(place.of_tests(), user or process.uid(), process.pid())
  return { data = folder, sockets = folder .. "/s", user = user, temporary = true }
end

return place
