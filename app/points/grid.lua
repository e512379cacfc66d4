-- Everything that moved points, as staff lists it.

local korean = require "shared.korean"
local listing = require "shared.listing"
local rules = require "points.rules"

local kinds, options = {}, {}
for _, kind in ipairs { "grant", "use", "refund", "expire", "adjust" } do
  kinds[kind] = { label = rules.label(kind) }
  options[#options + 1] = { value = kind, label = rules.label(kind) }
end

return listing.new {
  name = "points", key = "t.id", sort = "-at",
  columns = {
    { name = "at", label = "일시", kind = "date", sql = "t.at", sortable = true },
    { name = "member_name", short = true, label = "회원", kind = "link",
      value = function(row) return korean.mask_name(row.member_name) end,
      url = function(row) return "/admin/members/" .. row.member_id .. "/points" end },
    { name = "kind", label = "종류", kind = "badge", sql = "t.kind", states = kinds },
    { name = "amount", label = "적립금", kind = "won", sql = "moved.amount", sortable = true },
    { name = "reason", label = "사유", kind = "text" },
    { name = "actor", label = "누가", kind = "text", hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "사유, 회원 이름", sql = { "t.reason", "m.name" } },
    { name = "kind", label = "종류", kind = "choice", sql = "t.kind", options = options },
    { name = "at", label = "일시", kind = "date", sql = "t.at" },
  },
  views = { { label = "직원이 조정한 것", query = "?kind=adjust" } },
  id = function(row) return row.id end,
  empty = { icon = "gift", title = "아직 움직인 적립금이 없어요", text = "적립하거나 쓰면 여기에 보여 드려요." },
}
