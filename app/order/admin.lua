-- Orders in the back office: the list, one of them with all that happened to it, and the deposits that somebody saw on the
-- bank account.

local order = require "order"
local grid = require "order.grid"
local show_grid = require("flows.show_grid").run

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return order.list(mall_id, ask) end,
    count = function(ask) return order.count(mall_id, ask) end }, { title = "주문" })
end

return pages
