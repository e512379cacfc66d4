--- A database for a spec: an empty, migrated copy of the run's template. `fresh` makes one, points the `pg` binding at
--- it as the application's role (so that a missing grant shows), and drops the one before.

local clock = require "clock"
local fs = require "fs"
local pg = require "pg"
local process = require "process"

local database = {}

-- What Debian calls psql is a script that looks for this, and takes several times as long as most of what is said here.
local program = "/usr/lib/postgresql/15/bin/psql"
local template, owner = "sijang", "sijang"
local current

local function services()
  return os.getenv("SPEC_SERVICES") or error("specs with a database run by ./sijang test or build/sijang spec", 3)
end

local function sockets() return services() .. "/s" end

local function psql(name, sql)
  local code, out, message = process.run {
    argv = { program, "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", sockets(), "-U", owner, "-d", name, "-f", "-" },
    input = sql,
  }
  if code ~= 0 then error(message, 3) end
  return out
end

--- The connection string of a database of this run.
---@param name string
---@param user string|nil  the application's role unless told
---@return string
function database.address(name, user)
  return ("host=%s user=%s dbname=%s"):format(sockets(), user or "sijang_app", name)
end

--- Makes a database.
---@param from string|nil  the one to copy: the empty, migrated one unless told
---@return string name
function database.create(from)
  -- busted loads this file anew for every spec file of a run, so a counter would begin again
  local name = ("spec_%d_%d"):format(process.pid(), clock.monotonic() * 1000)
  -- Two copies of one template at the same moment disturb each other: the lock lets one go first.
  psql("postgres", ("select pg_advisory_lock(1);\ncreate database %s template %s;\n"):format(name, from or template))
  return name
end

--- Drops a database, with whoever is connected to it.
---@param name string
function database.drop(name)
  psql("postgres", ("drop database if exists %s with (force);"):format(name))
end

--- A new empty database for what follows; the one before is dropped.
---@return string address
function database.fresh()
  local name = database.create()
  pg.use(database.address(name))
  if current then database.drop(current) end
  current = name
  return database.address(name)
end

--- Runs SQL as the owner of the schema, several statements if need be.
---@param sql string
---@return string output  rows a line each, columns divided by |
function database.execute(sql)
  return psql(current or template, sql)
end

--- A database with the demo malls, made once a run and copied from then on.
---@return string name
function database.create_seeded()
  local lock
  repeat
    lock = fs.lock(services() .. "/seeded.lock")
    if not lock then require("task").sleep(100) end
  until lock
  local made = psql("postgres", "select 1 from pg_database where datname = 'seeded'"):find("1", 1, true)
  if not made then
    psql("postgres", ("create database seeded_new template %s"):format(template))
    local code, out, message = process.run {
      argv = { fs.realpath("/proc/self/exe"), "seed" },
      env = { DATABASE_URL = database.address("seeded_new"), DATA_DIR = database.media() },
    }
    if code ~= 0 then error(out .. message, 2) end
    psql("postgres", "alter database seeded_new rename to seeded")
  end
  lock:release()
  return database.create("seeded")
end

--- The program that `psql` stands for.
database.psql = program

--- The data folder that belongs to the seeded databases: their pictures.
---@return string path
function database.media() return services() .. "/seeded" end

return database
