-- Stock in the back office: the list, and one SKU with all that ever moved it.

local forms = require "stock.forms"
local grid = require "stock.grid"
local list = require "stock.list.store"
local rules = require "stock.rules"
local store = require "stock.store"
local adjust_stock = require "flows.adjust_stock"
local show_grid = require("flows.show_grid").run

local pages = {}

local ENTRIES = 100

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return list.list(mall_id, ask) end,
    count = function(ask) return list.count(mall_id, ask) end, all = function(ask) return list.all(mall_id, ask) end },
    { title = "재고" })
end

local HOW = { add = "더하기", take = "빼기", set = "이 수량으로 맞추기" }

local function reasons()
  local options = {}
  for _, reason in ipairs(rules.REASONS) do
    if reason.offered then
      options[#options + 1] = { value = reason.name, label = reason.label, note = HOW[reason.how] }
    end
  end
  return options
end

local function find(ctx)
  local id = ctx.params.id
  return id:find("^%x+%-%x+%-%x+%-%x+%-%x+$") and #id == 36 and list.find(ctx.mall.id, id) or nil
end

local function entries_of(mall_id, sku_id)
  local entries = store.ledger(mall_id, sku_id, ENTRIES)
  for _, entry in ipairs(entries) do entry.label = rules.label(entry) end
  return entries
end

local function show(ctx, sku, form, problem, status)
  return ctx:render("stock/sku", { sku = { code = sku.code, label = sku.label, product = sku.product, on_hand = sku.on_hand,
    reserved = sku.reserved, free = sku.free, edit_url = "/admin/products/" .. sku.product_id .. "/options" },
    form = form, problem = problem, reasons = reasons(), entries = entries_of(ctx.mall.id, sku.id),
    action = "/admin/stock/" .. sku.id, may_write = ctx.staff.can "products.write",
    page = { title = sku.code .. " 재고", crumbs = { { name = "재고", url = "/admin/stock" }, { name = sku.code } } } }, status)
end

function pages.sku(ctx)
  local sku = find(ctx)
  if not sku then return ctx:not_found() end
  return show(ctx, sku, { values = { reason = "receive" } })
end

function pages.adjust(ctx)
  local sku = find(ctx)
  if not sku then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.adjust)
  if not values then return show(ctx, sku, { values = typed, errors = errors }, nil, 422) end
  values.sku_id = sku.id
  local moved, fault = adjust_stock.run(ctx, values)
  if not moved then return show(ctx, sku, { values = typed }, ctx:sentence(fault), 422) end
  ctx:flash("ok", ("재고를 %d개에서 %d개로 바꿨어요."):format(moved.on_hand - moved.delta, moved.on_hand))
  return ctx:redirect("/admin/stock/" .. sku.id)
end

return pages
