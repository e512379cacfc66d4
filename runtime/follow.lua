--- Follows the log of the web processes on a terminal: what went wrong, and when a change of the code went live, a line
--- each, as a person reads them. Every worker says the same of a change: it is told once.

local clock = require "clock"
local json = require "json"
local task = require "task"
local terminal = require "terminal"

local follow = {}

local known = { time = true, level = true, event = true, process = true, pid = true, serving = true, build_ms = true }
local memory_ms = 3000

-- The text of an entry that is worth a line, without what differs from worker to worker.
local function sentence(entry)
  if entry.event == "generation.live" and entry.generation > 1 then
    return terminal.green("live ") .. ("  generation %d answers now"):format(entry.generation)
  end
  if entry.level ~= "warn" and entry.level ~= "error" then return nil end
  local paint = entry.level == "error" and terminal.red or terminal.yellow
  local rest = {}
  for name, value in pairs(entry) do
    if not known[name] then
      local text = tostring(value):gsub("\nstack traceback:.*$", ""):gsub("%s+", " ")
      rest[#rest + 1] = name .. "=" .. text
    end
  end
  table.sort(rest)
  return paint(("%-5s"):format(entry.level)) .. "  " .. entry.event .. "  " .. terminal.dim(table.concat(rest, "  "))
end

--- Starts to follow a file from its present end.
---@param path string
---@return table task  cancel it to stop
function follow.start(path)
  local told = {} -- text → when
  local function show(line)
    local entry = json.decode(line)
    local text = type(entry) == "table" and entry.event and sentence(entry)
    if not text then return end
    local now = clock.monotonic()
    for other, at in pairs(told) do
      if now - at > memory_ms then told[other] = nil end
    end
    if not told[text] then io.stderr:write(text, "\n") end
    told[text] = now
  end
  return task.spawn(function()
    local file = io.open(path, "rb")
    if not file then return end
    file:seek("end")
    local rest = ""
    while true do
      rest = rest .. (file:read("*a") or "")
      for line in rest:gmatch("([^\n]*)\n") do show(line) end
      rest = rest:match("[^\n]*$")
      task.sleep(200)
    end
  end)
end

return follow
