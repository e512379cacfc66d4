-- What a product's pages in the back office show: what stands above each of them, and each one's form. Pure.

local completeness = require "catalog.editor.completeness"
local description = require "catalog.editor.description"
local forms = require "catalog.editor.forms"
local money = require "shared.money"
local notice = require "catalog.rules.notice"

local view = {}

local TABS = {
  { name = "facts", label = "기본 정보", path = "" }, { name = "options", label = "옵션·가격·재고", path = "/options" },
  { name = "pictures", label = "사진", path = "/pictures" }, { name = "description", label = "상세 설명", path = "/description" },
  { name = "notice", label = "정보고시", path = "/notice" }, { name = "history", label = "변경 기록", path = "/history" },
}

local states = {}
for _, status in ipairs(forms.STATUSES) do states[status.value] = { label = status.label, tone = status.tone } end

--- Where a part of a product is edited.
---@param id string
---@param tab string
---@return string
function view.url(id, tab)
  for _, one in ipairs(TABS) do
    if one.name == tab then return "/admin/products/" .. id .. one.path end
  end
  error("a product has no page called " .. tostring(tab), 2)
end

--- What stands above every page of a product.
---@param product table  of the editor's store
---@param open string    the page that is open
---@param may_write boolean
---@param shop string     where the mall is: "" for here
---@param token string    of the preview
---@return table
function view.head(product, open, may_write, shop, token)
  local parts, tabs, missing = completeness.parts(completeness.facts(product)), {}, {}
  local by_tab = {}
  for _, part in ipairs(parts) do
    if not part.done then
      by_tab[part.tab] = true
      missing[#missing + 1] = { label = part.label, url = view.url(product.id, part.tab), need = part.need,
        text = part.text }
    end
  end
  for i, tab in ipairs(TABS) do
    tabs[i] = { label = tab.label, url = view.url(product.id, tab.name), active = tab.name == open,
      gap = by_tab[tab.name] or false }
  end
  local statuses = {}
  for _, status in ipairs(forms.STATUSES) do
    if status.value ~= product.status and status.value ~= "draft" then
      statuses[#statuses + 1] = { value = status.value, label = status.value == "on_sale" and "판매 시작" or status.label }
    end
  end
  return { id = product.id, name = product.name, code = product.code, state = states[product.status],
    version = product.version, tabs = tabs, statuses = statuses, percent = completeness.percent(parts), missing = missing,
    may_write = may_write, preview_url = shop .. "/preview/" .. token,
    shop_url = product.status == "on_sale" and shop .. "/p/" .. product.slug or nil }
end

--- The form of the facts as they are.
---@return table values
function view.facts(product)
  local values = { tags = table.concat(product.tags, ", ") }
  for _, name in ipairs { "name", "code", "slug", "brand", "category_id", "summary", "origin", "maker", "storage_method",
    "expiry_text", "perishable", "tax_free", "is_new", "is_best", "rank" } do values[name] = product[name] end
  return values
end

---@return table values
function view.options(product)
  local values = {}
  for i, option in ipairs(product.options) do
    values["option_name_" .. i], values["option_values_" .. i] = option.name, table.concat(option.labels, ", ")
  end
  return values
end

--- The table of SKUs; `typed` and `errors` by a SKU's id, where the table came back.
---@return table[]
function view.skus(product, typed, errors)
  local list = {}
  for i, sku in ipairs(product.skus) do
    local values = typed and typed[sku.id]
    if not values then
      values = { stock = sku.on_hand, stock_was = sku.on_hand }
      values.price, values.list_price = money.group(sku.price), sku.list_price and money.group(sku.list_price)
      for _, name in ipairs { "code", "max_qty", "active", "weight_g", "unit_label", "unit_size",
        "unit_quantity" } do values[name] = sku[name] end
    end
    list[i] = { id = sku.id, label = sku.label ~= "" and sku.label or "기본", values = values,
      errors = errors and errors[sku.id], reserved = sku.reserved, stock_url = "/admin/stock/" .. sku.id }
  end
  return list
end

---@return {description:string} values
function view.description(product) return { description = description.write(product.description) } end

--- The notice's form: which kind, and what that kind demands.
---@param product table
---@param kind string|nil  that was chosen just now
---@return {kind:string, kinds:table[], fields:table[], values:table}
function view.notice(product, kind)
  local now, facts = completeness.notice(product)
  local kinds = { { value = "", label = "품목을 고르세요" } }
  for i, one in ipairs(notice.KINDS) do kinds[i + 1] = { value = one.name, label = one.label } end
  kind = kind and notice.fields(kind) and kind or now
  local fields, values = {}, { kind = kind }
  for i, field in ipairs(notice.fields(kind) or {}) do
    fields[i] = { name = "f_" .. field.key, label = field.label, kind = "area", rows = 2, max = 500 }
    values["f_" .. field.key] = facts[field.key] or ""
  end
  return { kind = kind, kinds = kinds, fields = fields, values = values }
end

return view
