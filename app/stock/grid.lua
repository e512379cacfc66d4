-- The stock of a mall as its staff lists it: a line a SKU.

local listing = require "shared.listing"

local LOW = 5

local states = { out = { label = "품절", tone = "bad" }, low = { label = "부족", tone = "wait" },
  fine = { label = "충분", tone = "good" }, off = { label = "판매 안 함", tone = "plain" } }

local function state(row)
  if not row.active or row.status ~= "on_sale" then return "off" end
  if row.free <= 0 then return "out" end
  return row.free <= LOW and "low" or "fine"
end

local SOLD = "k.active AND p.status = 'on_sale'"

return listing.new {
  name = "stock", key = "s.sku_id", sort = "free",
  columns = {
    { name = "code", label = "SKU", kind = "link", sql = "k.code", sortable = true,
      url = function(row) return "/admin/stock/" .. row.id end,
      note = function(row) return row.label ~= "" and row.label or nil end },
    { name = "product", label = "상품", kind = "text", sql = "p.name", sortable = true,
      url = function(row) return "/admin/products/" .. row.product_id .. "/options" end },
    { name = "state", label = "상태", kind = "badge", value = state, states = states },
    { name = "on_hand", label = "실재고", kind = "number", sql = "s.on_hand", sortable = true },
    { name = "reserved", label = "예약", kind = "number", sql = "s.reserved", sortable = true },
    { name = "free", label = "판매 가능", kind = "number", sql = "s.on_hand - s.reserved", sortable = true },
    { name = "price", label = "판매가", kind = "won", sql = "k.price", sortable = true, hidden = true },
    { name = "updated_at", label = "최근 변동", kind = "date", sql = "s.updated_at", sortable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "SKU 코드, 상품명, 옵션", sql = { "k.code", "p.name", "k.label" } },
    { name = "free", label = "판매 가능", kind = "number", sql = "(s.on_hand - s.reserved)", unit = "개" },
    { name = "low", label = "부족", kind = "flag", sql = ("%s AND s.on_hand - s.reserved <= %d"):format(SOLD, LOW) },
    { name = "out", label = "품절", kind = "flag", sql = SOLD .. " AND s.on_hand - s.reserved <= 0" },
    { name = "promised", label = "예약 있음", kind = "flag", sql = "s.reserved > 0" },
  },
  views = { { label = "부족", query = "?low=1" }, { label = "품절", query = "?out=1" } },
  empty = { icon = "box", title = "아직 재고가 없어요", text = "상품을 등록하면 여기에 보여 드려요." },
}
