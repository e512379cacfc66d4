--- Follows the log of the web processes on a terminal: warnings and errors, a line each, as a person reads them.

local json = require "json"
local task = require "task"
local terminal = require "terminal"

local follow = {}

local known = { time = true, level = true, event = true, process = true, pid = true }

local function shown(line)
  local entry = json.decode(line)
  if type(entry) ~= "table" or (entry.level ~= "warn" and entry.level ~= "error") then return end
  local paint = entry.level == "error" and terminal.red or terminal.yellow
  local rest = {}
  for name, value in pairs(entry) do
    if not known[name] then rest[#rest + 1] = name .. "=" .. tostring(value) end
  end
  table.sort(rest)
  io.stderr:write(paint(entry.level), " ", tostring(entry.event), "  ", terminal.dim(table.concat(rest, "  ")), "\n")
end

--- Starts to follow a file from its present end.
---@param path string
---@return table task  cancel it to stop
function follow.start(path)
  return task.spawn(function()
    local file = io.open(path, "rb")
    if not file then return end
    file:seek("end")
    local rest = ""
    while true do
      local more = file:read("*a") or ""
      rest = rest .. more
      for line in rest:gmatch("([^\n]*)\n") do shown(line) end
      rest = rest:match("[^\n]*$")
      task.sleep(300)
    end
  end)
end

return follow
