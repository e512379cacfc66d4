--- Runs spec files with busted inside this very process, so that specs see the bindings as the mall does, and counts.
--- Waiting calls work in specs as they do in commands: they turn the loop until they are done.

local clock = require "clock"
local runtime = require "runtime"

local runner = {}

---@class outcome
---@field passed integer
---@field failed integer
---@field skipped integer

local function full_name(busted, element)
  local names = {}
  local at = element
  while at and at.descriptor ~= "file" and at.descriptor ~= "suite" do
    if at.name then table.insert(names, 1, at.name) end
    at = busted.context.parent(at)
  end
  return table.concat(names, " ")
end

local function sentence(message)
  if type(message) == "string" then return message end
  if type(message) == "table" and getmetatable(message) and getmetatable(message).__tostring then
    return tostring(message)
  end
  if type(message) == "table" then return require("pl.pretty").write(message) end
  return tostring(message)
end

-- The part of a traceback that lies in the tree: what busted does around it helps nobody.
local function own_trace(trace)
  local root, lines = runtime.root() .. "/", {}
  for line in (trace and trace.traceback or ""):gmatch("[^\n]+") do
    if line:find(":%d+:") and not line:find("/busted/", 1, true) and not line:find("/luassert/", 1, true)
      and not line:find("runtime/suite", 1, true) and not line:find("runtime/command", 1, true) then
      local at = line:find(root, 1, true)
      lines[#lines + 1] = "      " .. (at and line:sub(1, at - 1) .. line:sub(at + #root) or line):gsub("^%s+", "")
    end
  end
  return table.concat(lines, "\n")
end

local function subscribe(busted, outcome, options)
  local function complain(element, message, trace)
    outcome.failed = outcome.failed + 1
    local place = element.trace and element.trace.short_src
    io.write(("  FAILED  %s\n    %s\n"):format(full_name(busted, element), (sentence(message):gsub("\n", "\n    "))))
    local lines = own_trace(trace)
    if lines ~= "" then
      io.write(lines, "\n")
    elseif place then
      io.write(("      %s:%d\n"):format(place, element.trace.currentline))
    end
  end
  busted.subscribe({ "test", "end" }, function(element, _, status)
    if status == "success" then
      outcome.passed = outcome.passed + 1
      if options.verbose then io.write("  ok      ", full_name(busted, element), "\n") end
    elseif status == "pending" then
      outcome.skipped = outcome.skipped + 1
      io.write("  skipped ", full_name(busted, element), "\n")
    end
    return nil, true
  end)
  local function broken(element, _, message, trace)
    complain(element, message, trace)
    return nil, true
  end
  busted.subscribe({ "failure" }, broken)
  busted.subscribe({ "error" }, broken)
end

--- Runs files; prints what fails, with traces into the tree.
---@param files string[]           paths
---@param options {verbose: boolean|nil, filter: string|nil}|nil
---@return outcome
function runner.run(files, options)
  options = options or {}
  local outcome = { passed = 0, failed = 0, skipped = 0 }
  local busted = require "busted.core" ()
  require "busted" (busted)
  subscribe(busted, outcome, options)
  if options.filter then
    require "busted.modules.filter_loader" () (busted, { tags = {}, excludeTags = {}, filter = { options.filter },
      filterOut = {}, list = false, nokeepgoing = false, suppressPending = false })
  end
  local began = clock.monotonic()
  require "busted.modules.test_file_loader" (busted, { "lua" }) (files, {}, { excludes = {}, recursive = false })
  require "busted.execute" (busted) (1, {})
  busted.publish { "exit" }
  outcome.seconds = (clock.monotonic() - began) / 1000
  return outcome
end

return runner
