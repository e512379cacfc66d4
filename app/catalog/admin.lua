-- Products in the back office: the list, a new one, a copy of one, and one as shoppers would see it.

local forms = require "catalog.editor.forms"
local grid = require "catalog.grid"
local list = require "catalog.list.store"
local matrix = require "catalog.editor.matrix"
local preview_link = require "catalog.editor.preview_link"
local edit_product = require "flows.edit_product"
local preview_product = require "flows.preview_product"
local show_grid = require("flows.show_grid").run

local pages = {}

local TITLE = "상품 등록"

function pages.list(ctx)
  local mall_id = ctx.mall.id
  local actions = {}
  if ctx.staff.can "products.write" then
    actions = { { label = "가격·재고 일괄 수정", url = "/admin/goods-sheets", icon = "upload" },
      { label = TITLE, url = "/admin/products/new", icon = "plus", main = true } }
  end
  return show_grid(ctx, grid, { rows = function(ask) return list.list(mall_id, ask) end,
    count = function(ask) return list.count(mall_id, ask) end, all = function(ask) return list.all(mall_id, ask) end,
    options = { category = list.categories(mall_id) } }, { title = "상품", actions = actions })
end

local function show_new(ctx, form, status)
  local mall_id = ctx.mall.id
  return ctx:render("catalog/new", { form = form, categories = list.categories(mall_id), brands = list.brands(mall_id),
    options_most = matrix.OPTIONS_MOST,
    page = { title = TITLE, crumbs = { { name = "상품", url = "/admin/products" }, { name = TITLE } } } }, status)
end

function pages.new(ctx) return show_new(ctx, { values = {} }) end

function pages.create(ctx)
  local values, errors, typed = ctx:form(forms.new)
  if not values then return show_new(ctx, { values = typed, errors = errors }, 422) end
  local made, fault = edit_product.create(ctx, values, assert(matrix.read(forms.options_of(values))))
  if not made then
    if not fault.fields then return nil, fault end
    return show_new(ctx, { values = typed, errors = fault.fields }, 422)
  end
  ctx:flash("ok", "상품을 등록했어요. 사진과 정보고시를 채우면 판매할 수 있어요.")
  return ctx:redirect("/admin/products/" .. made.id)
end

function pages.duplicate(ctx)
  local made, fault = edit_product.duplicate(ctx, ctx.params.id)
  if not made then return nil, fault end
  ctx:flash("ok", "상품을 복사했어요. 이름과 재고를 확인해 주세요.")
  return ctx:redirect("/admin/products/" .. made.id)
end

--- A product as it would be on sale, to whoever has the address.
function pages.previewed(ctx)
  local id = preview_link.read(ctx.params.token)
  local view = id and preview_product.run(ctx.mall, id, ctx.base_url)
  if not view then return ctx:not_found() end
  return ctx:render("catalog/product", view)
end

return pages
