--- `doctor`: looks at everything a mall stands on and says, for whatever is not well, what to do about it. It also
--- explains every setting, with the value it has here.

local fs = require "fs"
local place = require "place"
local process = require "process"
local runtime = require "runtime"
local terminal = require "terminal"

local function version(argv, pattern)
  local code, out, message = process.run { argv = argv }
  if code ~= 0 then return nil end
  return ((out or "") .. (message or "")):match(pattern) or "?"
end

local checks = {}

function checks.programs(report)
  for _, wanted in ipairs {
    { "PostgreSQL", { "/usr/lib/postgresql/15/bin/postgres", "--version" }, "(%d+%.%d+)", "postgresql-15" },
    { "Redis", { "redis-cli", "--version" }, "(%d+%.%d+%.%d+)", "redis-tools" },
    { "Node.js (builds the assets)", { "node", "--version" }, "v(%S+)", "nodejs" },
  } do
    local found = version(wanted[2], wanted[3])
    report(found ~= nil, wanted[1], found or ("missing: apt-get install " .. wanted[4]))
  end
end

function checks.disk(report)
  local where = place.of()
  local free = fs.free(fs.stat(where.data) and where.data or runtime.root())
  report(free > 500 * 1048576, "disk", ("%.1f GB free for %s"):format(free / 1073741824, where.data))
end

function checks.assets(report)
  local there = fs.stat(runtime.root() .. "/build/static/manifest.json")
  report(there ~= nil, "styles and scripts", there and "built" or "not built: ./sijang up builds them")
end

function checks.database(report)
  local pg = require "pg"
  local rows, message = pg.query("select current_setting('server_version') as version, current_user as name, "
    .. "current_setting('server_encoding') as encoding, (select datctype from pg_database "
    .. "where datname = current_database()) as ctype, extract(epoch from clock_timestamp())::float8 as now")
  if not rows then return report(false, "database", tostring(message)) end
  local row = rows[1]
  report(true, "database", ("PostgreSQL %s as %s"):format(row.version, row.name))
  report(row.encoding == "UTF8", "encoding", row.encoding)
  report(row.ctype ~= "C" and row.ctype ~= "POSIX", "character type",
    row.ctype .. ((row.ctype == "C" or row.ctype == "POSIX") and ": make the database with --locale=C.UTF-8" or ""))
  local skew = math.abs(row.now - require("clock").now())
  report(skew < 5, "clocks", ("%.1f s apart from the database"):format(skew))
  local files, pending = require("migration").status()
  if not files then return report(false, "migrations", pending) end
  report(#pending == 0, "migrations", #pending == 0 and "all applied" or #pending .. " pending: ./sijang migrate")
end

function checks.cache(report)
  local answer, message = require("redis").call("PING")
  report(answer == "PONG", "redis", answer or ("%s: the mall works without it, only slower"):format(tostring(message)))
end

local function settings()
  local rows = {}
  for _, setting in ipairs(runtime.settings()) do
    local value = os.getenv(setting.name)
    if value and setting.secret then value = "(set)" end
    rows[#rows + 1] = { setting.name, value or setting.fallback or "-", setting.meaning }
  end
  terminal.table({ "SETTING", "HERE", "MEANING" }, rows)
end

return {
  summary = "look for what is not well here, and explain every setting",
  usage = "",
  needs = "database",
  run = function()
    local bad = 0
    local function report(ok, name, text)
      if not ok then bad = bad + 1 end
      print(("%s %-28s %s"):format(ok and terminal.green("ok     ") or terminal.red("PROBLEM"), name, text))
    end
    for _, name in ipairs { "programs", "disk", "assets", "database", "cache" } do checks[name](report) end
    print()
    settings()
    print(bad == 0 and "\nall is well" or ("\n%d problem%s"):format(bad, bad == 1 and "" or "s"))
    return bad == 0 and 0 or 1
  end,
}
