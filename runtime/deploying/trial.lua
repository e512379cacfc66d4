--- Builds what is about to be released as a worker would, in a process of its own that may hang or hoard: `sijang lua
--- trial.lua` with the files' folder as SIJANG_ROOT and as working directory. Prints a line of JSON: { stage, message,
--- trace }; stage is "sound", "load" or "check".

local SECONDS, MEGABYTES, EVERY = 8, 256, 10000 -- so that it is refused within ten, whatever else that takes

local clock = require "clock"
local json = require "json"

local exit, write, place = os.exit, io.write, debug.getinfo

-- What a generation has not: the commands' own modules, and globals.
local function narrow()
  package.path, package.cpath = "app/?.lua;app/?/init.lua;bindings/?.lua", ""
  for name in pairs(package.loaded) do
    if package.preload[name] or not (_G[name] or name == "_G" or name:find "^jit") then package.loaded[name] = nil end
  end
  for _, name in ipairs { "process", "tty", "keeper" } do package.preload[name] = nil end
  local function undefined(_, name) error(("the global %s is not defined"):format(tostring(name)), 2) end
  setmetatable(_G, { __index = undefined, __newindex = undefined, __metatable = false })
end

local function report(stage, message, trace)
  write(json.encode { stage = stage, message = message, trace = trace }, "\n")
  exit(stage == "sound" and 0 or 1)
end

-- Ends the process rather than raising: what loads for ever may well catch what is raised.
local function limit()
  local deadline = clock.monotonic() + SECONDS * 1000
  local function over(what)
    local at = place(3, "Sl")
    report("load", ("%s:%d: %s"):format(at.short_src, at.currentline, what))
  end
  jit.off()
  jit.flush()
  debug.sethook(function()
    if clock.monotonic() > deadline then over(("loading takes more than %d seconds"):format(SECONDS)) end
    if collectgarbage "count" > MEGABYTES * 1024 then
      collectgarbage()
      if collectgarbage "count" > MEGABYTES * 1024 then over(("loading takes more than %d MB"):format(MEGABYTES)) end
    end
  end, "", EVERY)
end

local function build()
  local boot = dofile "app/boot.lua"
  if type(boot) ~= "table" then error("app/boot.lua returns no table", 0) end
  for _, name in ipairs { "handle", "admit", "self_check" } do
    if type(boot[name]) ~= "function" then error("app/boot.lua returns no function " .. name, 0) end
  end
  local sound, problems = boot.self_check()
  if not sound then report("check", tostring(problems)) end
end

narrow()
limit()
local built, problem = xpcall(build, function(raised) return { tostring(raised), debug.traceback("", 2) } end)
debug.sethook()
if not built then report("load", problem[1], problem[2]) end
report "sound"
