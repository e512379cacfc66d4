--- The short fuzz run: every libFuzzer target of spec/fuzz/ is built with clang and run for a few seconds on a copy of
--- its kept corpus. A crash leaves its input beside the log.

local fs = require "fs"
local process = require "process"
local progress = require "suite.progress"
local runtime = require "runtime"
local task = require "task"
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

local function fuzz(target, folder, seconds, scratch)
  local grown = scratch .. "/" .. target
  assert(fs.mkdir(grown, 448, true))
  local argv = { ("%s/fuzz_%s"):format(folder, target), "-max_total_time=" .. seconds, "-max_len=2048", "-timeout=5",
    "-rss_limit_mb=2048", "-print_final_stats=1",
    ("-artifact_prefix=%s/build/log/fuzz-%s-"):format(runtime.root(), target), grown }
  local kept = runtime.root() .. "/spec/fuzz/" .. target
  if fs.stat(kept) then argv[#argv + 1] = kept end
  progress.begin("fuzz " .. target)
  local code, out, message = process.run { argv = argv, cwd = scratch }
  progress.done("fuzz " .. target)
  progress.clear()
  if code == 0 then
    local executions = (out .. message):match("number_of_executed_units:%s*(%d+)") or "?"
    print(("ok      fuzz %s  %s inputs in %ds"):format(target, executions, seconds))
    return true
  end
  print(("FAILED  fuzz %s\n%s"):format(target, message:sub(-4000)))
  return false
end

--- Runs all targets, two at a time.
---@param seconds integer  for each target
---@param scratch string   a folder for copies of the corpora
---@return integer passed, integer failed
function fuzzing.run(seconds, scratch)
  local folder = variant.build("fuzz", { "-DFUZZ=ON", "-DSANITIZE=ON", "-DCMAKE_C_COMPILER=clang" })
  local targets, passed, failed = {}, 0, 0
  for _, name in ipairs(fs.list(folder)) do targets[#targets + 1] = name:match("^fuzz_([%w_]+)$") end
  local function lane()
    while #targets > 0 do
      if fuzz(table.remove(targets, 1), folder, seconds, scratch) then passed = passed + 1 else failed = failed + 1 end
    end
  end
  local lanes = { task.spawn(lane), task.spawn(lane) }
  for _, handle in ipairs(lanes) do handle:join() end
  return passed, failed
end

return fuzzing
