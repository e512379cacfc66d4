--- A site that does nothing but jobs, served by the real program: the tree's own queue with kinds made for specs. What they do
--- leaves a row in `effect`, one a job and word.

local database = require "spec.support.database"
local fs = require "fs"
local pg = require "pg"
local process = require "process"
local queue = require "queue"
local runtime = require "runtime"
local server = require "spec.support.server"

local site = {}
site.__index = site

local app = [[
local log = require "log"
local pg = require "pg"
local queue = require "queue"
local task = require "task"

local insert = "INSERT INTO effect (job_id, what) VALUES ($1, $2) ON CONFLICT DO NOTHING"
local function leave(job, what) pg.write(insert, job.id, what) end

-- Says that it has come so far, and at the first attempt goes no further.
local function stop(args, job, here)
  if args.stop ~= here or job.attempt > 1 then return end
  leave(job, "stopped " .. here)
  task.sleep(60000)
end

local soon = { base = 0.05, cap = 0.1 }
local function kind(name, given)
  given.kind, given.lease, given.backoff = name, given.lease or 1, soon
  return given
end

local kinds = {
  kind("test.note", { run = function(args, job)
    stop(args, job, "begun")
    leave(job, "noted")
    stop(args, job, "noted")
    return true
  end }),
  kind("test.finish", { run = function(args, job)
    stop(args, job, "begun")
    if args.pause then leave(job, "paused") task.sleep(args.pause) end
    local done, why = pg.tx(function(tx)
      tx:rows(insert, job.id, "finished")
      return job:finish(tx)
    end)
    if not done then log.warn("finish.refused", { code = why.code }) return nil, why end
    stop(args, job, "finished")
    return true
  end }),
  kind("test.sleep", { lease = 60, run = function(args, job)
    leave(job, "begun")
    task.sleep(args.ms)
    leave(job, "slept")
    return true
  end }),
  kind("test.raise", { attempts = 2, run = function() error "고장" end }),
  kind("test.hang", { attempts = 2, timeout = 0.3, run = function() task.sleep(60000) end }),
  kind("test.hoard", { attempts = 2, run = function()
    local hoard = {}
    while true do hoard[#hoard + 1] = ("x"):rep(1000000) .. #hoard end
  end }),
  kind("test.picky", { args = { n = "integer" }, run = function() return true end }),
  kind("test.later", { run = function(_, job)
    leave(job, "asked")
    return nil, { code = "test.later", snooze = 0.1 + (pg.row "SELECT count(*)::int AS n FROM effect").n * 3600 - 3600 }
  end }),
  kind("test.rated", { rate = { count = 3, per = 36000 }, run = function(_, job)
    leave(job, "rated")
    return true
  end }),
  kind("test.held", { lease = 60, concurrency = 1, run = function(_, job)
    leave(job, "held")
    return true
  end }),
  kind("test.single", { concurrency = 1, run = function(_, job)
    leave(job, "begun") task.sleep(100) leave(job, "ended")
    return true
  end }),
}

local schedule = {}
for i = 1, SCHEDULED do schedule[i] = { name = "every" .. i, cron = "* * * * *", kind = "test.note", missed = "once" } end
queue.know(kinds, schedule)

return {
  handle = function() return 200, {}, "WORD" end,
  admit = function() end,
  self_check = function() return true end,
  jobs = queue.hooks(),
}
]]

local function text(word, scheduled) return (app:gsub("SCHEDULED", tostring(scheduled or 0)):gsub("WORD", word or "one")) end

--- Makes the database that sites work in.
function site.setup()
  site.database = database.create()
  pg.use(database.address(site.database, "sijang"))
  pg.rows "CREATE TABLE effect (job_id uuid, what text, at timestamptz DEFAULT clock_timestamp(), PRIMARY KEY (job_id, what))"
  pg.rows "GRANT SELECT, INSERT ON effect TO sijang_app"
end

function site.teardown()
  pg.use(database.address("postgres", "sijang"))
  database.drop(site.database)
end

function site.empty() pg.rows "TRUNCATE job, job_batch, job_history, job_slot, job_limit, effect" end

--- Starts one; `scheduled`: so many entries that are due each minute.
---@param env table<string, string>|nil
---@param scheduled integer|nil
function site.start(env, scheduled)
  local settings = { WORKERS = "1", JOB_WORKERS = "1", DATABASE_URL = database.address(site.database), LOG_LEVEL = "debug" }
  for name, value in pairs(env or {}) do settings[name] = value end
  local self = server.start { app = text("one", scheduled), env = settings, ready = false }
  for _, name in ipairs { "queue", "shared" } do
    assert(fs.symlink(runtime.root() .. "/app/" .. name, self.root .. "/app/" .. name))
  end
  return self
end

--- New logic, as a save makes it.
function site.flip(one, word) one:write("app/boot.lua", text(word)) end

---@return string id
function site.enqueue(kind, args, options)
  return pg.tx(function(tx) return queue.enqueue(tx, kind, args or {}, options) end)
end

--- The pid of a job worker, by the name that its log lines carry.
function site.pid(one, name)
  for _, pid in ipairs(one:workers()) do
    local words = (fs.read(("/proc/%d/cmdline"):format(pid)) or ""):gsub("%z", " ")
    local number = tonumber(words:match "worker (%d+)")
    if number and ("job worker %d"):format(number - tonumber(one.web or 1)) == name then return pid end
  end
end

function site.row(id) return pg.row("SELECT * FROM job WHERE id = $1", id) end
function site.past(id) return pg.row("SELECT * FROM job_history WHERE id = $1", id) end

--- Waits until it is in the history, and returns that row.
function site.done(id, ms) return server.eventually(function() return site.past(id) end, ms or 8000, "the end of a job") end

--- Waits until it is a dead letter.
function site.dead(id, ms)
  return server.eventually(function()
    local row = site.row(id)
    return row and row.state == "dead" and row
  end, ms or 8000, "a dead letter")
end

--- Waits until a job has left a word.
function site.left(id, what)
  return server.eventually(function() return pg.row("SELECT * FROM effect WHERE job_id = $1 AND what = $2", id, what) end, 8000, what)
end

--- How many effects of a word there are.
function site.effects(what) return pg.row("SELECT count(*)::int AS n FROM effect WHERE what = $1", what).n end

--- Kills a process in the way that leaves it no time.
function site.kill(pid) process.kill(pid, "KILL") end

return site
