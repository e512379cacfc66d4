-- Reviews as staff lists them.

local listing = require "shared.listing"

local states = { shown = { label = "보임", tone = "good" }, hidden = { label = "가려짐", tone = "bad" } }

local stars = {}
for star = 5, 1, -1 do stars[#stars + 1] = { value = tostring(star), label = star .. "점" } end

return listing.new {
  name = "reviews", key = "r.id", sort = "-created_at",
  columns = {
    { name = "words", label = "후기", kind = "link", url = function(row) return "/admin/reviews/" .. row.id end },
    { name = "rating", label = "별점", kind = "number", sql = "r.rating", sortable = true },
    { name = "state", label = "상태", kind = "badge", states = states },
    { name = "product_name", label = "상품", kind = "link", url = function(row) return "/p/" .. row.slug end },
    { name = "author", short = true, label = "쓴 사람", kind = "text" },
    { name = "created_at", label = "쓴 때", kind = "date", sql = "r.created_at", sortable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "내용, 상품 이름", sql = { "r.body", "p.name" } },
    { name = "rating", label = "별점", kind = "choice", sql = "r.rating", type = "smallint", options = stars },
    { name = "state", label = "상태", kind = "choice",
      sql = "(CASE WHEN r.hidden_at IS NOT NULL THEN 'hidden' ELSE 'shown' END)",
      options = { { value = "shown", label = "보임" }, { value = "hidden", label = "가려짐" } } },
    { name = "created", label = "쓴 날", kind = "date", sql = "r.created_at" },
  },
  views = { { label = "별점 1점", query = "?rating=1" }, { label = "가려짐", query = "?state=hidden" } },
  id = function(row) return row.id end,
  empty = { icon = "mail", title = "아직 후기가 없어요", text = "구매하신 분이 후기를 쓰면 여기에 보여 드려요." },
}
