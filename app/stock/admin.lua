-- Stock in the back office: the list, and one SKU with its lots, how it is sold, and all that ever moved it.

local forms = require "stock.forms"
local grid = require "stock.grid"
local list = require "stock.list.store"
local lot_rules = require "stock.lot.rules"
local lots = require "stock.lot.store"
local rules = require "stock.rules"
local store = require "stock.store"
local adjust_stock = require "flows.adjust_stock"
local rule_stock = require "flows.rule_stock"
local show_grid = require("flows.show_grid").run

local pages = {}

local ENTRIES, LOTS = 100, 50

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return list.list(mall_id, ask) end,
    count = function(ask) return list.count(mall_id, ask) end, all = function(ask) return list.all(mall_id, ask) end },
    { title = "재고", actions = { { label = "재입고 알림", url = "/admin/restock", icon = "bell" } } })
end

local HOW = { add = "더하기", take = "빼기", set = "이 수량으로 맞추기" }

-- What came in has a form of its own: it asks for the lot.
local function reasons()
  local options = {}
  for _, reason in ipairs(rules.REASONS) do
    if reason.offered and reason.name ~= "receive" then
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

local function lots_of(mall_id, sku)
  local shown, choices = {}, { { value = "", label = "자동으로 고르기" } }
  if not sku.keeps_lots then return shown, nil end
  for i, row in ipairs(lots.of_sku(mall_id, sku.id, LOTS)) do
    local lot = lot_rules.view(row)
    shown[i] = lot
    if #choices <= LOTS then
      choices[#choices + 1] = { value = lot.id, label = ("%s · %d개"):format(lot.best_before and lot.name ~= row.best_before
        and lot.name .. " · " .. lot.best_before or lot.name, lot.qty) }
    end
  end
  return shown, choices
end

-- `forms_of`: the form that came back, under its name; the others show what is.
local function show(ctx, sku, came_back, problem, status)
  local mall_id, url = ctx.mall.id, "/admin/stock/" .. sku.id
  local shown, choices = lots_of(mall_id, sku)
  return ctx:render("stock/sku", { sku = { code = sku.code, label = sku.label, product = sku.product, on_hand = sku.on_hand,
    reserved = sku.reserved, safety = sku.safety, blocked = sku.blocked, free = sku.free, keeps_lots = sku.keeps_lots,
    edit_url = "/admin/products/" .. sku.product_id .. "/options" },
    receipt = came_back.receipt or { values = {} }, adjustment = came_back.adjustment or { values = { reason = "count" } },
    policy = came_back.policy or { values = { safety = sku.safety, restock_at = sku.restock_at,
      least_days = sku.least_days } },
    problem = problem, reasons = reasons(), lots = shown, lot_choices = choices, entries = entries_of(mall_id, sku.id),
    action = url, policy_action = url .. "/policy", may_write = ctx.staff.can "products.write",
    page = { title = sku.code .. " 재고", crumbs = { { name = "재고", url = "/admin/stock" }, { name = sku.code } } } }, status)
end

function pages.sku(ctx)
  local sku = find(ctx)
  if not sku then return ctx:not_found() end
  return show(ctx, sku, {})
end

function pages.adjust(ctx)
  local sku = find(ctx)
  if not sku then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.adjust)
  local form = { values = typed, errors = errors }
  local came_back = typed.reason == "receive" and { receipt = form } or { adjustment = form }
  if not values then return show(ctx, sku, came_back, nil, 422) end
  values.sku_id = sku.id
  local moved, fault = adjust_stock.run(ctx, values)
  if not moved then return show(ctx, sku, came_back, ctx:sentence(fault), 422) end
  ctx:flash("ok", ("재고를 %d개에서 %d개로 바꿨어요."):format(moved.on_hand - moved.delta, moved.on_hand))
  return ctx:redirect("/admin/stock/" .. sku.id)
end

function pages.policy(ctx)
  local sku = find(ctx)
  if not sku then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.policy)
  if not values then return show(ctx, sku, { policy = { values = typed, errors = errors } }, nil, 422) end
  local done, fault = rule_stock.set(ctx, sku, values)
  if not done then return show(ctx, sku, { policy = { values = typed } }, ctx:sentence(fault), 422) end
  ctx:flash("ok", done.skus > 1 and ("옵션 %d개의 판매 기준을 바꿨어요."):format(done.skus) or "판매 기준을 바꿨어요.")
  return ctx:redirect("/admin/stock/" .. sku.id)
end

return pages
