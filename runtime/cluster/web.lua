--- The web processes of `up`: which port they get, when they are ready, and how a later command finds them again. They
--- log into DATA/serve.log; DATA/serve.json names the port and the process that was started, DATA/serve.pid the one that
--- serves by now, if it has taken over from that.

local fetch = require "fetch"
local fs = require "fs"
local json = require "json"
local pid = require "pid"
local process = require "process"
local runtime = require "runtime"
local task = require "task"
local terminal = require "terminal"

local web = {}

local first_port, last_port = 8080, 8179

local function state_path(where) return where.data .. "/serve.json" end

local function pid_path(where) return where.data .. "/serve.pid" end

--- Where the web processes write their log.
---@param where place
---@return string
function web.log(where) return where.data .. "/serve.log" end

--- What runs here.
---@param where place
---@return {pid: integer, port: integer, started: number}|nil
function web.running(where)
  local state = json.decode(fs.read(state_path(where)) or "null")
  if type(state) ~= "table" then return nil end
  state.pid = tonumber(fs.read(pid_path(where)) or "") or state.pid
  if not pid.lives(state.pid) or pid.words(state.pid)[2] ~= "serve" then return nil end
  return state
end

-- Ports that something listens on, by the kernel's own table.
local function taken()
  local ports = {}
  for _, file in ipairs { "/proc/net/tcp", "/proc/net/tcp6" } do
    for port in pid.slurp(file):gmatch("%d+: %x+:(%x+) %x+:%x+ 0A ") do ports[tonumber(port, 16)] = true end
  end
  return ports
end

--- The port to serve on: the one asked for, or the next free one.
---@param wanted integer|nil
---@return integer
function web.port(wanted)
  local ports = taken()
  if wanted then
    if wanted < 1 or wanted > 65535 then terminal.fail("--port wants a number from 1 to 65535, not %d", wanted) end
    if ports[wanted] then
      terminal.fail("port %d is used by another program: choose another --port, or leave it out for a free one", wanted)
    end
    return wanted
  end
  for port = first_port, last_port do
    if not ports[port] then return port end
  end
  terminal.fail("all ports from %d to %d are used: choose one with --port", first_port, last_port)
end

local function ready(port)
  local answer = fetch.request { url = ("http://127.0.0.1:%d/readyz"):format(port), timeout_ms = 1000,
    allow_private = true }
  return answer and answer.status == 200
end

local function last_lines(path)
  local lines = {}
  for line in pid.slurp(path):gmatch("[^\n]+") do
    lines[#lines + 1] = "  " .. line
    if #lines > 8 then table.remove(lines, 1) end
  end
  return table.concat(lines, "\n")
end

--- Starts the web processes and waits until they answer.
---@param where place
---@param port integer
---@param environment table<string, string>
---@return {pid: integer, wait: function}
function web.start(where, port, environment)
  environment.PORT, environment.LOG_FILE, environment.PID_FILE = tostring(port), web.log(where), pid_path(where)
  fs.remove(pid_path(where)) -- of one that was killed
  local errors = where.data .. "/serve.err"
  local child, problem = process.spawn { argv = { fs.realpath("/proc/self/exe"), "serve" }, env = environment,
    detach = true, stdin = "null", stdout = errors, stderr = errors }
  if not child then terminal.fail("the web processes do not start: %s", problem) end
  assert(fs.write(state_path(where), json.encode { pid = child.pid, port = port, started = os.time() }, 420))
  terminal.progress("Starting the web processes", function()
    for _ = 1, 300 do
      if ready(port) then return end
      if not pid.lives(child.pid) then
        terminal.fail("the web processes ended at once:\n%s\n%s", last_lines(errors), last_lines(web.log(where)))
      end
      task.sleep(100)
    end
    process.kill(child.pid, "TERM")
    terminal.fail("the web processes do not get ready; the end of %s:\n%s", web.log(where), last_lines(web.log(where)))
  end)
  return child
end

--- Ends them: requests in flight are finished first.
---@param where place
---@return boolean stopped  false if none ran
function web.stop(where)
  local state = web.running(where)
  if not state then return false end
  fs.remove(state_path(where))
  terminal.progress("Finishing the last requests", function()
    process.kill(state.pid, "TERM")
    -- as long as it may take by its own settings, and a little more
    local seconds = runtime.setting "SHUTDOWN_DELAY" + runtime.setting "DRAIN_DEADLINE" + 5
    for _ = 1, seconds * 10 do
      if not pid.lives(state.pid) then return end
      task.sleep(100)
    end
    process.kill(state.pid, "KILL")
  end)
  return true
end

return web
