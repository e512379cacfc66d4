--- What is built beside the binary that runs: the C units, the sanitizer variant, the fuzz targets, and what clang-tidy
--- reads.

local process = require "process"
local runtime = require "runtime"
local terminal = require "terminal"

local variant = {}

local function run(argv, what)
  local code, out, message = process.run { argv = argv, cwd = runtime.root() }
  if code ~= 0 then terminal.fail("%s does not build:\n%s%s", what, out or "", message or "") end
end

--- Builds the C units of a build folder that is there already.
---@param folder string
function variant.units(folder)
  terminal.progress("Building the C units", function() run({ "ninja", "-C", folder, "units" }, "a C unit") end)
end

--- Prepares a build folder of its own, with its compile database, without building anything.
---@param name string       folder under build/
---@param options string[]  for cmake
---@return string folder
function variant.prepare(name, options)
  local root = runtime.root()
  local folder = root .. "/build/" .. name
  run({ "cmake", "-S", root, "-B", folder, "-G", "Ninja", unpack(options) }, "the " .. name .. " variant")
  return folder
end

--- Makes a build folder of its own and builds in it.
---@param name string       folder under build/
---@param options string[]  for cmake
---@return string folder
function variant.build(name, options)
  return terminal.progress(("Building the %s variant"):format(name), function()
    local folder = variant.prepare(name, options)
    run({ "ninja", "-C", folder }, "the " .. name .. " variant")
    return folder
  end)
end

return variant
