--- `lint`: what machines can say about the sources before anybody reads them. Every tool runs; any finding fails.

local fs = require "fs"
local process = require "process"
local runtime = require "runtime"
local terminal = require "terminal"
local variant = require "suite.variant"

local function walk(folder, suffix, found)
  for _, name in ipairs(fs.list(folder) or {}) do
    local path = folder .. "/" .. name
    local entry = fs.lstat(path)
    if entry.type == "directory" and name ~= "node_modules" then
      walk(path, suffix, found)
    elseif entry.type == "file" and name:find(suffix) then
      found[#found + 1] = path
    end
  end
  return found
end

local function sources(suffix)
  local root, found = runtime.root(), {}
  for _, folder in ipairs { "runtime", "bindings", "spec" } do walk(root .. "/" .. folder, suffix, found) end
  return found
end

local function with(argv, files)
  for _, file in ipairs(files) do argv[#argv + 1] = file end
  return argv
end

local tools = {
  { name = "luacheck", argv = function() return { "luacheck", "-q", "--codes", "--no-color", "." } end },
  { name = "clang-format", argv = function()
    return with({ "clang-format", "--dry-run", "--Werror" }, with(sources("%.c$"), sources("%.h$")))
  end },
  { name = "cppcheck", argv = function()
    return { "cppcheck", "--quiet", "--std=c11", "--enable=warning,performance,portability", "--inline-suppr",
      "--error-exitcode=1", "--suppress=missingIncludeSystem", "-D__linux__", "-Iruntime", "-Ibindings", "runtime",
      "bindings" }
  end },
  { name = "clang-tidy", argv = function()
    -- gcc's own options mean nothing to clang, so it reads the compile database of a clang build.
    local folder = variant.prepare("tidy", { "-DCMAKE_C_COMPILER=clang" })
    return { "run-clang-tidy", "-quiet", "-p", folder, runtime.root() .. "/(runtime|bindings)/.*" }
  end },
}

return {
  summary = "run luacheck, clang-format, cppcheck and clang-tidy over the tree",
  usage = "[TOOL]",
  operands = { min = 0, max = 1 },
  run = function(args)
    local findings, ran = 0, 0
    for _, tool in ipairs(tools) do
      if not args[1] or args[1] == tool.name then
        ran = ran + 1
        local code, out, message = terminal.progress(tool.name, function()
          return process.run { argv = tool.argv(), cwd = runtime.root() }
        end)
        if code == 0 then
          print("ok      " .. tool.name)
        else
          findings = findings + 1
          print("FAILED  " .. tool.name)
          io.write(out, message, "\n")
        end
      end
    end
    if ran == 0 then terminal.fail("there is no tool %s here", args[1]) end
    return findings == 0 and 0 or 1
  end,
}
