--- `spec`: runs spec files in one process, verbosely. `test` runs each file this way, several at a time; by hand it is
--- the quick way to one file, with a PostgreSQL and a Redis of its own for the run.

local fs = require "fs"
local process = require "process"
local runtime = require "runtime"
local services = require "suite.services"

local function here(words, flags)
  local outcome = require("suite.busted").run(words, { verbose = not flags.result, filter = flags.filter })
  if flags.result then
    assert(fs.write(flags.result, require("json").encode(outcome)))
  else
    print(("%d passed, %d failed%s"):format(outcome.passed, outcome.failed,
      outcome.skipped > 0 and (", %d skipped"):format(outcome.skipped) or ""))
  end
  return (outcome.failed > 0 or outcome.passed == 0) and 1 or 0
end

return {
  summary = "run spec files, one after the other",
  usage = "FILE… [OPTIONS]",
  text = "Runs spec files in one process and names every case. What they log goes to build/log/spec.log.",
  flags = {
    { name = "filter", value = "PATTERN", help = "only the cases whose name matches this Lua pattern" },
    { name = "result", value = "FILE", kind = "path", help = "write the counts there and only say what failed" },
    { name = "long", help = "as the long run of `test` does: crowds, kills and faults in their full number" },
    { name = "alone", help = "without a PostgreSQL and a Redis for the run: enough for what is pure" },
  },
  operands = { min = 1 },
  run = function(args)
    for _, path in ipairs(args) do
      if not fs.stat(path) then error({ message = path .. ": no such spec file" }, 0) end
    end
    if args.alone or os.getenv("SPEC_SERVICES") then return here({ unpack(args) }, args) end
    local argv = { fs.realpath("/proc/self/exe"), "spec", unpack(args) }
    if args.filter then argv[#argv + 1] = "--filter=" .. args.filter end
    if args.result then argv[#argv + 1] = "--result=" .. args.result end
    local where = services.place()
    local child
    for _, signal in ipairs { "INT", "TERM" } do
      process.on_signal(signal, function()
        if child then return process.kill(child.pid, "TERM") end
        services.stop(where)
        os.exit(130)
      end)
    end
    services.start(where)
    local ok, problem = pcall(function()
      local environment = services.environment(where, 1)
      environment.LOG_FILE = runtime.root() .. "/build/log/spec.log"
      environment.SPEC_LONG = args.long and "1" or false
      child = assert(process.spawn { argv = argv, env = environment })
      return (child:wait())
    end)
    services.stop(where)
    if not ok then error(problem, 0) end
    return problem or 130
  end,
}
