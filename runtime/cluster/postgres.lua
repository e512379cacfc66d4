--- The private PostgreSQL: made once in DATA/postgres/cluster, reached only through its socket in a folder that nobody
--- else can enter (hence `trust`), and started, adopted, healed or refused by what is found on the disk.

local fs = require "fs"
local pid = require "pid"
local place = require "place"
local process = require "process"
local task = require "task"
local terminal = require "terminal"

local postgres = {}

local major = "15"
local programs = "/usr/lib/postgresql/" .. major .. "/bin/"
local owner, database = "sijang", "sijang"
local least_free = 300 * 1024 * 1024

-- Roomy enough for a mall on a small machine; whoever needs more edits cluster/postgresql.conf, which comes later.
local settings = [[
# Written by sijang at every start; put what you want otherwise below the include line of postgresql.conf.
listen_addresses = ''
unix_socket_directories = '%s'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
effective_cache_size = 512MB
maintenance_work_mem = 64MB
wal_level = minimal
max_wal_senders = 0
max_wal_size = 512MB
random_page_cost = 1.1
jit = off
cluster_name = 'sijang'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%%m [%%p] %%u@%%d '
log_min_duration_statement = 500
]]

-- What a test's cluster forgoes: nothing of it outlives the run.
local forgetful = "max_connections = 400\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"

local function folder(where) return where.data .. "/postgres" end
local function cluster(where) return folder(where) .. "/cluster" end

-- What is under way ends with this process, or an interrupted initdb would get into the next one's way. (What pg_ctl
-- starts is not: it has left the family.)
local function run(where, argv)
  return process.run { argv = argv, cwd = "/", user = where.user, env = { LC_ALL = "C.UTF-8" }, die_with_parent = true }
end

