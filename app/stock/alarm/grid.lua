-- What is to be restocked, as staff lists it: what is left, how fast it goes, and how long it will last.

local listing = require "shared.listing"

local DAYS = 14

-- How many days what is left lasts at the pace of the last two weeks.
local function lasts(row)
  if row.available == 0 then return "품절" end
  if row.sold <= 0 then return nil end
  return ("%d일"):format(math.floor(row.available * DAYS / row.sold))
end

return listing.new {
  name = "restock", key = "a.id", sort = "available",
  columns = {
    { name = "code", short = true, label = "SKU", kind = "link", sql = "k.code", sortable = true,
      url = function(row) return "/admin/stock/" .. row.sku_id end,
      note = function(row) return row.label ~= "" and row.label or nil end },
    { name = "product", label = "상품", kind = "text", sql = "p.name", sortable = true,
      url = function(row) return "/admin/products/" .. row.product_id .. "/options" end },
    { name = "available", label = "판매 가능", kind = "number", sql = "s.available", sortable = true },
    { name = "restock_at", label = "알림 기준", kind = "number", sql = "s.restock_at", sortable = true },
    { name = "sold", label = "14일 판매", kind = "number" },
    { name = "lasts", label = "남은 기간", kind = "text", value = lasts },
    { name = "since", label = "부족해진 때", kind = "date", sql = "a.since", sortable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "SKU 코드, 상품명, 옵션", sql = { "k.code", "p.name", "k.label" } },
    { name = "out", label = "품절", kind = "flag", sql = "s.available = 0" },
  },
  views = { { label = "품절", query = "?out=1" } },
  id = function(row) return row.id end,
  empty = { icon = "box", title = "재입고할 상품이 없어요",
    text = "SKU마다 재입고 알림 기준을 정해 두면, 판매할 수 있는 수량이 그만큼 줄었을 때 여기에 모아 드려요." },
}
