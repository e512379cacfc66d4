--- What the kernel says of a process that somebody else started: whether it lives (a zombie that its parent has not
--- collected yet does not), the words it was started with, and the folder it stands in.

local fs = require "fs"
local process = require "process"

local pid = {}

-- Files of /proc have no size, so they are read to the end.
local function slurp(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read("*a") or ""
  file:close()
  return text
end

--- Whether a process lives.
---@param id integer
---@return boolean
function pid.lives(id)
  if not process.alive(id) then return false end
  return slurp(("/proc/%d/stat"):format(id)):match("^.*%) (%a)") ~= "Z"
end

--- The words of its command line.
---@param id integer
---@return string[]
function pid.words(id)
  local words = {}
  for word in slurp(("/proc/%d/cmdline"):format(id)):gmatch("%Z+") do words[#words + 1] = word end
  return words
end

--- The folder it stands in.
---@param id integer
---@return string|nil
function pid.folder(id) return (fs.realpath(("/proc/%d/cwd"):format(id))) end

--- Whole text of a file whose size is not known, "" if there is none.
pid.slurp = slurp

return pid
