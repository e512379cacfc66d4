-- The members of a mall as its staff lists them: found by what one types, shown without what is a person's.

local korean = require "shared.korean"
local listing = require "shared.listing"
local grade_label = require "member.grade_label"

local states = { pending = { label = "이메일 확인 전", tone = "wait" }, active = { label = "이용 중", tone = "good" },
  dormant = { label = "휴면", tone = "plain" }, withdrawn = { label = "탈퇴", tone = "plain" },
  blocked = { label = "이용 제한", tone = "bad" } }

local options = {}
for i, status in ipairs { "active", "pending", "dormant", "withdrawn" } do
  options[i] = { value = status, label = states[status].label }
end

local function url_of(row) return "/admin/members/" .. row.id end

return listing.new {
  name = "members", key = "m.id", sort = "-joined_at",
  columns = {
    { name = "name", label = "이름", kind = "link", short = true, url = url_of,
      value = function(row) return row.name ~= "" and korean.mask_name(row.name) or "탈퇴한 회원" end },
    { name = "email", label = "이메일", kind = "text", short = true,
      value = function(row) return row.email and korean.mask_email(row.email) end },
    { name = "phone", label = "휴대전화", kind = "text", short = true,
      value = function(row) return row.phone and korean.mask_phone(row.phone) end },
    { name = "state", label = "상태", kind = "badge", states = states },
    { name = "grade", label = "등급", kind = "text", sql = "m.grade", sortable = true,
      value = function(row) return grade_label(row.grade) end },
    { name = "orders", label = "주문", kind = "number", sql = "orders", sortable = true },
    { name = "spent", label = "주문 금액", kind = "won", sql = "spent", sortable = true },
    { name = "joined_at", label = "가입일", kind = "day", sql = "m.joined_at", sortable = true },
    { name = "last_login_at", label = "마지막 로그인", kind = "date", sql = "m.last_login_at", sortable = true, nullable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "이름, 이메일, 전화번호",
      sql = { "m.name", "m.email", { sql = "m.phone", digits = true } } },
    { name = "status", label = "상태", kind = "choice", sql = "m.status", options = options },
    { name = "joined", label = "가입일", kind = "date", sql = "m.joined_at" },
    { name = "blocked", label = "이용 제한", kind = "flag", sql = "m.blocked_at IS NOT NULL" },
  },
  views = {
    { label = "이용 중", query = "?status=active" },
    { label = "이용 제한", query = "?blocked=1" },
  },
  empty = { icon = "user", title = "아직 회원이 없어요", text = "첫 회원이 가입하면 여기에 보여 드려요." },
}
