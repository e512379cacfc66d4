-- The inquiries of a mall as its staff lists them: what waits longest comes first.

local korean = require "shared.korean"
local listing = require "shared.listing"
local rules = require "inquiry.rules"

local topics = {}
for _, topic in ipairs(rules.TOPICS) do topics[topic.value] = { label = topic.label } end

local states = { waiting = { label = "답변 대기", tone = "wait" }, answered = { label = "답변 완료", tone = "good" } }

return listing.new {
  name = "inquiries", key = "i.id", sort = "-created_at",
  columns = {
    { name = "title", label = "제목", kind = "link", url = function(row) return "/admin/inquiries/" .. row.id end },
    { name = "state", label = "상태", kind = "badge", states = states },
    { name = "topic", label = "유형", kind = "badge", sql = "i.topic", states = topics },
    { name = "member_name", short = true, label = "회원", kind = "text",
      value = function(row) return korean.mask_name(row.member_name) end },
    { name = "order_number", label = "주문", kind = "link",
      url = function(row) return row.order_number and "/admin/orders/" .. row.order_number end },
    { name = "created_at", label = "문의일시", kind = "date", sql = "i.created_at", sortable = true },
    { name = "answered_at", label = "답변일시", kind = "date", sql = "i.answered_at", sortable = true, nullable = true },
    { name = "answered_by", label = "답변한 직원", kind = "text", hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "제목, 내용, 주문번호", sql = { "i.title", "i.body", "o.number" } },
    { name = "state", label = "상태", kind = "choice",
      sql = "(CASE WHEN i.answered_at IS NULL THEN 'waiting' ELSE 'answered' END)",
      options = { { value = "waiting", label = "답변 대기" }, { value = "answered", label = "답변 완료" } } },
    { name = "topic", label = "유형", kind = "choice", sql = "i.topic", options = rules.TOPICS },
    { name = "created", label = "문의일", kind = "date", sql = "i.created_at" },
  },
  views = { { label = "답변 대기", query = "?state=waiting" } },
  id = function(row) return row.id end,
  empty = { icon = "mail", title = "아직 문의가 없어요", text = "회원이 1:1 문의를 남기면 여기에 보여 드려요." },
}
