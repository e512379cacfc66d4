--- `bench`: measures speed beside peers on this very machine, in one run. Each file bench/NAME.lua returns
--- { summary = …, run = function(report, options) … end } and calls report for every measurement with
--- { name, ours, peer, ratio, spread, goal, lower_is_better, unit }.

local fs = require "fs"
local json = require "json"
local runtime = require "runtime"
local terminal = require "terminal"

local function names()
  local found = {}
  for _, file in ipairs(fs.list(runtime.root() .. "/bench") or {}) do
    local name = file:match("^([%w_]+)%.lua$")
    if name then found[#found + 1] = name end
  end
  return found
end

local function machine()
  local cpu, cores = nil, 0
  for line in io.lines("/proc/cpuinfo") do
    local model = line:match("^model name%s*:%s*(.*)$")
    if model then cpu, cores = model, cores + 1 end
  end
  local kernel = (fs.read("/proc/sys/kernel/osrelease") or "?"):gsub("%s+$", "")
  local memory = 0
  for line in io.lines("/proc/meminfo") do memory = tonumber(line:match("^MemTotal:%s*(%d+)")) or memory end
  return ("%d × %s, %.0f GB, Linux %s"):format(cores, cpu or "?", memory / 1048576, kernel)
end

-- What programs are told of a measurement: these fields and no others, null where there is nothing to tell.
local function as_json(row)
  local fields = {}
  for _, name in ipairs { "name", "ratio", "goal", "ours", "peer", "unit" } do
    fields[name] = row[name] == nil and json.null or row[name]
  end
  fields.lower_is_better = row.lower_is_better == true
  return json.encode(fields)
end

local function reached(row)
  if not row.goal then return true end
  if row.lower_is_better then return row.ratio <= row.goal end
  return row.ratio >= row.goal
end

return {
  summary = "measure speed beside peers: bench [NAME …]",
  usage = "[NAME …] [OPTIONS]",
  flags = { { name = "json", help = "one JSON object a line, for programs: first the machine, then what was measured" } },
  operands = { min = 0 },
  run = function(args)
    local all, wanted = names(), { unpack(args) }
    if #wanted == 0 then wanted = all end
    if #wanted == 0 then terminal.fail("there is nothing in bench/ to run") end
    print(args.json and json.encode { machine = machine() } or machine())
    io.stdout:flush()
    local missed = 0
    for _, name in ipairs(wanted) do
      if not fs.stat(("%s/bench/%s.lua"):format(runtime.root(), name)) then
        terminal.fail("there is no bench '%s'; there are: %s", name, table.concat(all, ", "))
      end
      require("bench." .. name).run(function(row)
        local good = reached(row)
        if not good then missed = missed + 1 end
        if args.json then
          print(as_json(row))
        else
          print(("%s %-44s %8.2f %s  goal %s%s  (ours %s, peer %s %s)"):format(good and "ok    " or "MISSED", row.name,
            row.ratio, row.spread or "", row.lower_is_better and "≤ " or "≥ ", tostring(row.goal or "–"),
            tostring(row.ours), tostring(row.peer), row.unit or ""))
        end
        io.stdout:flush()
      end, args)
    end
    return missed == 0 and 0 or 1
  end,
}
