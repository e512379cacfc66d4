--- What can be known of a release before anybody else sees it: who knows whom in it, names that nobody defined, whether it
--- builds and passes its own check.

local clock = require "clock"
local crypto = require "crypto"
local fs = require "fs"
local json = require "json"
local process = require "process"
local release = require "release"
local runtime = require "runtime"
local task = require "task"

local inspection = {}

local BUILD_MS, LINT_MS = 9000, 60000 -- the trial ends itself before, unless it hangs where nothing can look

local function layers(made, known)
  local sources, before = {}, {}
  for path in pairs(known) do
    local below = path:match "^app/(.+)$"
    if below then before[below] = false end
  end
  for _, file in ipairs(made.files) do
    local path = file.path:match "^app/(.+)$"
    if path then
      sources[path] = made.contents[file.sha256]
      if known[file.path] then before[path] = known[file.path] == file.sha256 end
    end
  end
  return release.layers(sources, before)
end

-- Lua files that the live release has not: the others have been looked at before.
local function new_sources(made, known)
  local paths = {}
  for _, file in ipairs(made.files) do
    if file.path:find "%.lua$" and known[file.path] ~= file.sha256 then paths[#paths + 1] = file.path end
  end
  return paths
end

-- Errors and globals only: these would raise before a shopper. What else luacheck has to say is for `lint`.
local function look(folder, paths)
  local code, out, problem = process.run { argv = { "luacheck", "--no-config", "--std", "luajit", "--only", "0", "1",
    "--formatter", "plain", "--codes", "--no-color", "--", unpack(paths) }, cwd = folder, timeout_ms = LINT_MS }
  if not code then
    return {}, problem == "ENOENT" and "luacheck is not installed here (apt-get install lua-check)"
      or "luacheck did not end: " .. tostring(out)
  end
  local problems = {}
  for line in out:gmatch "[^\n]+" do
    local path, number, reason = line:match "^(.-):(%d+):%d+: %(%w+%) (.*)$"
    if path then problems[#problems + 1] = { path = path, line = tonumber(number), reason = reason } end
  end
  return problems
end

-- A whole tree takes a core for seconds: several share it.
local SHARE, MOST = 40, 4

local function lanes_for(count)
  local _, cores = (fs.read "/proc/cpuinfo" or ""):gsub("processor%s*:", "")
  return math.max(1, math.min(math.ceil(count / SHARE), cores, MOST))
end

local function lint(folder, paths)
  if #paths == 0 then return {} end
  local shares, lanes, problems, skipped = {}, lanes_for(#paths), {}, nil
  for i, path in ipairs(paths) do
    local share = shares[i % lanes] or {}
    share[#share + 1], shares[i % lanes] = path, share
  end
  local looking = {}
  for _, share in pairs(shares) do looking[#looking + 1] = task.spawn(look, folder, share) end
  for _, handle in ipairs(looking) do
    local found, why = handle:join()
    for _, problem in ipairs(found) do problems[#problems + 1] = problem end
    skipped = skipped or why
  end
  table.sort(problems, function(a, b) return a.path < b.path or a.path == b.path and a.line < b.line end)
  return problems, skipped
end

-- "path:line: reason", or what a loader says without a place: then the trace knows it.
local function located(message, trace)
  local path, line, reason = message:match "^([%w_./-]+):(%d+): (.*)$"
  if not path then
    reason = message
    path, line = (trace or ""):match "(app/[%w_./-]+):(%d+): in"
  end
  return { path = path or "app/boot.lua", line = tonumber(line), reason = reason }
end

local function problems_of(found)
  if found.stage == "load" then return { located(found.message:match "^[^\n]*", found.trace) } end
  local problems = {}
  for line in found.message:gmatch "[^\n]+" do
    local path, number, reason = line:match "^([%w_.-]+/[%w_./-]+):(%d*):? (.*)$"
    problems[#problems + 1] = { path = path or "self-check", line = tonumber(number), reason = reason or line }
  end
  return problems
end

-- Builds it as a worker would, with neither database nor cache at hand: loading asks for nothing.
local function try(folder)
  local code, out, message = process.run {
    argv = { fs.realpath "/proc/self/exe", "lua", runtime.root() .. "/runtime/deploying/trial.lua" }, cwd = folder,
    timeout_ms = BUILD_MS,
    env = { SIJANG_ROOT = folder, SIJANG_ENV = "production", SECRET_KEY = crypto.hex(crypto.random(32)), CONFIG_FILE = false,
      DATA_DIR = folder .. "/var", LOG_FILE = folder .. "/log", DATABASE_URL = false, DATABASE_OWNER_URL = false,
      DATABASE_DIRECT_URL = false, REDIS_URL = false },
  }
  local found = code and json.decode(out:match "[^\n]*\n?$" or "")
  if type(found) ~= "table" then
    local reason = message == "timeout" and ("it hangs while it loads: killed after %d seconds"):format(BUILD_MS / 1000)
      or ("it does not load: %s"):format((code and message ~= "" and message) or out)
    return { { path = "app/boot.lua", reason = (reason:gsub("%s+$", "")) } }
  end
  return found.stage == "sound" and {} or problems_of(found)
end

---@class deploying.inspection
---@field problems release.problem[]
---@field skipped string[]     what could not be looked at here, and why
---@field milliseconds integer

local function collect()
  local problems, seen = {}, {}
  return problems, function(more)
    for _, problem in ipairs(more) do
      local sentence = release.sentence(problem)
      if not seen[sentence] then problems[#problems + 1] = problem end
      seen[sentence] = true
    end
  end
end

--- Looks at a release.
---@param made release.bundle
---@param folder string                where it is laid out: scratch.lua
---@param known table<string, string>  sha256 by path of what was looked at before
---@return deploying.inspection
function inspection.run(made, folder, known)
  local began = clock.monotonic()
  local problems, take = collect()
  local trying = task.spawn(try, folder)
  take(layers(made, known))
  local complaints, skipped = lint(folder, new_sources(made, known))
  take(complaints)
  take(trying:join())
  return { problems = problems, skipped = { skipped }, milliseconds = math.floor(clock.monotonic() - began + 0.5) }
end

return inspection
