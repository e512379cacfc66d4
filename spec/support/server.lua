--- A real `sijang serve` on a tree made for the spec: a temporary folder with an app/ of its own, the tree's bindings/, a port
--- that the kernel chose, and its log to read.

local crypto = require "crypto"
local fetch = require "fetch"
local fs = require "fs"
local json = require "json"
local pid = require "pid"
local process = require "process"
local task = require "task"

local server = {}
server.__index = server

local program = fs.realpath("/proc/self/exe")
local tree = require("runtime").root()

server.eventually = require "spec.support.eventually"

--- Starts one. `app`: the text of app/boot.lua; `files`: others of the tree by path; `env`: settings over the usual ones;
--- `program`: another binary than the one that runs the spec.
---@param options { app: string, files: table<string, string>|nil, env: table<string, string>|nil, ready: boolean|nil,
---  program: string|nil }
function server.start(options)
  local self = setmetatable({ root = assert(fs.temp("serve")) }, server)
  assert(fs.mkdir(self.root .. "/app", 493, true))
  assert(fs.symlink(tree .. "/bindings", self.root .. "/bindings"))
  self:write("app/boot.lua", options.app)
  for path, text in pairs(options.files or {}) do
    assert(fs.mkdir(self.root .. "/" .. path:match("^(.*)/"), 493, true))
    self:write(path, text)
  end
  self.log_file = self.root .. "/log"
  local env = {
    SIJANG_ROOT = self.root,
    SIJANG_ENV = "development",
    PORT = "0",
    WORKERS = "2",
    JOB_WORKERS = "0", -- those that a spec is about start theirs
    SECRET_KEY = ("k"):rep(40),
    LOG_FILE = self.log_file,
    ACCESS_LOG = "off",
    DATA_DIR = self.root .. "/var",
  }
  for name, value in pairs(options.env or {}) do env[name] = value end
  self.process = assert(process.spawn { argv = { options.program or program, "serve" }, env = env, stdin = "null", stdout = "null",
    stderr = self.root .. "/stderr", die_with_parent = true })
  self.pid = self.process.pid
  if options.ready == false then return self end
  local listening = server.eventually(function() return self:event("master.listening") end, 5000, "a listening master")
  self.port = tonumber(listening.message:match(":(%d+) with"))
  server.eventually(function() return self:get("/readyz").status == 200 end, 5000, "a ready worker")
  return self
end

--- Writes a file of the tree, the way an editor does: whole.
function server:write(path, text) assert(fs.write(self.root .. "/" .. path, text, 420)) end

--- Everything the log says so far, as tables.
function server:events(name)
  local found = {}
  for line in (fs.read(self.log_file) or ""):gmatch("[^\n]+") do
    local event = json.decode(line)
    if event and (name == nil or event.event == name) then found[#found + 1] = event end
  end
  return found
end

function server:event(name) return self:events(name)[1] end

--- Raw exchanges, all at once: { send = { bytes | { wait = ms }, … }, within = ms, hang_up_after = ms,
--- hang_up_when = path of a file that somebody is to make } each
--- → { text, closed, ms } each.
function server:talk(exchanges)
  for _, exchange in ipairs(exchanges) do
    for i, piece in ipairs(exchange.send) do
      if type(piece) == "string" then exchange.send[i] = crypto.base64(piece) end
    end
  end
  local code, out, problem = process.run { argv = { "node", tree .. "/spec/support/talk.mjs", self.port },
    input = json.encode(exchanges) }
  assert(code == 0, problem)
  local answers = json.decode(out)
  for _, answer in ipairs(answers) do answer.text = crypto.unbase64(answer.bytes) end
  return answers
end

--- Reads an answer's bytes: status, headers by lower-case name, body.
function server.parse(text)
  local head, body = text:match("^(.-)\r\n\r\n(.*)$")
  local answer = { status = tonumber(text:match("^HTTP/1%.[01] (%d%d%d)")) or 0, headers = {}, body = body or "" }
  for name, value in (head or ""):gmatch("\r\n([^:\r\n]+): ([^\r\n]*)") do answer.headers[name:lower()] = value end
  return answer
end

--- One request; status 0 when there was no answer.
---@param method string
---@param path string
---@param headers table<string, string>|nil
---@param body string|nil
function server:request(method, path, headers, body)
  local answer, problem = fetch.request { url = ("http://127.0.0.1:%d%s"):format(self.port, path), method = method,
    headers = headers, body = body, timeout_ms = 20000, allow_private = true }
  return answer or { status = 0, headers = {}, body = "", problem = problem }
end

function server:get(path, headers) return self:request("GET", path, headers) end

--- A number of the server's own metrics, summed over its workers.
function server:metric(name)
  local total
  for line in self:get("/metrics").body:gmatch("[^\n]+") do
    local value = line:match("^" .. name .. "[{ ].-([%d.]+)$")
    if value then total = (total or 0) + tonumber(value) end
  end
  return total
end

--- Has the binary that lies at its path by now take over; returns once it has, and stands for the new master from then on.
function server:succeed()
  local before = #self:events "succession.ready"
  process.kill(self.pid, "USR2")
  local event = server.eventually(function() return self:events("succession.ready")[before + 1] end, 10000, "a successor")
  self.pid = tonumber(event.message:match "process (%d+)")
end

--- The pids of its workers.
function server:workers()
  local pids = {}
  local _, out = process.run { argv = { "pgrep", "-P", self.pid, "-f", "sijang worker" } }
  for id in out:gmatch("%d+") do pids[#pids + 1] = tonumber(id) end
  return pids
end

--- wrk for that many seconds while `meanwhile` runs; returns { requests, failed }.
function server:load(path, seconds, meanwhile)
  local running = task.spawn(function()
    return process.run { argv = { "wrk", "-t1", "-c16", "-d" .. seconds .. "s",
      ("http://127.0.0.1:%d%s"):format(self.port, path) } }
  end)
  if meanwhile then meanwhile() end
  local code, out, problem = running:join()
  assert(code == 0, problem)
  local failed = tonumber(out:match("Non%-2xx or 3xx responses: (%d+)")) or 0
  for number in (out:match("Socket errors: ([^\n]+)") or ""):gmatch("%d+") do failed = failed + tonumber(number) end
  return { requests = tonumber(out:match("(%d+) requests in")), failed = failed }
end

--- Ends it and removes its tree; returns the exit status. What a sanitizer complained of in the meantime is raised.
function server:stop(signal)
  process.kill(self.pid, signal or "INT")
  local code = self.process:wait(10000)
  server.eventually(function() return not pid.lives(self.pid) end, 10000, "the end of a master that had taken over")
  local said = fs.read(self.root .. "/stderr") or ""
  local at = said:find("ERROR: %a+Sanitizer") or said:find("runtime error: ", 1, true)
  fs.remove(self.root, true)
  if at then error(said:sub(math.max(1, at - 200), at + 4000), 2) end
  return code
end

return server
