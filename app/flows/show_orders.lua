-- The list of orders in the back office, under a board of how many wait at which stage.

local malls = require "mall"
local order = require "order"
local shipment = require "shipment"
local show_grid = require("flows.show_grid").run

local show_orders = {}

--- How many orders wait at which stage.
---@param mall_id string
---@return table<string, integer>  by status, and late, held, claimed
function show_orders.waiting(mall_id)
  return order.waiting(mall_id, order.STAGES, shipment.terms(malls.settings(mall_id).fulfilment).late_days)
end

--- Answers with the list, or with it as a file.
---@param ctx context
function show_orders.run(ctx)
  local mall_id, grid, can = ctx.mall.id, order.grid, ctx.staff.can
  local actions = {}
  if can "orders.write" then actions[1] = { label = "송장 일괄 등록", url = "/admin/invoices", icon = "upload" } end
  local query = ctx.args.export and "" or grid:read(ctx.args):query()
  return show_grid(ctx, grid, { rows = function(ask) return order.list(mall_id, ask) end,
    count = function(ask) return order.count(mall_id, ask) end, all = function(ask) return order.all(mall_id, ask) end },
    { title = "주문", actions = actions,
      board = ctx.args.export and {} or order.board(show_orders.waiting(mall_id), order.COUNTED, query) }, "order/list")
end

return show_orders
