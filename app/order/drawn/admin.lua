-- The order machine in the back office: every axis as a picture and as a table, from the same data by which orders move.

local drawing = require "order.rules.drawing"
local guards = require "order.rules.guards"
local machine = require "order.machine"
local require_permission = require("flows.require_permission").run

local pages = {}

--- GET /admin/machine
function pages.show(ctx)
  local allowed, refused = require_permission(ctx, "orders.read")
  if not allowed then return nil, refused end
  local axes = {}
  for i, name in ipairs(machine.axes) do
    local axis = machine[name]
    axes[i] = { key = name, label = axis.label, of = axis.of, picture = drawing.axis(axis),
      rows = drawing.rows(axis, guards) }
  end
  return ctx:render("order/machine", { axes = axes,
    page = { title = "주문 규칙", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "주문 규칙" } } } })
end

return pages
