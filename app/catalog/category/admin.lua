-- Categories in the back office: their order, and one of them.

local forms = require "catalog.category.forms"
local store = require "catalog.category.store"
local edit_category = require "flows.edit_category"

local pages = {}

local URL = "/admin/categories"

function pages.list(ctx)
  return ctx:render("catalog/categories", { categories = store.all(ctx.mall.id), may_write = ctx.staff.can "products.write",
    page = { title = "분류" } })
end

--- POST the places that were typed: the smallest comes first.
function pages.order(ctx)
  local list = {}
  for i, category in ipairs(store.all(ctx.mall.id)) do
    local typed = ctx.form_fields["position." .. category.id]
    list[i] = { id = category.id, at = i, place = type(typed) == "string" and tonumber(typed:match "^%s*(%d+)%s*$") or i }
  end
  table.sort(list, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    return a.at < b.at
  end)
  local ids = {}
  for i, one in ipairs(list) do ids[i] = one.id end
  local done, fault = edit_category.order(ctx, ids)
  if not done then return nil, fault end
  ctx:flash("ok", "순서를 바꿨어요.")
  return ctx:redirect(URL)
end

local function show(ctx, found, form, problem, status)
  local title = found and found.name or "분류 만들기"
  return ctx:render("catalog/category", { title = title, form = form, problem = problem,
    action = found and URL .. "/" .. found.id or URL .. "/new", may_write = ctx.staff.can "products.write",
    shop_url = found and "/c/" .. found.slug or nil, product_count = found and found.product_count or nil,
    products_url = found and "/admin/products?category=" .. found.id or nil,
    page = { title = title, crumbs = { { name = "분류", url = URL }, { name = title } } } }, status)
end

function pages.new(ctx) return show(ctx, nil, { values = {} }) end

function pages.create(ctx)
  local values, errors, typed = ctx:form(forms.new)
  if not values then return show(ctx, nil, { values = typed, errors = errors }, nil, 422) end
  local id, fault = edit_category.create(ctx, values)
  if not id then
    if not fault.fields then return nil, fault end
    return show(ctx, nil, { values = typed, errors = fault.fields }, nil, 422)
  end
  ctx:flash("ok", "분류를 만들었어요.")
  return ctx:redirect(URL)
end

local function find(ctx)
  local id = ctx.params.id
  return #id == 36 and id:find "^%x+%-%x+%-%x+%-%x+%-%x+$" and store.find(ctx.mall.id, id) or nil
end

function pages.edit(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  return show(ctx, found, { values = found, version = found.version })
end

function pages.save(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.category)
  if not values then return show(ctx, found, { values = typed, errors = errors, version = found.version }, nil, 422) end
  local done, fault = edit_category.run(ctx, found.id, values)
  if not done then
    local problem = not fault.fields and ctx:sentence(fault) or nil
    return show(ctx, find(ctx), { values = typed, errors = fault.fields, version = find(ctx).version }, problem,
      fault.code == "catalog.changed" and 409 or 422)
  end
  ctx:flash("ok", done.changed and "저장했어요." or "바뀐 것이 없어요.")
  return ctx:redirect(URL)
end

return pages