local function log_tail(where)
  local lines = {}
  for line in (fs.read(folder(where) .. "/postgres.log") or ""):gmatch("[^\n]+") do
    lines[#lines + 1] = "  " .. line
    if #lines > 12 then table.remove(lines, 1) end
  end
  return table.concat(lines, "\n")
end

--- The live postmaster of this place.
---@param where place
---@return integer|nil pid, boolean|nil reachable  false if its socket is elsewhere or gone
function postgres.pid(where)
  local lines = fs.read(cluster(where) .. "/postmaster.pid")
  if not lines then return nil end
  local id, _, _, _, sockets = lines:match("^(%d+)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)")
  id = tonumber(id or lines:match("^(%d+)"))
  -- After a kill -9 or a crash of the machine the number may belong to another program by now.
  if not id or not pid.lives(id) or pid.folder(id) ~= fs.realpath(cluster(where)) then return nil end
  return id, sockets == where.sockets and fs.stat(where.sockets .. "/.s.PGSQL.5432") ~= nil
end

local function answers(where)
  return (run(where, { programs .. "pg_isready", "-q", "-h", where.sockets })) == 0
end

local function refuse_other_major(where)
  local found = (fs.read(cluster(where) .. "/PG_VERSION") or ""):match("%d+")
  if not found or found == major then return end
  terminal.fail([[the data in %s were made by PostgreSQL %s, and this machine runs PostgreSQL %s.
To bring them along, with PostgreSQL %s installed beside:
  /usr/lib/postgresql/%s/bin/pg_upgrade  (the old and new folders are its -d and -D), or
  pg_dump from the old one and psql into the new one.
To begin afresh:  mv '%s' '%s-%s'
To keep both:     ./sijang up --data ANOTHER-FOLDER]], cluster(where), found, major, found, found, cluster(where),
    cluster(where), found)
end

local function room(where)
  local free = fs.free(where.data)
  if free and free < least_free then
    terminal.fail("only %d MB are free at %s: a database needs %d MB to begin. Free some space, or use --data DIR",
      math.floor(free / 1048576), where.data, math.floor(least_free / 1048576))
  end
end

local function make(where)
  room(where)
  -- A name of our own: what an interrupted start left may still be busy removing itself.
  for _, name in ipairs(fs.list(folder(where)) or {}) do
    if name:find("^cluster%.new%-") then fs.remove(folder(where) .. "/" .. name, true) end
  end
  local fresh = ("%s.new-%d"):format(cluster(where), process.pid())
  terminal.progress("Making the database cluster", function()
    local argv = { programs .. "initdb", "--pgdata=" .. fresh, "--username=" .. owner, "--encoding=UTF8",
      "--locale=C.UTF-8", "--auth=trust", "--no-instructions" }
    if where.temporary then argv[#argv + 1] = "--no-sync" end
    local code, _, message = run(where, argv)
    if code ~= 0 then
      fs.remove(fresh, true)
      terminal.fail("the database cluster could not be made in %s:\n%s", folder(where), message)
    end
  end)
  local configuration = fresh .. "/postgresql.conf"
  assert(fs.write(configuration, "include_if_exists = 'sijang.conf'\n" .. assert(fs.read(configuration)), 384))
  place.hand_over(where, configuration)
  assert(fs.rename(fresh, cluster(where)))
end

local function ensure_database(where)
  local psql = { programs .. "psql", "-X", "-q", "-A", "-t", "-h", where.sockets, "-U", owner, "-d", "postgres", "-c" }
  local function ask(sql)
    local argv = { unpack(psql) }
    argv[#argv + 1] = sql
    local code, out, message = run(where, argv)
    if code ~= 0 then terminal.fail("PostgreSQL answers: %s", message) end
    return out
  end
  if ask(("select 1 from pg_database where datname = '%s'"):format(database)):find("1", 1, true) then return end
  ask(("create database %s"):format(database))
end

local function launch(where)
  local path = cluster(where)
  local text = settings:format(where.sockets) .. (where.temporary and forgetful or "")
  assert(fs.write(path .. "/sijang.conf", text, 384))
  place.hand_over(where, path .. "/sijang.conf")
  for _, stale in ipairs { path .. "/postmaster.pid", where.sockets .. "/.s.PGSQL.5432",
    where.sockets .. "/.s.PGSQL.5432.lock" } do
    if fs.stat(stale) then fs.remove(stale) end
  end
  local log = folder(where) .. "/postgres.log"
  -- Orphans of a killed postmaster hold its shared memory for a moment.
  for attempt = 1, 5 do
    local code = run(where, { programs .. "pg_ctl", "start", "-s", "-w", "-t", "60", "-D", path, "-l", log })
    if code == 0 then return end
    local tail = log_tail(where)
    if attempt == 5 or not tail:find("pre-existing shared memory", 1, true) then
      if tail:find("No space left", 1, true) then room(where) end
      terminal.fail("PostgreSQL does not start. The end of its log (%s):\n%s", log, tail)
    end
    task.sleep(500 * attempt)
  end
end

--- Starts the cluster, making it first if there is none, or adopts the one that runs.
---@param where place
---@return boolean started  false if it ran already
function postgres.start(where)
  refuse_other_major(where)
  local id, reachable = postgres.pid(where)
  if id and reachable and answers(where) then return false end
  if id and not reachable then postgres.stop(where) end
  if id and reachable then
    -- It is starting, recovering or shutting down: give it the time.
    local ready = terminal.progress("Waiting for PostgreSQL", function()
      for _ = 1, 120 do
        if answers(where) then return true end
        if not pid.lives(id) then return false end
        task.sleep(500)
      end
    end)
    if ready then return false end
    if pid.lives(id) then
      terminal.fail("PostgreSQL (process %d) runs but does not answer; see its log:\n%s", id, log_tail(where))
    end
  end
  if not fs.stat(programs .. "postgres") then
    terminal.fail("PostgreSQL %s is not installed: apt-get install postgresql-%s", major, major)
  end
  place.private_folder(where, folder(where))
  if not fs.stat(cluster(where)) then make(where) end
  terminal.progress("Starting PostgreSQL", function() launch(where) end)
  ensure_database(where)
  return true
end

--- Stops it: connections are ended, what is committed stays.
---@param where place
function postgres.stop(where)
  if not postgres.pid(where) then return end
  terminal.progress("Stopping PostgreSQL", function()
    local mode = where.temporary and "immediate" or "fast"
    local code = run(where, { programs .. "pg_ctl", "stop", "-s", "-w", "-t", "30", "-m", mode, "-D", cluster(where) })
    if code ~= 0 then
      run(where, { programs .. "pg_ctl", "stop", "-s", "-w", "-t", "10", "-m", "immediate", "-D", cluster(where) })
    end
  end)
end

--- A connection string.
---@param where place
---@param user string|nil   the owner of the schema unless told
---@param name string|nil   the mall's database unless told
---@return string
function postgres.address(where, user, name)
  return ("host=%s user=%s dbname=%s"):format(where.sockets, user or owner, name or database)
end

return postgres
