--- `console`: a Lua prompt inside the mall: its modules, its database, its bindings. A line is first tried as an
--- expression, whose values are shown; a line that is not finished goes on in the next.

local runtime = require "runtime"
local terminal = require "terminal"
local tty = require "tty"

local most_depth, most_entries = 4, 40

local function quoted(text) return ("%q"):format(text):gsub("\\\n", "\\n") end

local show

local function entries(value, depth, seen)
  local keys, rows = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and (type(a) == "number" or type(a) == "string") then return a < b end
    return type(a) < type(b)
  end)
  for i, key in ipairs(keys) do
    if i > most_entries then
      rows[#rows + 1] = ("… %d more"):format(#keys - most_entries)
      break
    end
    local name = type(key) == "number" and "" or (type(key) == "string" and key:match("^[%a_][%w_]*$") or
      "[" .. show(key, depth + 1, seen) .. "]") .. " = "
    rows[#rows + 1] = name .. show(value[key], depth + 1, seen)
  end
  return rows
end

--- How a value reads: tables with their content, cycles and depths cut.
function show(value, depth, seen)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" then return tostring(value) end
  local meta = getmetatable(value)
  if meta and rawget(meta, "__tostring") then return tostring(value) end
  if seen[value] or depth >= most_depth then return "{…}" end
  seen[value] = true
  local rows = entries(value, depth, seen)
  seen[value] = nil
  if #rows == 0 then return "{}" end
  local line = "{ " .. table.concat(rows, ", ") .. " }"
  if #line <= 100 then return line end
  local indent = ("  "):rep(depth + 1)
  return "{\n" .. indent .. table.concat(rows, ",\n" .. indent) .. "\n" .. ("  "):rep(depth) .. "}"
end

local function prompt(text)
  if tty.is(0) then
    io.write(text)
    io.flush()
  end
  return io.read("*l")
end

local function evaluate(chunk)
  local function outcome(ok, ...)
    if not ok then
      io.stderr:write(terminal.red(tostring((...))), "\n")
      return
    end
    local shown = {}
    for i = 1, select("#", ...) do shown[i] = show((select(i, ...)), 0, {}) end
    if #shown > 0 then print(table.concat(shown, "\t")) end
  end
  outcome(xpcall(chunk, function(raised)
    if type(raised) ~= "string" then return raised end
    -- What called the prompt is no news.
    return (debug.traceback(raised, 2):gsub("\n[^\n]*%[C%]: in function 'xpcall'\n.*$", ""))
  end))
end

local function read_chunk(environment)
  local text = prompt("> ")
  if not text then return nil end
  while true do
    local chunk = loadstring("return " .. text, "=console") or nil
    local problem
    if not chunk then chunk, problem = loadstring(text, "=console") end
    if chunk then return setfenv(chunk, environment) end
    local more = problem:find("<eof>", 1, true) and prompt(">> ")
    if not more then
      io.stderr:write(terminal.red(problem), "\n")
      return function() end
    end
    text = text .. "\n" .. more
  end
end

return {
  summary = "open a Lua prompt inside the mall",
  usage = "",
  text = [[
A Lua prompt with the mall's modules and database: catalog = require "catalog", pg.query("select now()"), …
The bindings pg, redis, json and clock are at hand; assignments stay until the end. Ctrl-D leaves.]],
  needs = "database",
  run = function()
    local environment = setmetatable({}, { __index = function(_, name)
      if name == "pg" or name == "redis" or name == "json" or name == "clock" or name == "crypto" or name == "text" then
        return require(name)
      end
      return _G[name]
    end })
    if tty.is(0) then print(("Sijang at %s. Ctrl-D leaves."):format(runtime.root())) end
    for chunk in read_chunk, environment do evaluate(chunk) end
    if tty.is(0) then print() end
    return 0
  end,
}
