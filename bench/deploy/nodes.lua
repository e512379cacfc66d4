-- Two nodes that releases are deployed to, east and west: data folders and ports of their own, one database; nginx before
-- them. A node can be killed as a machine dies: everything at once.

local clock = require "clock"
local fetch = require "fetch"
local fs = require "fs"
local process = require "process"
local release = require "release"
local runtime = require "runtime"
local task = require "task"

local nodes = {}
nodes.__index = nodes

local binary = fs.realpath "/proc/self/exe"
local FIRST_PORT, PORTS = 18500, 8000

nodes.names = { "east", "west" }

local function wait_for(what, look)
  local deadline = clock.monotonic() + 20000
  while not look() do
    if clock.monotonic() > deadline then error("it never happened: " .. what, 2) end
    task.sleep(5)
  end
end

-- A port that nobody listens on or talks from.
local function free_port(taken)
  local used = {}
  for line in io.lines "/proc/net/tcp" do
    local hex = line:match "^%s*%d+: %x+:(%x%x%x%x) "
    if hex then used[tonumber(hex, 16)] = true end
  end
  for offset = 0, PORTS - 1 do
    local port = FIRST_PORT + (process.pid() * 7 + offset) % PORTS
    if not used[port] and not taken[port] then
      taken[port] = true
      return port
    end
  end
  error("no port is free", 0)
end

-- One answer of a node itself, on a connection of its own; nil where there is none.
local function ask(port, path)
  return fetch.request { url = ("http://localhost:%d%s"):format(port, path), timeout_ms = 5000, allow_private = true,
    headers = { Connection = "close" } }
end

---@class bench.place
---@field folder string   for what everybody writes
---@field database string the address, as the application's role
---@field keys string     the file of the public key that nodes trust
---@field env table<string, string>|nil  further settings

---@param place bench.place
function nodes.new(place)
  local taken = {}
  local self = setmetatable({ place = place, port = free_port(taken), ports = {}, running = {} }, nodes)
  for _, name in ipairs(nodes.names) do
    self.ports[name] = free_port(taken)
    local keys = ("%s/%s/keys"):format(place.folder, name)
    assert(fs.mkdir(keys, 493, true))
    assert(fs.write(keys .. "/hana.pub", assert(fs.read(place.keys))))
  end
  self.url = "http://localhost:" .. self.port
  return self
end

-- Whether others know of a node that it serves: from then on they wait for its answers.
local function is_known(name)
  for _, node in ipairs(release.node.list()) do
    if node.name == name then return node.alive and node.state == "serving" end
  end
end

--- Starts a node and waits until it is ready and known. The database is asked through `pg`, wherever it points.
---@param name string
---@param more table<string, string>|nil  settings of this node alone
function nodes:start(name, more)
  local folder = ("%s/%s"):format(self.place.folder, name)
  local env = { SIJANG_ENV = "production", NODE = name, PORT = self.ports[name], WORKERS = "2", SECRET_KEY = ("k"):rep(40),
    DATA_DIR = folder, LOG_FILE = folder .. "/log", ACCESS_LOG = "on", DATABASE_URL = self.place.database }
  for _, settings in ipairs { self.place.env or {}, more } do
    for setting, value in pairs(settings) do env[setting] = value end
  end
  self.running[name] = assert(process.spawn { argv = { binary, "serve" }, env = env, stdin = "null",
    stdout = folder .. "/out", stderr = "stdout", die_with_parent = true })
  wait_for(name .. " is ready", function()
    local answer = ask(self.ports[name], "/readyz")
    return answer and answer.status == 200 and is_known(name)
  end)
end

function nodes:start_nginx()
  local text = assert(fs.read(runtime.root() .. "/bench/deploy/nginx.conf")):gsub("@(%u+)@",
    { PORT = self.port, FOLDER = self.place.folder, EAST = self.ports.east, WEST = self.ports.west })
  local file = self.place.folder .. "/nginx.conf"
  assert(fs.write(file, text))
  self.running.nginx = assert(process.spawn { argv = { "nginx", "-p", self.place.folder, "-c", file, "-e",
    self.place.folder .. "/nginx.err" }, stdin = "null", stdout = self.place.folder .. "/nginx.out", stderr = "stdout",
    die_with_parent = true })
  wait_for("nginx answers", function() return ask(self.port, "/readyz") end)
end

--- The processes that a node's master has started.
---@param name string
---@return integer[]
function nodes:children(name)
  local pid, found = self.running[name].pid, {}
  for child in (fs.read(("/proc/%d/task/%d/children"):format(pid, pid)) or ""):gmatch "%d+" do
    found[#found + 1] = tonumber(child)
  end
  return found
end

--- Kills a node as the machine under it dies: master, workers and keeper at once.
---@param name string
function nodes:kill(name)
  local children = self:children(name)
  process.kill(self.running[name].pid, "KILL")
  for _, pid in ipairs(children) do process.kill(pid, "KILL") end
  self.running[name]:wait(10000)
  self.running[name] = nil
end

--- Kills a node's master alone; its children notice and end.
---@param name string
function nodes:behead(name)
  local children = self:children(name)
  process.kill(self.running[name].pid, "KILL")
  self.running[name]:wait(10000)
  self.running[name] = nil
  wait_for("the children of " .. name .. " end", function()
    for _, pid in ipairs(children) do
      if process.alive(pid) then return false end
    end
    return true
  end)
end

--- What a node answers with now, on a connection of its own.
---@param name string
---@return string|nil release
function nodes:serves(name)
  local answer = ask(self.ports[name], "/twin")
  return answer and answer.headers["x-release"]
end

--- A number of the nodes' own metrics, summed over all their workers.
---@param metric string
---@return number
function nodes:metric(metric)
  local total = 0
  for _, name in ipairs(nodes.names) do
    local answer = ask(self.ports[name], "/metrics")
    for line in (answer and answer.body or ""):gmatch "[^\n]+" do
      total = total + (tonumber(line:match("^" .. metric .. "[{ ].-([%d.]+)$")) or 0)
    end
  end
  return total
end

--- Ends everybody.
function nodes:stop()
  for _, child in pairs(self.running) do process.kill(child.pid, "TERM") end
  for _, child in pairs(self.running) do child:wait(10000) end
  self.running = {}
end

return nodes
