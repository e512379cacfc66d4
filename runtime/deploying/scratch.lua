--- A release laid out in a folder of its own for as long as somebody looks at it: what was read and signed, not what an
--- editor may save meanwhile. The binary's own half (bindings/, runtime/) stands beside it: it is not what is deployed.

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

--- Does something with a release's folder, and removes it, whatever happens.
---@generic T
---@param made {files: release.entry[], contents: table<string, string>}
---@param work fun(folder: string): T
---@return T
function scratch.with(made, work)
  local folder = assert(fs.temp "sijang-deploy")
  local ok, result = xpcall(function()
    lay_out(folder, made)
    return work(folder)
  end, function(problem) return type(problem) == "string" and debug.traceback(problem, 2) or problem end)
  fs.remove(folder, true)
  if not ok then error(result, 0) end
  return result
end

return scratch
