--- `test`: everything that can tell whether the tree works. Each spec file runs in a process of its own, two at a time,
--- against the run's own PostgreSQL and Redis; the last line is the total.

local clock = require "clock"
local fs = require "fs"
local fuzzing = require "suite.fuzzing"
local json = require "json"
local plan = require "suite.plan"
local process = require "process"
local progress = require "suite.progress"
local runtime = require "runtime"
local services = require "suite.services"
local task = require "task"
local terminal = require "terminal"
local variant = require "suite.variant"

local slots, longest_minutes = 2, 6
-- In the long run specs do what they do a little of otherwise as often as they can.
local long_minutes = 120

local running = {} -- pid → true, to be ended on Ctrl-C
local interrupted = false

local function argv_of(job, programs, result)
  if job.kind == "unit" then return { job.path } end
  return { programs .. "/sijang", "spec", job.path, "--result=" .. result }
end

-- The counts of a program that says them in its last line, or one test for its exit code.
local function unit_outcome(out, code)
  local passed, failed = out:match("(%d+) passed, (%d+) failed[^\n]*\n?$")
  if passed then
    return { passed = tonumber(passed), failed = math.max(tonumber(failed), code == 0 and 0 or 1), skipped = 0 }
  end
  return { passed = code == 0 and 1 or 0, failed = code == 0 and 0 or 1, skipped = 0 }
end

-- What was logged last: often the reason of a failure.
local function last_lines(text)
  local lines = {}
  for line in text:gmatch("[^\n]+") do
    lines[#lines + 1] = ("    log: %s\n"):format(line:sub(1, 400))
    if #lines > 8 then table.remove(lines, 1) end
  end
  return table.concat(lines)
end

local function run_job(job, slot, where, programs, long)
  local base = ("%s/%d/%s"):format(where.data, slot, job.name:gsub("/", "-"))
  local began = clock.monotonic()
  local environment = services.environment(where, slot)
  environment.LOG_FILE = base .. ".log"
  environment.SPEC_LONG = long and "1" or false
  local minutes = long and long_minutes or longest_minutes
  local child = assert(process.spawn { argv = argv_of(job, programs, base .. ".json"), cwd = runtime.root(),
    env = environment, stdin = "null", stdout = base .. ".out", stderr = base .. ".out" })
  running[child.pid] = true
  local code, signal = child:wait(minutes * 60 * 1000)
  if not code then
    process.kill(child.pid, "KILL")
    child:wait()
  end
  running[child.pid] = nil
  local out = fs.read(base .. ".out") or ""
  local outcome = job.kind == "unit" and unit_outcome(out, code) or json.decode(fs.read(base .. ".json") or "null")
  if type(outcome) ~= "table" then
    local late = signal == "timeout" and ("took longer than %d minutes"):format(minutes)
    out = out .. ("  FAILED  the process %s\n"):format(late or signal
      and "was ended by signal " .. signal or "ended with code " .. tostring(code))
    outcome = { passed = 0, failed = 1, skipped = 0 }
  end
  if outcome.failed > 0 then out = out .. last_lines(fs.read(base .. ".log") or "") end
  job.seconds = (clock.monotonic() - began) / 1000
  return outcome, out
end

local function show(job, outcome, out)
  local bad = outcome.failed > 0
  progress.clear()
  print(("%s %s  %d passed%s%s  (%.1fs)"):format(bad and "FAILED " or "ok     ", job.name, outcome.passed,
    bad and (", %d failed"):format(outcome.failed) or "",
    outcome.skipped > 0 and (", %d skipped"):format(outcome.skipped) or "", job.seconds))
  if bad or outcome.skipped > 0 or (job.kind == "spec" and out:find("%S")) then io.write(out) end
  io.stdout:flush()
end

local function run_all(jobs, where, programs, total, long)
  local next_job = 1
  local function lane(slot, alone)
    while jobs[next_job] and jobs[next_job].alone == alone do
      local job = jobs[next_job]
      next_job = next_job + 1
      progress.begin(job.name)
      local outcome, out = run_job(job, slot, where, programs, long)
      progress.done(job.name)
      if interrupted then return end
      for key in pairs(total) do total[key] = total[key] + outcome[key] end
      show(job, outcome, out)
    end
  end
  local lanes = {}
  for slot = 1, slots do lanes[slot] = task.spawn(lane, slot, false) end
  for _, handle in ipairs(lanes) do handle:join() end
  lane(1, true)
end

local function stop_when_interrupted(where)
  local function interrupt()
    interrupted = true
    for pid in pairs(running) do process.kill(pid, "KILL") end
    services.stop(where)
    io.stderr:write("\ninterrupted\n")
    os.exit(130)
  end
  for _, signal in ipairs { "INT", "TERM", "HUP" } do
    process.on_signal(signal, function() task.spawn(interrupt) end)
  end
end

return {
  summary = "run all tests, or those whose name contains PATTERN",
  usage = "[PATTERN] [OPTIONS]",
  text = [[
Runs the C units, the specs, the system and browser specs and a short fuzz run against a PostgreSQL and a Redis
made for the run. The last line is the total; the exit code is 0 only if something ran and nothing failed.]],
  flags = {
    { name = "asan", help = "build and test the AddressSanitizer and UndefinedBehaviorSanitizer variant" },
    { name = "long", help = "also what takes hours: crowds, kills and faults as often as it takes to trust the outcome" },
    { name = "fuzz-seconds", value = "N", kind = "integer", help = "for each fuzz target; 5 unless told" },
  },
  operands = { min = 0, max = 1 },
  run = function(args)
    local pattern = args[1] and args[1]:gsub("^%./", "")
    local programs = runtime.root() .. "/build"
    if args.asan then programs = variant.build("asan", { "-DSANITIZE=ON" }) end
    variant.units(programs)
    local jobs = plan.jobs(pattern, programs, args.long)
    local total = { passed = 0, failed = 0, skipped = 0 }
    local where = services.place()
    stop_when_interrupted(where)
    services.start(where, slots)
    local ok, problem = progress.during(function()
      run_all(jobs, where, programs, total, args.long)
      local seconds = args.fuzz_seconds or 5
      if seconds > 0 and fuzzing.any() and (not pattern or pattern:find("^fuzz")) then
        local passed, failed = fuzzing.run(seconds, where.data .. "/fuzz")
        total.passed, total.failed = total.passed + passed, total.failed + failed
      end
    end)
    services.stop(where)
    if not ok then error(problem, 0) end
    plan.remember(jobs)
    if total.passed + total.failed == 0 then terminal.say("nothing was run: no test's name contains '%s'", pattern) end
    print(("%d passed, %d failed%s"):format(total.passed, total.failed,
      total.skipped > 0 and (", %d skipped"):format(total.skipped) or ""))
    return (total.failed > 0 or total.passed == 0) and 1 or 0
  end,
}
