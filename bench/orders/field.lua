-- Where orders are measured: a PostgreSQL and a Redis of the bench's own with a demo mall, and the mall as production serves
-- it, with two workers. Nothing is easier on the disk than in production: a commit waits for it, here and at the peer.

local clock = require "clock"
local cluster = require "cluster"
local fetch = require "fetch"
local fs = require "fs"
local json = require "json"
local place = require "place"
local postgres = require "cluster.postgres"
local process = require "process"
local runtime = require "runtime"
local task = require "task"
local terminal = require "terminal"

local field = { folder = runtime.root() .. "/build/bench/orders" }

local root = runtime.root()
local binary = fs.realpath "/proc/self/exe"
local programs = "/usr/lib/postgresql/15/bin/"
local DATABASE, PORT = "orders", 18291
local secret = ("0123456789abcdef"):rep(4)

local where, server, owner

local function must(program)
  local code, out, message = process.run(program)
  if code ~= 0 then
    error(("%s ended with %s\n%s%s"):format(table.concat(program.argv, " "), tostring(code), out or "", message or ""), 0)
  end
  return out
end

field.must = must

--- Runs SQL as the owner; rows a line each, columns divided by |.
---@param sql string
---@param database string|nil
---@return string
function field.psql(sql, database)
  return must { argv = { programs .. "psql", "-XqAt", "-v", "ON_ERROR_STOP=1",
    postgres.address(where, owner, database or DATABASE), "-f", "-" }, input = sql }
end

local function environment(more)
  local env = { SIJANG_ENV = "production", SECRET_KEY = secret, DATA_DIR = field.folder .. "/var",
    DATABASE_URL = postgres.address(where, "sijang_app", DATABASE), REDIS_URL = cluster.environment(where).REDIS_URL,
    LOG_FILE = field.folder .. "/log" }
  for name, value in pairs(more or {}) do env[name] = value end
  return env
end

--- Runs a file of the bench inside the app, and reads what it prints as JSON.
---@param file string  "bench/orders/recorder.lua"
---@param args string[]|nil
---@param env table<string, string>|nil  settings over the usual ones
---@return any
function field.inside(file, args, env)
  return assert(json.decode(must { argv = { binary, "lua", root .. "/" .. file, unpack(args or {}) }, cwd = root,
    env = environment(env) }))
end

--- The code of the mall that is measured.
---@return string
function field.mall()
  return field.psql("SELECT m.code FROM mall m JOIN mall_host h ON h.mall_id = m.id AND h.host = 'localhost'"):match "%S+"
end

--- Makes the database anew, so that it is what this tree would write.
function field.prepare()
  for _, name in ipairs { "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DATA_DIR" } do process.setenv(name) end
  assert(fs.mkdir(field.folder .. "/var", 493, true))
  terminal.progress("Preparing a mall", function()
    where = cluster.ensure(place.of(field.folder .. "/data"))
    owner = postgres.address(where):match "user=(%S+)"
    field.psql(('DROP DATABASE IF EXISTS "%s" WITH (FORCE); CREATE DATABASE "%s"'):format(DATABASE, DATABASE), "postgres")
    must { argv = { binary, "migrate", "--quiet" }, env = environment { DATABASE_URL = postgres.address(where, owner,
      DATABASE) } }
    must { argv = { binary, "seed" }, env = environment() }
    field.psql "VACUUM ANALYZE"
  end)
end

--- Starts the mall. Its address answers as `spec.system.visitor` wants a mall to.
---@param env table<string, string>|nil  settings over the usual ones
---@return table
function field.serve(env)
  local settings = { PORT = PORT, WORKERS = "2", JOB_WORKERS = "0" }
  for name, value in pairs(env or {}) do settings[name] = value end
  server = { url = "http://localhost:" .. PORT }
  server.child = assert(process.spawn { argv = { binary, "serve" }, stdin = "null", stdout = field.folder .. "/serve.out",
    stderr = "stdout", die_with_parent = true, env = environment(settings) })
  function server.request(self, method, path, headers, body)
    headers = headers or {}
    headers["X-Forwarded-Proto"] = "https"
    local answer, problem = fetch.request { url = self.url .. path, method = method, headers = headers, body = body,
      timeout_ms = 20000, allow_private = true }
    return answer or { status = 0, headers = {}, body = problem }
  end
  local deadline = clock.monotonic() + 30000
  while server:request("GET", "/readyz").status ~= 200 do
    if clock.monotonic() > deadline then error("the mall does not open; see " .. field.folder .. "/log", 0) end
    task.sleep(20)
  end
  return server
end

function field.close()
  if not server then return end
  process.kill(server.child.pid, "TERM")
  server.child:wait(15000)
  server = nil
end

--- Transactions a second of pgbench with these scripts, in turns that are drawn.
---@param scripts string[]  paths
---@param clients integer
---@param count integer     transactions of each client
---@return number
function field.pgbench(scripts, clients, count)
  local argv = { programs .. "pgbench", "-n", "-M", "prepared", "-j", "2", "-c", clients, "-t", count, "-h",
    postgres.address(where):match "host=(%S+)", "-U", "sijang_app" }
  for _, path in ipairs(scripts) do
    argv[#argv + 1], argv[#argv + 2] = "-f", path
  end
  argv[#argv + 1] = DATABASE
  local out = must { argv = argv }
  if out:find "number of failed transactions: [1-9]" then error("pgbench failed:\n" .. out, 0) end
  return tonumber(out:match "tps = ([%d.]+)")
end

function field.stop_all()
  field.close()
  if where then cluster.stop(where) end
end

return field
