-- The products of a mall as its staff lists them.

local money = require "shared.money"
local listing = require "shared.listing"
local completeness = require "catalog.editor.completeness"
local forms = require "catalog.editor.forms"

local states = {}
for _, status in ipairs(forms.STATUSES) do states[status.value] = { label = status.label, tone = status.tone } end

local function prices(row)
  if not row.price_from then return nil end
  local from = money.group(row.price_from) .. "원"
  return row.price_from == row.price_to and from or from .. "~"
end

local function missing(row)
  local needed = completeness.needed(completeness.parts(row))
  return #needed > 0 and table.concat(needed, ", ") .. " 없음" or nil
end

-- Of what is on sale of a product: reckoned only where somebody sorts or narrows by it.
local OF_SKUS = "FROM sku s LEFT JOIN stock t ON t.mall_id = s.mall_id AND t.sku_id = s.id "
  .. "WHERE s.mall_id = p.mall_id AND s.product_id = p.id AND s.active)"
local PRICE = "(SELECT min(s.price) " .. OF_SKUS
local AVAILABLE = "(SELECT coalesce(sum(t.available), 0) " .. OF_SKUS

return listing.new {
  name = "products", key = "p.id", sort = "-updated_at",
  columns = {
    { name = "name", label = "상품", kind = "text", sql = "p.name", sortable = true,
      url = function(row) return "/admin/products/" .. row.id end, note = function(row) return row.code end },
    { name = "picture", label = "사진", kind = "picture" },
    { name = "status", label = "상태", kind = "badge", sql = "p.status", states = states },
    { name = "price", label = "판매가", kind = "text", sql = PRICE, sortable = true, nullable = true,
      short = true, value = prices,
      note = function(row) return row.sku_count > 1 and "옵션 " .. row.sku_count .. "개" or nil end },
    { name = "available", label = "판매 가능 재고", kind = "number", sql = AVAILABLE, sortable = true },
    { name = "category", label = "분류", kind = "text", sql = "c.name", sortable = true, short = true },
    { name = "brand", label = "브랜드", kind = "text", sql = "b.name", sortable = true, short = true, hidden = true },
    { name = "complete", label = "완성도", kind = "text", short = true,
      value = function(row) return completeness.percent(completeness.parts(row)) .. "%" end, note = missing },
    { name = "rank", label = "진열 순서", kind = "number", sql = "p.rank", sortable = true, hidden = true },
    { name = "created_at", label = "등록일시", kind = "date", sql = "p.created_at", sortable = true, hidden = true },
    { name = "updated_at", label = "수정일시", kind = "date", sql = "p.updated_at", sortable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "상품명, 상품 코드, SKU 코드, 브랜드", sql = { "p.name", "p.code", "b.name",
      "(SELECT string_agg(s.code, ' ') FROM sku s WHERE s.mall_id = p.mall_id AND s.product_id = p.id)" } },
    { name = "status", label = "상태", kind = "choice", sql = "p.status", options = forms.STATUSES },
    { name = "category", label = "분류", kind = "choice", sql = "p.category_id", type = "uuid" },
    { name = "price", label = "판매가", kind = "number", sql = PRICE, unit = "원" },
    { name = "out", label = "품절", kind = "flag", sql = "p.status = 'on_sale' AND " .. AVAILABLE .. " <= 0" },
    { name = "bare", label = "사진 없음", kind = "flag", sql = "NOT EXISTS (SELECT FROM product_picture x "
      .. "WHERE x.mall_id = p.mall_id AND x.product_id = p.id AND x.role = 'gallery')" },
  },
  views = {
    { label = "판매 중", query = "?status=on_sale" }, { label = "작성 중", query = "?status=draft" },
    { label = "품절", query = "?out=1" }, { label = "숨김", query = "?status=hidden" },
  },
  empty = { icon = "box", title = "아직 상품이 없어요", text = "첫 상품을 등록해 보세요.",
    action = { label = "상품 등록", url = "/admin/products/new" } },
}
