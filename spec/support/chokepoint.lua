--- A place between the mall and its PostgreSQL where a chosen statement is the last one (chokepoint.py): the process that
--- sends it is killed, or its connection cut, before the statement or after it.

local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local process = require "process"

local chokepoint = {}
chokepoint.__index = chokepoint

local source = require("runtime").root() .. "/spec/support/chokepoint.py"

--- Opens one in front of the run's PostgreSQL.
---@return table
function chokepoint.open()
  local folder = assert(fs.temp "choke")
  local target = database.address("postgres"):match "host=(%S+)" .. "/.s.PGSQL.5432"
  local self = setmetatable({ folder = folder }, chokepoint)
  self.process = assert(process.spawn { argv = { "python3", source, folder .. "/.s.PGSQL.5432", target, folder }, stdin = "null",
    stdout = folder .. "/out", stderr = folder .. "/err", die_with_parent = true })
  eventually(function() return (fs.read(folder .. "/out") or ""):find "ready" end, 20000, "a chokepoint that listens")
  return self
end

--- The address of a database of the run through here, as DATABASE_URL wants it.
---@param name string
---@param user string|nil
---@return string
function chokepoint:address(name, user)
  return (database.address(name, user):gsub("host=%S+", "host=" .. self.folder))
end

--- The next statement that fits is the last of its sender.
---@param sql string    a regular expression
---@param options { past: string|nil, nth: integer|nil, when: "before"|"after"|nil, act: "kill"|"cut"|"freeze"|nil }|nil
---  past: another one, for the statement before it on the same connection
function chokepoint:aim(sql, options)
  options = options or {}
  fs.remove(self.folder .. "/struck")
  local aim = json.encode { sql = sql, past = options.past, nth = options.nth or 1, when = options.when or "before", act = options.act or "kill" }
  assert(fs.write(self.folder .. "/aim.new", aim, 420))
  assert(fs.rename(self.folder .. "/aim.new", self.folder .. "/aim"))
end

--- Whether it struck since the last aim.
---@return boolean
function chokepoint:struck() return fs.stat(self.folder .. "/struck") ~= nil end

--- No more aiming.
function chokepoint:rest() fs.remove(self.folder .. "/aim") end

--- The statements that went by since `forget`: { pid, link, sql }.
---@return table[]
function chokepoint:seen()
  local list = {}
  for line in (fs.read(self.folder .. "/seen") or ""):sub((self.from or 0) + 1):gmatch "[^\n]+" do list[#list + 1] = json.decode(line) end
  return list
end

function chokepoint:forget() self.from = #(fs.read(self.folder .. "/seen") or "") end

function chokepoint:close()
  io.stderr:write(fs.read(self.folder .. "/err") or "")
  process.kill(self.process.pid, "KILL")
  self.process:wait()
  fs.remove(self.folder, true)
end

return chokepoint
