-- All templates of the tree: what there is, and all of it compiled, so that no request has to. Read while a generation
-- loads, when files may still be read.

local fs = require "fs"
local runtime = require "runtime"
local keys = require "shared.keys"

local shelf = {}

local devices = { "pc", "mobile", "admin" }

-- The templates below a folder, by name ("cart/cart"), with their sources.
local function read_tree(folder, prefix, found)
  for _, entry in ipairs(fs.list(folder) or {}) do
    local path = folder .. "/" .. entry
    local stat = fs.stat(path)
    if stat and stat.type == "directory" then
      read_tree(path, prefix .. entry .. "/", found)
    elseif entry:find("%.html$") then
      found[prefix .. entry:sub(1, -6)] = fs.read(path) or ""
    end
  end
  return found
end

--- The templates by the folder they are in, each by its name, with their sources.
---@return table<string, table<string, string>>
function shelf.read()
  local root = runtime.root() .. "/templates/"
  local trees = { shared = read_tree(root .. "shared", "", {}) }
  for _, device in ipairs(devices) do trees[device] = read_tree(root .. device, "", {}) end
  return trees
end

--- Compiles them all.
---@param trees table<string, table<string, string>>
---@param sets table<string, template_set>  by device
---@return string[] problems  a line each, "file:line: reason"
function shelf.compile(trees, sets)
  local problems = {}
  for _, device in ipairs(devices) do
    if not next(trees[device]) then problems[#problems + 1] = "there are no templates in templates/" .. device end
  end
  for _, device in ipairs(devices) do
    -- of the shops' parts the back office uses a few: what it includes is compiled with it
    local names = keys.of_all { trees[device], device ~= "admin" and trees.shared or nil }
    for _, problem in ipairs(sets[device]:check(names)) do problems[#problems + 1] = problem end
  end
  return problems
end

return shelf
