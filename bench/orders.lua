-- What orders cost. Placements through HTTP, as production serves them, beside pgbench sending the very statements of a
-- placement's transaction to the same PostgreSQL: once everybody wants the same goods, once everybody something else. How
-- soon those are told who come too late, and a provider who tells of a deposit; how long the list of a million orders takes.

local field = require "bench.orders.field"
local list = require "bench.orders.list"
local notices = require "bench.orders.notices"
local placing = require "bench.orders.placing"

return {
  summary = "orders beside pgbench with the same statements, losers of a flash sale, notices, the list of a million",
  run = function(report)
    local ok, problem = xpcall(function()
      field.prepare()
      placing.contended(report)
      placing.uncontended(report)
      notices.measure(report, placing.plenty())
      list.measure(report)
    end, debug.traceback)
    field.stop_all()
    if not ok then error(problem, 0) end
  end,
}
