--- `doctor`: looks at everything a mall stands on and says, for whatever is not well, what to do about it. It makes and
--- starts nothing, and what does not answer is a finding like any other. It also explains every setting, with the value it
--- has here.

local cluster = require "cluster"
local fs = require "fs"
local pg = require "pg"
local place = require "place"
local postgres = require "cluster.postgres"
local process = require "process"
local redis = require "redis"
local runtime = require "runtime"
local terminal = require "terminal"

local function version(argv, pattern)
  local code, out, message = process.run { argv = argv }
  if code ~= 0 then return nil end
  return ((out or "") .. (message or "")):match(pattern) or "?"
end

local checks = {}

function checks.programs(report)
  local managed = cluster.managed()
  for _, wanted in ipairs {
    { "PostgreSQL", { "/usr/lib/postgresql/15/bin/postgres", "--version" }, "(%d+%.%d+)", "postgresql-15",
      elsewhere = not managed.postgres and "DATABASE_URL" },
    { "Redis", { "redis-cli", "--version" }, "(%d+%.%d+%.%d+)", "redis-tools",
      elsewhere = not managed.redis and "REDIS_URL" },
    { "Node.js (builds the assets)", { "node", "--version" }, "v(%S+)", "nodejs" },
  } do
    local found = version(wanted[2], wanted[3])
    local missing = wanted.elsewhere and ("not here, nor needed: %s is set"):format(wanted.elsewhere)
      or "missing: apt-get install " .. wanted[4]
    report(found ~= nil or wanted.elsewhere, wanted[1], found or missing)
  end
end

function checks.disk(report, where)
  local free = fs.free(fs.stat(where.data) and where.data or runtime.root())
  report(free > 500 * 1048576, "disk", ("%.1f GB free for %s"):format(free / 1073741824, where.data))
end

function checks.assets(report)
  local there = fs.stat(runtime.root() .. "/build/static/manifest.json")
  report(there ~= nil, "styles and scripts", there and "built" or "not built: ./sijang up builds them")
end

function checks.settings(report)
  local kept, found = {}, 0
  local function set_aside(name)
    kept[name] = os.getenv(name) or false
    process.setenv(name, name == "SECRET_KEY" and ("k"):rep(32) or nil)
  end
  -- Who gives no database runs `up`, which makes a key.
  if cluster.managed().postgres and not os.getenv "SECRET_KEY" then set_aside "SECRET_KEY" end
  -- A check ends at the first fault: that setting is set aside to see the next.
  for sentence in runtime.check_settings do
    local name = sentence:match "^[A-Z_]+"
    if not name or kept[name] ~= nil then break end -- it is not the environment that says so
    report(false, "setting", sentence)
    found = found + 1
    set_aside(name)
  end
  for name, value in pairs(kept) do process.setenv(name, value or nil) end
  if found == 0 then report(true, "settings", "serve accepts them") end
end

-- Points at the embedded service when the environment names none; false when that does not run.
local function reach(report, what, folder, pid, use, address)
  if pid then return use(address) or true end
  report(false, what, fs.stat(folder) and "does not run: ./sijang up starts it"
    or "there is none yet: ./sijang up makes it")
  return false
end

function checks.database(report, where)
  if cluster.managed().postgres and not reach(report, "database", where.data .. "/postgres",
    cluster.running(where).postgres, pg.use, postgres.address(where, "sijang_app")) then
    return
  end
  pg.query "select 1" -- a first question waits for a connection; only the next one is told why there is none
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

function checks.redis(report, where)
  local service = require "cluster.redis"
  if cluster.managed().redis and not reach(report, "redis", where.data .. "/redis", cluster.running(where).redis,
    redis.use, service.address(where)) then
    return
  end
  local answer, message = redis.call "PING"
  report(answer == "PONG", "redis", answer or ("%s: the mall works without it, only slower"):format(tostring(message)))
end

-- On a developer's machine letters stay in a mailbox of their own; whoever gives a database means it.
function checks.mail(report)
  if cluster.managed().postgres or runtime.development() then return end
  local mail = require "mail"
  local problem = mail.problem()
  report(problem == nil, "mail", problem or "leaves by " .. runtime.setting("MAIL_URL"):match "^%l+")
  local ok, waiting = pcall(mail.waiting)
  if not ok then return end -- the database has been reported
  local old = waiting.oldest and waiting.oldest > 3600
  report(not old, "letters", waiting.waiting == 0 and "none waits"
    or ("%d wait, the oldest for %d minutes"):format(waiting.waiting, waiting.oldest / 60))
end

-- Whose contracts are in force, and whether any is one of tests; the keys are nobody's to read here.
function checks.payments(report, where)
  if not runtime.setting "PAYMENT_FILE" then
    local file = require("cluster.providers").contracts(where)
    return report(true, "payments", fs.stat(file) and "stand-ins of up" or "bank transfers alone: PAYMENT_FILE is not set")
  end
  local payment = require "payment"
  local loaded, sentence = payment.load()
  if not loaded then return report(false, "payments", sentence) end
  local list = {}
  for i, one in ipairs(payment.contracts()) do list[i] = ("%s: %s%s"):format(one.mall, one.provider,
    one.mode == "test" and " (test)" or "") end
  report(true, "payments", #list > 0 and table.concat(list, ", ") or "no contracts in PAYMENT_FILE")
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
  judges_settings = true,
  usage = "[OPTIONS]",
  text = [[
Looks at programs, disk, settings, the database, Redis, mail and payments, and says what to do about what is not well. Starts
nothing and changes nothing. Exit code 0 if all is well, 1 if something is not.]],
  flags = { { name = "data", value = "DIR", kind = "path", help = "the data folder that up was given" } },
  run = function(args)
    local bad = 0
    local function report(ok, name, text)
      if not ok then bad = bad + 1 end
      print(("%s %-28s %s"):format(ok and terminal.green("ok     ") or terminal.red("PROBLEM"), name, text))
    end
    local where = place.of(args.data)
    for _, name in ipairs { "programs", "disk", "assets", "settings", "database", "redis", "mail", "payments" } do
      local ok, problem = pcall(checks[name], report, where)
      if not ok then report(false, name, type(problem) == "table" and problem.sentence or tostring(problem)) end
    end
    print()
    settings()
    print(bad == 0 and "\nall is well" or ("\n%d problem%s"):format(bad, bad == 1 and "" or "s"))
    return bad == 0 and 0 or 1
  end,
}
