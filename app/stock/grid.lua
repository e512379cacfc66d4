-- The stock of a mall as its staff lists it: a line a SKU.

local listing = require "shared.listing"

local LOW = 5

local states = { out = { label = "품절", tone = "bad" }, low = { label = "부족", tone = "wait" },
  fine = { label = "충분", tone = "good" }, off = { label = "판매 안 함", tone = "plain" } }

local function state(row)
  if not row.active or row.status ~= "on_sale" then return "off" end
  if row.free <= 0 then return "out" end
  return row.free <= math.max(LOW, row.restock_at or 0) and "low" or "fine"
end

local SOLD = "k.active AND p.status = 'on_sale'"
-- So many days before the end of a lot it is time to do something about it.
local SOON = 30
local ENDING = ([[EXISTS (SELECT FROM stock_lot l WHERE l.mall_id = s.mall_id AND l.sku_id = s.sku_id AND l.qty > 0
  AND l.best_before <= (now() AT TIME ZONE 'Asia/Seoul')::date + %d)]]):format(SOON)

return listing.new {
  name = "stock", key = "s.sku_id", sort = "free",
  columns = {
    { name = "code", short = true, label = "SKU", kind = "link", sql = "k.code", sortable = true,
      url = function(row) return "/admin/stock/" .. row.id end,
      note = function(row) return row.label ~= "" and row.label or nil end },
    { name = "product", label = "상품", kind = "text", sql = "p.name", sortable = true,
      url = function(row) return "/admin/products/" .. row.product_id .. "/options" end },
    { name = "state", label = "상태", kind = "badge", value = state, states = states },
    { name = "on_hand", label = "실재고", kind = "number", sql = "s.on_hand", sortable = true },
    { name = "reserved", label = "예약", kind = "number", sql = "s.reserved", sortable = true },
    { name = "free", label = "판매 가능", kind = "number", sql = "s.available", sortable = true },
    { name = "safety", label = "안전 재고", kind = "number", sql = "s.safety", sortable = true, hidden = true },
    { name = "blocked", label = "판매 보류", kind = "number", sql = "s.blocked", sortable = true, hidden = true },
    { name = "restock_at", label = "알림 기준", kind = "number", sql = "s.restock_at", sortable = true, nullable = true,
      hidden = true },
    { name = "price", label = "판매가", kind = "won", sql = "k.price", sortable = true, hidden = true },
    { name = "updated_at", label = "최근 변동", kind = "date", sql = "s.updated_at", sortable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "SKU 코드, 상품명, 옵션", sql = { "k.code", "p.name", "k.label" } },
    { name = "free", label = "판매 가능", kind = "number", sql = "s.available", unit = "개" },
    { name = "low", label = "부족", kind = "flag", sql = ("%s AND s.available <= %d"):format(SOLD, LOW) },
    { name = "out", label = "품절", kind = "flag", sql = SOLD .. " AND s.available = 0" },
    { name = "promised", label = "예약 있음", kind = "flag", sql = "s.reserved > 0" },
    { name = "blocked", label = "판매 보류 있음", kind = "flag", sql = "s.blocked > 0" },
    { name = "ending", label = ("소비기한 %d일 안"):format(SOON), kind = "flag", sql = ENDING },
  },
  views = { { label = "부족", query = "?low=1" }, { label = "품절", query = "?out=1" },
    { label = "소비기한 임박", query = "?ending=1" } },
  empty = { icon = "box", title = "아직 재고가 없어요", text = "상품을 등록하면 여기에 보여 드려요." },
}
