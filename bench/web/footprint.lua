-- What has no peer but a promise: how much memory a worker holds after a hundred thousand requests, that a flip of
-- generations is noticed by nobody, and how soon a started mall answers.

local duel = require "bench.web.duel"
local fetch = require "fetch"
local fs = require "fs"
local load = require "bench.web.load"
local process = require "process"
local runtime = require "runtime"
local servers = require "bench.web.servers"
local task = require "task"
local terminal = require "terminal"

local footprint = {}

local root = runtime.root()

-- To so many parts of one.
local function rounded(value, parts) return math.floor(value * parts + 0.5) / parts end

local function workers(server)
  local found = {}
  for child in (fs.read(("/proc/%d/task/%d/children"):format(server.pid, server.pid)) or ""):gmatch("%d+") do
    local is_worker = (fs.read(("/proc/%s/cmdline"):format(child)) or ""):find("worker", 1, true)
    found[#found + 1] = is_worker and tonumber(child) or nil
  end
  return found
end

-- Megabytes, of the kernel's own account.
local function memory_of(pid)
  local account = assert(fs.read(("/proc/%d/smaps_rollup"):format(pid)))
  local function of(name) return tonumber(account:match("\n" .. name .. ":%s+(%d+) kB")) / 1024 end
  return { rss = of("Rss"), pss = of("Pss"), private = of("Private_Clean") + of("Private_Dirty") }
end

local function paths_of(server)
  local list, seen = { "/", "/cart", "/search?q=%EC%82%AC%EA%B3%BC", "/orders/lookup", "/terms" }, {}
  for _, page in ipairs { "/", "/c/drinks", "/c/fresh", "/c/meal-kits", "/c/snacks" } do
    local answer = assert(fetch.request { url = server.url .. page, allow_private = true })
    for path in answer.body:gmatch('href="(/[pc]/[%w-]+)"') do
      if not seen[path] then list[#list + 1], seen[path] = path, true end
    end
  end
  return list
end

--- The resident memory of the larger worker after 100,000 requests a worker over all kinds of pages.
function footprint.memory(report, settings)
  local server = servers.mall(settings, {})
  local file = root .. "/build/bench/paths"
  assert(fs.write(file, table.concat(paths_of(server), "\n") .. "\n"))
  local asked = 0
  terminal.progress("memory after 100,000 requests a worker", function()
    while asked < 200000 do
      asked = asked + load.wrk { url = server.url .. "/", seconds = 5, script = "bench/web/mixed.lua",
        env = { BENCH_PATHS = file } }.requests
    end
  end)
  local most
  for _, pid in ipairs(workers(server)) do
    local memory = memory_of(pid)
    if not most or memory.rss > most.rss then most = memory end
  end
  server:stop()
  report { name = "memory of a worker after 100,000 requests", goal = 40, lower_is_better = true, unit = "MB",
    ratio = most.rss, ours = rounded(most.rss, 10),
    spread = ("(shared out %.1f, its own %.1f)"):format(most.pss, most.private) }
end

-- How often a worker has gone over to a new generation.
local function flips_of(server)
  local answer = fetch.request { url = server.url .. "/metrics", allow_private = true }
  return tonumber((answer and answer.body or ""):match "\nsijang_generation_flips_total[^\n]- (%d+)") or 0
end

-- Shoppers for a while; `flipping` asks for a new generation meanwhile, 200 ms after the one before is there.
local function visit(server, flipping)
  local done = false
  local flips = 0
  local flipper = task.spawn(function()
    while flipping and not done do
      task.sleep(200)
      local before = flips_of(server)
      process.kill(server.pid, "HUP")
      repeat task.sleep(20) until done or flips_of(server) > before
      flips = flips + (done and 0 or 1)
    end
  end)
  local answered = load.wrk { url = server.url .. "/p/house-blend", seconds = 4, script = "bench/web/paced.lua",
    connections = 16, errors = true }
  done = true
  flipper:join()
  return answered, flips
end

--- Errors and the 99th percentile while generations flip, against the same load without flips.
function footprint.flip(report, settings)
  local server = servers.mall(settings, {})
  local calm, busy, differences, errors, flips = {}, {}, {}, 0, 0
  terminal.progress("flips under load", function()
    visit(server, false)
    for round = 1, 5 do
      local before = visit(server, false)
      local with, count = visit(server, true)
      calm[round], busy[round] = before.p99, with.p99
      differences[round] = with.p99 - before.p99
      errors, flips = errors + with.errors + before.errors, flips + count
    end
  end)
  server:stop()
  table.sort(differences)
  report { name = ("errors during %d flips under load"):format(flips), goal = 0, lower_is_better = true, unit = "errors",
    ratio = errors, ours = errors }
  report { name = "p99 while flipping − p99 without", goal = 2, lower_is_better = true, unit = "ms",
    ratio = duel.median(differences), spread = ("(%.2f–%.2f)"):format(differences[1], differences[5]),
    ours = rounded(duel.median(busy), 100), peer = rounded(duel.median(calm), 100) }
end

--- From the start of `sijang serve` to its first page.
function footprint.start(report, settings)
  local times = {}
  for round = 1, 5 do
    local server = servers.mall(settings, {})
    times[round] = server.ready_ms
    server:stop()
  end
  table.sort(times)
  report { name = "start: from serve to the first page", goal = 300, lower_is_better = true, unit = "ms",
    ratio = duel.median(times), spread = ("(%.0f–%.0f)"):format(times[1], times[5]),
    ours = rounded(duel.median(times), 1) }
end

return footprint
