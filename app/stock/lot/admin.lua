-- One lot in the back office: what is left of it, who got goods of it, and a way to stop its sale.

local forms = require "stock.forms"
local list = require "stock.list.store"
local rule_stock = require "flows.rule_stock"
local show_lot = require("flows.show_lot").run

local pages = {}

local function find(ctx)
  local id = ctx.params.id
  return id:find("^%x+%-%x+%-%x+%-%x+%-%x+$") and #id == 36 and show_lot(ctx.mall.id, id) or nil
end

local function show(ctx, lot, form, status)
  local sku = list.find(ctx.mall.id, lot.sku_id)
  local url = "/admin/stock/" .. lot.sku_id
  return ctx:render("stock/lot", { lot = lot, sku = { code = sku.code, label = sku.label, product = sku.product },
    form = form, may_write = ctx.staff.can "products.write", stop_action = lot.url .. "/stop",
      resume_action = lot.url .. "/resume",
    page = { title = lot.name, crumbs = { { name = "재고", url = "/admin/stock" }, { name = sku.code, url = url },
      { name = lot.name } } } },
    status)
end

function pages.show(ctx)
  local lot = find(ctx)
  if not lot then return ctx:not_found() end
  return show(ctx, lot, { values = {} })
end

function pages.stop(ctx)
  local lot = find(ctx)
  if not lot then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.stop)
  if not values then return show(ctx, lot, { values = typed, errors = errors }, 422) end
  local stopped, refused = rule_stock.stop(ctx, lot.id, values.why)
  if not stopped then return nil, refused end
  ctx:flash("ok", "이 로트는 이제 판매하지 않아요.")
  return ctx:redirect(lot.url)
end

function pages.resume(ctx)
  local lot = find(ctx)
  if not lot then return ctx:not_found() end
  local resumed, refused = rule_stock.stop(ctx, lot.id, nil)
  if not resumed then return nil, refused end
  ctx:flash("ok", "이 로트를 다시 판매해요.")
  return ctx:redirect(lot.url)
end

return pages
