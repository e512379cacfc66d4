-- Who takes part: the mall and the bare runtime (this tree's binary), nginx with Lua, Django under gunicorn; all with two
-- workers, all with an access log, all on loopback, with the data of one embedded PostgreSQL under build/bench/.

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

local servers = {}

local root = runtime.root()
local folder, here = root .. "/build/bench", root .. "/bench/web"
local programs = "/usr/lib/postgresql/15/bin/"
local binary = fs.realpath("/proc/self/exe")
local secret = ("0123456789abcdef"):rep(4)

local running, where = {}, nil

local function must(program)
  local code, out, message = process.run(program)
  if code ~= 0 then
    error(("%s ended with %s\n%s%s"):format(table.concat(program.argv, " "), tostring(code), out or "", message or ""), 0)
  end
  return out
end

local function psql(settings, database, sql)
  return must { argv = { programs .. "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", settings.host,
    "-U", settings.user, "-d", database, "-f", "-" }, input = sql }
end

-- pgbench's table, ten times its smallest size: a million rows.
local function fill_rows(settings)
  if psql(settings, "postgres", "SELECT 1 FROM pg_database WHERE datname = 'rows'") ~= "" then return end
  psql(settings, "postgres", 'CREATE DATABASE "rows"')
  must { argv = { programs .. "pgbench", "-i", "-q", "-s", "10", "-h", settings.host, "-U", settings.user, settings.rows } }
  psql(settings, settings.rows, "GRANT SELECT ON pgbench_accounts TO sijang_app")
end

--- The connection string of a database of the bench's own cluster.
---@param name string
---@param user string|nil  the owner of the schema unless told
---@return string
function servers.address(name, user) return postgres.address(where, user, name) end

--- A database with the demo malls and a crowd of products, made anew so that it is what this tree would write.
---@param settings table
---@param crowd fun(mall_id: string): string  the SQL that adds them to a mall
---@return string mall_id  the mall that has them
function servers.goods(settings, crowd)
  local name = settings.goods
  psql(settings, "postgres", ('DROP DATABASE IF EXISTS "%s" WITH (FORCE); CREATE DATABASE "%s"'):format(name, name))
  local env = { DATABASE_URL = servers.address(name), SECRET_KEY = secret, DATA_DIR = folder .. "/goods" }
  must { argv = { binary, "migrate", "--quiet" }, env = env }
  env.DATABASE_URL = servers.address(name, "sijang_app")
  must { argv = { binary, "seed" }, env = env }
  local mall_id = psql(settings, name, "SELECT mall_id FROM mall_host WHERE host = 'localhost'"):match("%S+")
  psql(settings, name, crowd(mall_id))
  return mall_id
end

--- Gets everything ready that no round should pay for.
---@return table settings
function servers.prepare()
  for _, name in ipairs { "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DATA_DIR" } do process.setenv(name) end
  assert(fs.mkdir(folder .. "/log", 493, true))
  where = cluster.ensure(place.of(folder .. "/data"))
  local environment = cluster.environment(where)
  local address = postgres.address(where)
  local settings = { host = address:match("host=(%S+)"), user = address:match("user=(%S+)"),
    database = address:match("dbname=(%S+)"), rows = "rows", goods = "goods", postgres_programs = programs,
    environment = environment }
  terminal.progress("Preparing data and peers", function()
    local owner = { DATABASE_URL = environment.DATABASE_OWNER_URL, SECRET_KEY = secret }
    must { argv = { binary, "migrate", "--quiet" }, env = owner }
    must { argv = { binary, "seed", "--if-empty" }, env = { DATABASE_URL = environment.DATABASE_URL, SECRET_KEY = secret } }
    psql(settings, settings.database, "VACUUM ANALYZE")
    fill_rows(settings)
  end)
  settings.asset = "/static/" .. json.decode(assert(fs.read(root .. "/build/static/manifest.json")))["css/pc.css"]
  return settings
end

local methods = {}
methods.__index = methods

function methods:stop()
  if not running[self] then return end
  running[self] = nil
  process.kill(self.pid, "TERM")
  self.child:wait(10000)
end

local function answers(url)
  local answer = fetch.request { url = url, timeout_ms = 1000, allow_private = true }
  return answer ~= nil and answer.status == 200
end

-- Starts a program and waits for its first good answer.
local function start(name, program, port, probe)
  program.stdin, program.stdout, program.stderr = "null", folder .. "/log/" .. name .. ".out", "stdout"
  program.die_with_parent = true
  local began = clock.monotonic()
  local child = assert(process.spawn(program))
  local server = setmetatable({ pid = child.pid, child = child, url = "http://localhost:" .. port }, methods)
  running[server] = true
  repeat
    if answers(server.url .. probe) then
      server.ready_ms = clock.monotonic() - began
      return server
    end
    task.sleep(2)
  until not process.alive(child.pid) or clock.monotonic() - began > 20000
  error(("%s does not answer; see %s"):format(name, program.stdout), 0)
end

local next_port = 18300
local function port()
  next_port = next_port + 1
  return next_port
end

--- The mall as production serves it.
---@param settings table
---@param more table<string, string> further settings of the runtime
function servers.mall(settings, more)
  local at = port()
  local env = { SIJANG_ENV = "production", PORT = at, WORKERS = 2, SECRET_KEY = secret, DATA_DIR = folder .. "/data",
    DATABASE_URL = settings.environment.DATABASE_URL, REDIS_URL = settings.environment.REDIS_URL,
    LOG_FILE = folder .. "/log/mall.log" }
  for name, value in pairs(more) do env[name] = value end
  return start("mall", { argv = { binary, "serve" }, env = env }, at, "/p/house-blend")
end

-- A tree of its own, of which nothing but the web layer is the mall's.
local function plant(tree)
  fs.remove(tree .. "/app", true)
  assert(fs.mkdir(tree .. "/app/plain", 493, true))
  local links = { bindings = root .. "/bindings" }
  for _, name in ipairs { "web", "session", "shared" } do links["app/" .. name] = root .. "/app/" .. name end
  for _, name in ipairs { "boot", "routes" } do links["app/" .. name .. ".lua"] = here .. "/plain/" .. name .. ".lua" end
  for _, name in ipairs { "pages", "store" } do
    links["app/plain/" .. name .. ".lua"] = here .. "/plain/" .. name .. ".lua"
  end
  for link, target in pairs(links) do
    if not fs.lstat(tree .. "/" .. link) then assert(fs.symlink(target, tree .. "/" .. link)) end
  end
end

--- The runtime with the smallest site: bench/web/plain/boot.lua.
function servers.plain(settings)
  local at, tree = port(), folder .. "/plain"
  plant(tree)
  return start("plain", { argv = { binary, "serve" }, env = { SIJANG_ROOT = tree, SIJANG_ENV = "production", PORT = at,
    WORKERS = 2, SECRET_KEY = secret, LOG_FILE = folder .. "/log/plain.log", DATA_DIR = folder .. "/plain/var",
    DATABASE_URL = postgres.address(where, "sijang_app", settings.rows) } }, at, "/hello")
end

function servers.nginx()
  local at = port()
  local text = assert(fs.read(here .. "/nginx.conf")):gsub("@(%u+)@", { PORT = at, FOLDER = folder, ROOT = root })
  assert(fs.write(folder .. "/nginx.conf", text))
  return start("nginx", { argv = { "nginx", "-p", "/usr/lib/nginx/", "-c", folder .. "/nginx.conf" } }, at, "/hello")
end

--- Django under gunicorn.
---@param settings table
---@param kind "sync"|"gthread" how its workers take requests
---@param more table<string, string>|nil  further settings of the peer
function servers.django(settings, kind, more)
  local at = port()
  local env = { SECRET_KEY = secret, BENCH_HOST = settings.host, BENCH_USER = settings.user, BENCH_NAME = settings.database,
    BENCH_MANIFEST = root .. "/build/static/manifest.json", PYTHONDONTWRITEBYTECODE = "1" }
  must { argv = { "/usr/bin/python3", here .. "/django/mall.py" }, env = env }
  for name, value in pairs(more or {}) do env[name] = value end
  local argv = { "/usr/bin/gunicorn", "-w", "2", "-k", kind, "-b", "127.0.0.1:" .. at, "--access-logfile",
    folder .. "/log/django.log", "--chdir", here .. "/django", "mall:application" }
  if kind == "gthread" then table.insert(argv, 2, "--threads=4") end
  return start("django", { argv = argv, env = env }, at, "/p/house-blend")
end

--- Ends whoever still runs, and the database.
function servers.stop_all()
  for server in pairs(running) do server:stop() end
  if where then cluster.stop(where) end
end

return servers
