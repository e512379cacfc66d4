--- The short fuzz run: every libFuzzer target of spec/fuzz/ is built with clang and run for a few seconds on a copy of
--- its kept corpus. A crash leaves its input beside the log.

local fs = require "fs"
local process = require "process"
local runtime = require "runtime"
local terminal = require "terminal"
local variant = require "suite.variant"

local fuzzing = {}

--- Whether the tree has targets at all.
---@return boolean
function fuzzing.any()
  for _, name in ipairs(fs.list(runtime.root() .. "/spec/fuzz") or {}) do
    if name:find("%.c$") then return true end
  end
  return false
end

--- Runs all targets.
---@param seconds integer  for each target
---@param scratch string   a folder for copies of the corpora
---@return integer passed, integer failed
function fuzzing.run(seconds, scratch)
  local folder = variant.build("fuzz", { "-DFUZZ=ON", "-DSANITIZE=ON", "-DCMAKE_C_COMPILER=clang" })
  local passed, failed = 0, 0
  for _, name in ipairs(fs.list(folder)) do
    local target = name:match("^fuzz_([%w_]+)$")
    if target then
      local grown = scratch .. "/" .. target
      assert(fs.mkdir(grown, 448, true))
      local argv = { folder .. "/" .. name, "-max_total_time=" .. seconds, "-timeout=5", "-rss_limit_mb=2048",
        "-print_final_stats=1", "-artifact_prefix=" .. runtime.root() .. "/build/log/" .. name .. "-", grown }
      local kept = runtime.root() .. "/spec/fuzz/" .. target
      if fs.stat(kept) then argv[#argv + 1] = kept end
      local code, out, message = terminal.progress("Fuzzing " .. target, function()
        return process.run { argv = argv, cwd = scratch }
      end)
      local executions = (out .. message):match("number_of_executed_units:%s*(%d+)") or "?"
      if code == 0 then
        passed = passed + 1
        print(("ok      fuzz %s  %s inputs in %ds"):format(target, executions, seconds))
      else
        failed = failed + 1
        print(("FAILED  fuzz %s\n%s"):format(target, message:sub(-4000)))
      end
    end
  end
  return passed, failed
end

return fuzzing
