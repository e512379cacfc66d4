--- A release laid out in a folder of its own for as long as somebody looks at it: what was read and signed, not what an
--- editor may save meanwhile. The binary's own half (bindings/, runtime/) stands beside it: it is not what is deployed.

local clock = require "clock"
local fs = require "fs"
local runtime = require "runtime"

local scratch = {}

local function lay_out(folder, made)
  local parents = {}
  for _, file in ipairs(made.files) do
    local parent = file.path:match "^(.*)/"
    if not parents[parent] then assert(fs.mkdir(folder .. "/" .. parent, 493, true)) end
    parents[parent] = true
    assert(fs.append(folder .. "/" .. file.path, made.contents[file.sha256]))
  end
  for _, name in ipairs { "bindings", "runtime" } do
    assert(fs.symlink(runtime.root() .. "/" .. name, folder .. "/" .. name))
  end
end

-- A thousand files that live for seconds cost a disk a second, and memory next to nothing.
local MEMORY, NAME, ABANDONED = "/dev/shm", "sijang-deploy", 3600

-- Whoever was killed has left what it had laid out.
local function sweep()
  for _, name in ipairs(fs.list(MEMORY) or {}) do
    local path = MEMORY .. "/" .. name
    local found = name:find("^" .. NAME:gsub("%-", "%%-") .. "%.%w+$") and fs.lstat(path)
    if found and found.type == "directory" and found.mtime < clock.now() - ABANDONED then fs.remove(path, true) end
  end
end

-- In memory unless TMPDIR says where, or there is no room.
local function lay_out_somewhere(made)
  if not os.getenv "TMPDIR" then
    sweep()
    local folder = fs.temp(NAME, MEMORY)
    if folder and pcall(lay_out, folder, made) then return folder end
    if folder then fs.remove(folder, true) end
  end
  local folder = assert(fs.temp(NAME))
  local ok, problem = pcall(lay_out, folder, made)
  if ok then return folder end
  fs.remove(folder, true)
  error(problem, 0)
end

--- Does something with a release's folder, and removes it, whatever happens.
---@generic T
---@param made {files: release.entry[], contents: table<string, string>}
---@param work fun(folder: string): T
---@return T
function scratch.with(made, work)
  local folder = lay_out_somewhere(made)
  local ok, result = xpcall(work, function(problem)
    return type(problem) == "string" and debug.traceback(problem, 2) or problem
  end, folder)
  fs.remove(folder, true)
  if not ok then error(result, 0) end
  return result
end

return scratch
