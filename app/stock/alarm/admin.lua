-- The list of what is to be restocked.

local alarm = require "stock.alarm.store"
local grid = require "stock.alarm.grid"
local show_grid = require("flows.show_grid").run

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return alarm.list(mall_id, ask) end,
    count = function(ask) return alarm.count(mall_id, ask) end, all = function(ask) return alarm.all(mall_id, ask) end },
    { title = "재입고 알림", page = { title = "재입고 알림", crumbs = { { name = "재고", url = "/admin/stock" },
      { name = "재입고 알림" } } } })
end

return pages
