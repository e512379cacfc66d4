-- What a product page states, made of the facts of the catalogue, the stock and the shipping terms. One view model serves
-- both designs, so both state the same.

local text = require "text"
local markup = require "shared.markup"
local card = require "catalog.rules.card"
local listing = require "catalog.rules.listing"

local rules = {}

local escape_into = text.escape_into

-- What descriptions are put together in, a moment each.
local html = require("string.buffer").new()

local function element(tag, content)
  html:put("<", tag, ">")
  escape_into(html, content)
  html:put("</", tag, ">")
end

local function items(tag, block)
  if block.title then element("h4", block.title) end
  html:put("<", tag, ">")
  for _, item in ipairs(block.items or {}) do element("li", item) end
  html:put("</", tag, ">")
end

local DRAW = {
  headline = function(block) element("h3", block.text) end,
  paragraph = function(block) element("p", block.text) end,
  points = function(block) items("ul", block) end,
  steps = function(block) items("ol", block) end,
}

function DRAW.table(block)
  html:put "<table>"
  if block.title then element("caption", block.title) end
  html:put "<tbody>"
  for _, pair in ipairs(block.items or {}) do
    html:put '<tr><th scope="row">'
    escape_into(html, pair[1])
    html:put "</th>"
    element("td", pair[2])
    html:put "</tr>"
  end
  html:put "</tbody></table>"
end

--- Blocks of the description as HTML; a kind of block that this release does not know is left out.
---@param blocks table[]
---@return markup
function rules.description(blocks)
  html:reset()
  for _, block in ipairs(blocks) do
    local draw = DRAW[block.kind]
    if draw then
      draw(block)
      html:put "\n"
    end
  end
  return markup.trusted(html:tostring())
end

---@param row table a SKU row of the store
---@param single boolean the product has no options
function rules.sku(row, single)
  local state, words = card.stock(row.available)
  local percent = card.discount(row.price, row.list_price)
  return {
    id = row.id, code = row.code, label = single and "기본" or row.label, options = row.options, price = row.price,
    list_price = percent and row.list_price or nil, discount_percent = percent, stock_state = state, stock_text = words,
    max_qty = math.max(0, math.min(row.max_qty, row.available)), unit_price_text = card.unit_price(row),
  }
end

--- The cheapest variant that can still be bought, else the cheapest.
local function lead(skus)
  local best
  for _, sku in ipairs(skus) do
    local better = not best or (sku.stock_state ~= "out" and best.stock_state == "out")
      or ((sku.stock_state ~= "out") == (best.stock_state ~= "out") and sku.price < best.price)
    if better then best = sku end
  end
  return best
end

local WITHDRAWAL = "상품을 받으신 날부터 7일 안에 청약철회를 하실 수 있어요. 상품이 표시·광고와 다르거나 하자가 있으면 "
  .. "받으신 날부터 3개월, 그 사실을 안 날부터 30일 안에 하실 수 있고 반품 배송비는 저희가 부담합니다. "
  .. "단순 변심으로 반품하실 때는 왕복 배송비를 부담해 주셔야 해요."
local PERISHABLE = "시간이 지나면 가치가 크게 떨어지는 신선식품이라 단순 변심에 따른 청약철회는 제한됩니다. "
  .. "상품이 표시·광고와 다르거나 상하거나 파손되어 도착했다면 받으신 날부터 3개월, 그 사실을 안 날부터 30일 안에 알려 주세요. "
  .. "배송비 부담 없이 교환하거나 환불해 드립니다."

---@param perishable boolean
---@return string
function rules.withdrawal(perishable) return perishable and PERISHABLE or WITHDRAWAL end

local function options(rows)
  local list = {}
  for i, row in ipairs(rows) do
    local values = {}
    for j, label in ipairs(row.labels) do values[j] = { label = label } end
    list[i] = { name = row.name, values = values }
  end
  return list
end

local function said(words) return words ~= "" and words or nil end

---@param found table what catalog.product.store.by_slug returned
---@param shipping table shipping.rules.terms
---@return table product
---@return table[] related
function rules.view(found, shipping)
  local row, skus, available = found.product, {}, 0
  local single = #found.options == 0
  for i, sku in ipairs(found.skus) do
    skus[i] = rules.sku(sku, single)
    available = available + math.max(0, sku.available)
  end
  local first = lead(skus)
  local base = card.view {
    id = row.id, slug = row.slug, name = row.name, brand = row.brand, price = first.price, list_price = first.list_price,
    available = available, tags = row.tags, is_new = row.is_new, is_best = row.is_best, summary = row.summary,
  }
  base.code, base.perishable = row.code, row.perishable
  base.image, base.images, base.detail_images = found.gallery[1], found.gallery, found.detail
  base.unit_price_text = first.unit_price_text
  base.brand = { name = row.brand, url = listing.address("/search", { q = row.brand }) }
  base.category = { name = row.category, slug = row.category_slug, url = "/c/" .. row.category_slug }
  base.crumbs = { { name = "홈", url = "/" }, { name = row.category, url = base.category.url },
    { name = row.name, url = base.url } }
  base.description_html = rules.description(row.description)
  base.origin, base.maker = said(row.origin), said(row.maker)
  base.storage_method, base.expiry_text, base.contents = said(row.storage_method), said(row.expiry_text), row.contents
  base.options, base.skus = options(found.options), skus
  base.notice_rows, base.shipping = row.notice, shipping
  base.withdrawal_text = rules.withdrawal(row.perishable)
  return base, card.views(found.related)
end

return rules
