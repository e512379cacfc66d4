--- The entrance of every command: finds runtime/command/NAME.lua, reads its arguments by its declaration and runs it.
--- Exit codes: 0 done, 1 it did not work, 2 the command line was wrong. A command that needs the database is run with
--- DATABASE_URL in its environment: when none is given, the embedded cluster is started (or found running). The binary
--- loads this file with the words of the command line.

local arguments = require "arguments"
local process = require "process"
local runtime = require "runtime"
local fs = require "fs"

--- All command names, in order.
local function names()
  local found = {}
  for _, file in ipairs(assert(fs.list(runtime.root() .. "/runtime/command"))) do
    local name = file:match("^(%a+)%.lua$")
    if name then found[#found + 1] = name end
  end
  table.sort(found)
  return found
end

local function load(name)
  for _, known in ipairs(names()) do
    if known == name then return require("command." .. name) end
  end
end

local function list()
  local lines = { "Usage: sijang COMMAND [OPTIONS]\n\nCommands:\n" }
  for _, name in ipairs(names()) do
    lines[#lines + 1] = ("  %-9s %s\n"):format(name, load(name).summary)
  end
  lines[#lines + 1] = "  serve     serve the malls: what up and production run\n"
  lines[#lines + 1] = "\nsijang COMMAND --help explains one of them.\n"
  return table.concat(lines)
end

local function wrong(text)
  io.stderr:write("sijang: ", text, "\n")
  return 2
end

local function traced(raised)
  if type(raised) ~= "string" or raised:find("\nstack traceback:\n", 1, true) then return raised end
  return debug.traceback(raised, 2)
end

-- Runs a command with the addresses of the embedded services in its environment. Services that did not run are stopped
-- after it; then the command runs in a process of its own, so that its connections have ended before the services do.
local function run_beside_services(definition, needs, args, words)
  local cluster = require "cluster"
  local where, started = cluster.ensure()
  local environment = cluster.environment(where)
  if needs == "owner" then environment.DATABASE_URL = environment.DATABASE_OWNER_URL end
  for name, value in pairs(environment) do process.setenv(name, value) end
  if not started then return definition.run(args) end
  process.on_signal("INT", function() end) -- Ctrl-C is for the command; what was started is stopped in any case
  local child, problem = process.spawn { argv = { fs.realpath("/proc/self/exe"), unpack(words) } }
  local code = child and child:wait()
  cluster.stop(where)
  return code or error(problem, 0)
end

-- CONFIG_FILE wins over the environment here as it does in serve: a mall configured by it is the one that is migrated,
-- seeded, asked. In the environment, whatever this command starts is told the same.
local function take_config_file()
  local given, message = runtime.config_file()
  if not given then return nil, message end
  for name, value in pairs(given) do process.setenv(name, value) end
  return true
end

local function run(definition, args, words)
  local needs, database = definition.needs, os.getenv("DATABASE_URL")
  if type(needs) == "function" then needs = needs(args) end
  if needs == "owner" and database then
    process.setenv("DATABASE_URL", os.getenv("DATABASE_OWNER_URL") or database)
  end
  if needs and (not database or (needs == "redis" and not os.getenv("REDIS_URL"))) then
    return run_beside_services(definition, needs, args, words) or 0
  end
  return definition.run(args) or 0
end

local function report(problem)
  if type(problem) ~= "table" then
    io.stderr:write("sijang: ", tostring(problem), "\n")
  elseif problem.sentence then
    io.stderr:write("sijang: ", problem.sentence, "\n")
  else
    io.stderr:write("sijang: ", tostring(problem.message or problem.code or problem), "\n")
  end
  return 1
end

local function main(words)
  local name = words[1]
  if not name or name == "--help" or name == "-h" or (name == "help" and not words[2]) then
    io.write(list())
    return name and 0 or 2
  end
  if name == "help" and words[2]:sub(1, 1) ~= "-" then words, name = { words[2], "--help" }, words[2] end
  local definition = load(name)
  if not definition then
    local near = arguments.nearest(name, names())
    return wrong(("unknown command '%s'%s; sijang --help lists all"):format(name,
      near and (" (did you mean %s?)"):format(near) or ""))
  end
  local args, problem = arguments.read(definition, { select(2, unpack(words)) })
  if not args then return wrong(("%s: %s; sijang %s --help explains it"):format(name, problem, name)) end
  if args.help then
    io.write(arguments.help(name, definition))
    return 0
  end
  local taken, message = take_config_file()
  if not taken and not definition.judges_settings then return wrong(message) end
  local ok, result = xpcall(run, traced, definition, args, words)
  if not ok then return report(result) end
  return result
end

return main { ... }
