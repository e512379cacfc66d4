--- What there is to test: spec files found in the tree, C units among what was built, fuzz targets; and in which order
--- and company. A spec that measures time or breaks the run's services says so in its opening comment ("Runs alone: …"),
--- and does; the rest run side by side, longest first. One that takes longer than anybody waits for says so, too
--- ("Long: …"), and is left out unless the long run is asked for.

local fs = require "fs"
local json = require "json"
local runtime = require "runtime"

local plan = {}

---@class job
---@field kind "spec"|"unit"|"fuzz"
---@field name string      as shown
---@field path string
---@field alone boolean    nothing else runs meanwhile
---@field seconds number   what it took last time

local function walk(folder, found)
  for _, name in ipairs(fs.list(folder) or {}) do
    local path = folder .. "/" .. name
    local entry = fs.stat(path)
    if entry and entry.type == "directory" then
      if name ~= "node_modules" then walk(path, found) end
    elseif name:find("_spec%.lua$") then
      found[#found + 1] = path
    end
  end
  return found
end

-- Whether the comment that a spec opens with says this.
local function says(path, words)
  local opening = (fs.read(path) or ""):match("^%-%-.-\n\n") or ""
  return opening:find(words, 1, true) ~= nil
end

local function times_path() return runtime.root() .. "/build/spec-times.json" end

--- The jobs whose name contains the pattern (plain text), in the order to run them.
---@param pattern string|nil
---@param programs string    the folder of the built programs
---@param long boolean|nil    the long run: with those that are left out otherwise
---@return job[]
function plan.jobs(pattern, programs, long)
  local root = runtime.root() .. "/"
  local times = json.decode(fs.read(times_path()) or "{}") or {}
  local jobs = {}
  local function add(kind, name, path)
    if pattern and not name:find(pattern, 1, true) then return end
    if kind == "spec" and not long and says(path, "Long:") then return end
    jobs[#jobs + 1] = { kind = kind, name = name, path = path, seconds = times[name] or 1,
      alone = kind == "spec" and says(path, "Runs alone:") }
  end
  for _, path in ipairs(walk(root .. "spec", {})) do add("spec", path:sub(#root + 1), path) end
  for _, name in ipairs(fs.list(programs) or {}) do
    if name:find("^unit_[%w_]+$") then add("unit", name, programs .. "/" .. name) end
  end
  table.sort(jobs, function(a, b)
    if a.alone ~= b.alone then return b.alone end
    if a.seconds ~= b.seconds then return a.seconds > b.seconds end
    return a.name < b.name
  end)
  return jobs
end

--- Remembers what each job took, for the next run's order.
---@param jobs job[]
function plan.remember(jobs)
  local times = json.decode(fs.read(times_path()) or "{}") or {}
  for _, job in ipairs(jobs) do times[job.name] = math.floor(job.seconds * 100) / 100 end
  fs.write(times_path(), json.encode(times))
end

return plan
