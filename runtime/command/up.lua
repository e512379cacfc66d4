--- `up`: from nothing to a mall that answers. Every step looks first at what is there already, so that running it again
--- costs little and changes nothing.

local clock = require "clock"
local cluster = require "cluster"
local follow = require "follow"
local fs = require "fs"
local pid = require "pid"
local place = require "place"
local process = require "process"
local providers = require "cluster.providers"
local task = require "task"
local terminal = require "terminal"
local web = require "cluster.web"

-- Ctrl-C before the mall is open: nothing new is begun, and what was begun is taken back.
local interrupted = false
local working -- the process of the step under way

local function go_on()
  if interrupted then error("interrupted", 0) end
end

-- A step in a process of its own: it connects as whom it should, and leaves nothing behind in this one.
local function step(name, environment, owner)
  go_on()
  local given = {}
  for key, value in pairs(environment) do given[key] = value end
  if owner then given.DATABASE_URL = environment.DATABASE_OWNER_URL or os.getenv("DATABASE_OWNER_URL") end
  working = assert(process.spawn { argv = { fs.realpath("/proc/self/exe"), unpack(name) }, env = given,
    stdin = "null", stdout = "inherit", stderr = "inherit" })
  local code = working:wait()
  working = nil
  go_on()
  if code ~= 0 then terminal.fail("sijang %s did not succeed; nothing is served", table.concat(name, " ")) end
end

local function addresses(port)
  return ("http://localhost:%d/"):format(port), ("http://second.localhost:%d/"):format(port)
end

-- The way to the first account of the back office, while there is none.
local function owner_link(port, environment)
  local first = addresses(port)
  local code, out = process.run { argv = { fs.realpath("/proc/self/exe"), "staff", "first-owner", "--base", first },
    env = environment }
  return code == 0 and out:match "%S+" or nil
end

local function summary(where, port, seconds, detached, link)
  local payments = providers.running(where)
  local first, second = addresses(port)
  local bold, dim = terminal.bold, terminal.dim
  io.stderr:write(([[

  %s  %s
    %s
    %s

  %s  %s
  %s  %s
  %s  %s

]]):format(bold("시장이 열렸습니다"), dim(("Sijang is open (%.1fs)"):format(seconds)), bold(first), bold(second),
    dim("자료 Data "), where.data, dim("기록 Log  "), web.log(where), dim("멈춤 Stop "),
    detached and "./sijang stop" or "Ctrl-C"))
  if payments then
    io.stderr:write(("  %s  %s\n    %s\n\n"):format(bold("시험용 결제사"),
      dim("Stand-ins for payment providers: every method can be tried, no money moves"),
      bold(("http://127.0.0.1:%d/"):format(payments.port))))
  end
  if link then
    io.stderr:write(("  %s  %s\n    %s\n\n"):format(bold("첫 소유자 계정 만들기"),
      dim("The first owner's account: once, within a day"), bold(link)))
  end
  io.stderr:flush()
end

local function already(state)
  local first, second = addresses(state.port)
  io.stderr:write(("이미 열려 있습니다. Sijang is already running:\n  %s\n  %s\n"):format(first, second))
  return 0
end

local function stop(where)
  web.stop(where)
  providers.stop(where)
  cluster.stop(where)
  io.stderr:write("시장을 닫았습니다. Everything has stopped.\n")
end

local signals = { "INT", "TERM", "HUP" }

local function notice_interruption()
  interrupted = true
  if working then process.kill(working.pid, "INT") end
end

-- Waits in the foreground until somebody ends it: Ctrl-C here, `stop` elsewhere, or the web processes themselves; one master
-- may take over from another meanwhile.
local function stay(where, child)
  local asked, master = 0, child.pid
  local function ask()
    asked = asked + 1
    if asked > 1 then process.kill(master, "INT") end
  end
  for _, signal in ipairs(signals) do process.on_signal(signal, ask) end
  local watching = follow.start(web.log(where))
  repeat
    task.sleep(200)
    master = (web.running(where) or { pid = master }).pid
  until asked > 0 or not pid.lives(master)
  watching:cancel()
  if asked > 0 then
    io.stderr:write("\n")
    stop(where)
    return 0
  end
  local stopped_elsewhere = fs.stat(where.data .. "/serve.json") == nil
  if not stopped_elsewhere then terminal.say("the web processes ended by themselves; see %s", web.log(where)) end
  stop(where)
  return stopped_elsewhere and 0 or 1
end

return {
  summary = "install, build, make the database, seed the demo malls and serve",
  usage = "[OPTIONS]",
  text = [[
Opens the demo malls on this machine, with a PostgreSQL and a Redis of their own in var/, and stays in the
foreground until Ctrl-C. Where DATABASE_URL or REDIS_URL is set, that one is used and not managed.]],
  flags = {
    { name = "port", value = "PORT", kind = "integer", help = "HTTP port; the next free one from 8080 unless told" },
    { name = "detach", help = "return as soon as the mall answers; ./sijang stop ends it" },
    { name = "data", value = "DIR", kind = "path", help = "keep the data there instead of in var/" },
    { name = "empty", help = "do not seed the demo malls" },
  },
  run = function(args)
    local began = clock.monotonic()
    local where = place.of(args.data)
    local running = web.running(where)
    if running then return already(running) end
    local port = web.port(args.port)
    if where.note then terminal.say("%s", where.note) end
    for _, signal in ipairs(signals) do process.on_signal(signal, notice_interruption) end
    local link
    local ok, problem = xpcall(function()
      cluster.ensure(where)
      local environment = cluster.environment(where)
      step({ "migrate", "--quiet" }, environment, true)
      if not args.empty then step({ "seed", "--if-empty" }, environment) end
      go_on()
      if not args.empty then
        for name, value in pairs(providers.start(where, port)) do environment[name] = value end
      end
      local child = web.start(where, port, environment)
      link = owner_link(port, environment)
      go_on()
      return child
    end, function(raised) return type(raised) == "string" and debug.traceback(raised, 2) or raised end)
    if interrupted then -- what has failed, has failed because it was ended
      stop(where)
      return 130
    end
    if not ok then
      providers.stop(where)
      cluster.stop(where)
      error(problem, 0)
    end
    summary(where, port, (clock.monotonic() - began) / 1000, args.detach, link)
    if args.detach then return 0 end
    return stay(where, problem)
  end,
}
