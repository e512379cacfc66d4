-- How long a search takes the database among 100,000 products, in a database of its own beside the demo malls'.

local crowd = require "bench.web.crowd"
local duel = require "bench.web.duel"
local fs = require "fs"
local json = require "json"
local process = require "process"
local runtime = require "runtime"
local servers = require "bench.web.servers"
local terminal = require "terminal"

local search = {}

--- The median of the slowest kind of search.
---@param report fun(row: table)
---@param settings table
function search.measure(report, settings)
  local list = terminal.progress("search among 100,000 products", function()
    local mall_id = servers.goods(settings, crowd.sql)
    local code, out, message = process.run { cwd = runtime.root(),
      argv = { fs.realpath("/proc/self/exe"), "lua", "bench/web/searcher.lua", mall_id },
      env = { DATABASE_URL = servers.address(settings.goods, "sijang_app") } }
    if code ~= 0 then error(("the searches ended with %s: %s"):format(tostring(code), message), 0) end
    return json.decode(out)
  end)
  local slowest, inside = list[1], {}
  for i, one in ipairs(list) do
    inside[i] = one.inside
    if one.inside > slowest.inside then slowest = one end
  end
  report { name = "slowest search in the database, 100,000 products", goal = 5, lower_is_better = true, unit = "ms",
    ratio = slowest.inside, ours = math.floor(slowest.inside * 100 + 0.5) / 100,
    spread = ("(‘%s’; by the clock %.2f; the middle one of %d: %.2f)")
      :format(slowest.q, slowest.whole, #list, duel.median(inside)) }
end

return search
