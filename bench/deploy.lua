-- What replacing the shop's logic costs while it sells: from a save to live on one node and on two, the way back, what
-- shoppers feel of a flip, what a thousand flips leave behind, and a storm of a hundred deploys of which thirty are broken.
-- The mall as production serves it, two workers a node, on one PostgreSQL; all on the cores of this one machine.

local breakages = require "bench.deploy.breakages"
local developer = require "bench.deploy.developer"
local duel = require "bench.web.duel"
local flips = require "bench.deploy.flips"
local fs = require "fs"
local nodes = require "bench.deploy.nodes"
local pace = require "bench.deploy.pace"
local pg = require "pg"
local runtime = require "runtime"
local servers = require "bench.web.servers"
local storm = require "bench.deploy.storm"
local terminal = require "terminal"

local ROUNDS, FLIPS, WARM = 100, 1000, 200
local DEPLOYS, BROKEN = 100, 30

local function rounded(value) return math.floor(value * 10 + 0.5) / 10 end

local function milliseconds(report, name, goal, value, times)
  report { name = name, goal = goal, lower_is_better = true, unit = "ms", ratio = value, ours = rounded(value),
    spread = ("(p50 %.0f, p99 %.0f, least %.0f)"):format(times.p50, times.p99, times.least) }
end

local function pace_of(report, hana, field)
  field:start "east"
  local one = terminal.progress("from a save to live on one node", function()
    return pace.forward(hana, { "east" }, ROUNDS)
  end)
  milliseconds(report, "save → live on one node, p50", 100, one.p50, one)
  milliseconds(report, "save → live on one node, p99", 250, one.p99, one)
  field:start "west"
  local both, back = terminal.progress("from a save to live on two nodes, and back", function()
    return pace.forward(hana, nodes.names, ROUNDS), pace.back(hana, nodes.names, ROUNDS)
  end)
  milliseconds(report, "save → live on two nodes, p99", 300, both.p99, both)
  milliseconds(report, "rollback → live on two nodes, p50", 50, back.p50, back)
  milliseconds(report, "rollback → live on two nodes, p99", 50, back.p99, back)
end

local function flips_of(report, hana, field)
  local felt = terminal.progress("flips under load", function() return flips.felt(hana, field) end)
  report { name = ("failed requests during %d flips of two nodes"):format(felt.count), goal = 0, lower_is_better = true,
    unit = "requests", ratio = felt.failed, ours = felt.failed }
  report { name = "p99 while releases flip − p99 without", goal = 2, lower_is_better = true, unit = "ms",
    ratio = duel.median(felt.differences), spread = ("(%.2f–%.2f)"):format(felt.differences[1],
    felt.differences[#felt.differences]), ours = rounded(duel.median(felt.busy)), peer = rounded(duel.median(felt.calm)) }
  local before, after = terminal.progress(FLIPS .. " flips", function(update)
    return flips.many(hana, field, FLIPS, WARM, update)
  end)
  report { name = ("memory of six workers after %d flips ÷ after %d"):format(FLIPS, WARM), goal = 1.1,
    lower_is_better = true, unit = "MB", ratio = after.memory / before.memory,
    ours = rounded(after.memory), peer = rounded(before.memory) }
  report { name = ("descriptors after %d flips − after %d"):format(FLIPS, WARM), goal = 0, lower_is_better = true,
    unit = "descriptors", ratio = after.descriptors - before.descriptors, ours = after.descriptors,
    peer = before.descriptors }
end

-- The slowest of those that have so long.
local function slowest(refusals, within)
  local found = { ms = 0, what = "-" }
  for _, one in ipairs(refusals) do
    if one.within == within and one.ms > found.ms then found = one end
  end
  return found
end

local function count(report, name, ratio, spread)
  report { name = name, goal = 0, lower_is_better = true, ratio = ratio, ours = ratio, spread = spread }
end

local function storm_of(report, hana, field)
  local found = terminal.progress("a storm of deploys", function(update)
    return storm.run(hana, field, DEPLOYS, BROKEN, update)
  end)
  local title = ("%d deploys, %d of them broken: "):format(DEPLOYS, BROKEN)
  count(report, title .. "failed requests", found.visit.failed, ("(of %d)"):format(found.visit.requests))
  count(report, title .. "mixed answers", found.mixed)
  count(report, title .. "ended otherwise than they should", #found.wrong, table.concat(found.wrong, "; "))
  local apart = 0
  for _, name in ipairs(nodes.names) do
    if found.epochs[name] ~= found.epoch or found.serves[name] ~= found.sha:sub(1, 12) then apart = apart + 1 end
  end
  count(report, title .. "nodes that do not serve the newest at the end", apart)
  for kind, within in pairs { [""] = breakages.IN_A_BLINK, [" of what hangs"] = breakages.AFTER_HANGING } do
    local one = slowest(found.refusals, within)
    report { name = title .. "slowest refusal" .. kind, goal = within, lower_is_better = true, unit = "ms", ratio = one.ms,
      ours = rounded(one.ms), spread = ("(%s)"):format(one.what) }
  end
end

return {
  summary = "hot deploy: how fast, how unnoticed, and how it stands a storm",
  run = function(report)
    local folder = runtime.root() .. "/build/bench/deploy"
    fs.remove(folder, true)
    assert(fs.mkdir(folder, 493, true))
    local settings = servers.prepare()
    servers.goods(settings, function() return "SELECT 1" end)
    pg.use(servers.address(settings.goods))
    local field
    local ok, problem = xpcall(function()
      local database = servers.address(settings.goods, "sijang_app")
      local hana = developer.new(folder, { user = database, owner = servers.address(settings.goods) })
      field = nodes.new { folder = folder, database = database, keys = hana.public_key,
        env = { REDIS_URL = settings.environment.REDIS_URL } }
      pace_of(report, hana, field)
      field:start_nginx()
      flips_of(report, hana, field)
      storm_of(report, hana, field)
    end, debug.traceback)
    if field then field:stop() end
    servers.stop_all()
    if not ok then error(problem, 0) end
  end,
}
