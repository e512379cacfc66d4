-- Questions about products as staff lists them.

local listing = require "shared.listing"

local states = { waiting = { label = "답변 대기", tone = "wait" }, answered = { label = "답변 완료", tone = "good" },
  hidden = { label = "가려짐", tone = "bad" } }

return listing.new {
  name = "questions", key = "q.id", sort = "-created_at",
  columns = {
    { name = "words", label = "내용", kind = "link", url = function(row) return "/admin/questions/" .. row.id end },
    { name = "state", label = "상태", kind = "badge", states = states },
    { name = "product_name", label = "상품", kind = "link", url = function(row) return "/p/" .. row.slug end },
    { name = "author", short = true, label = "쓴 사람", kind = "text",
      note = function(row) return row.secret and "비밀글" or nil end },
    { name = "created_at", label = "문의일시", kind = "date", sql = "q.created_at", sortable = true },
    { name = "answered_at", label = "답변일시", kind = "date", sql = "q.answered_at", sortable = true, nullable = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "내용, 상품 이름", sql = { "q.body", "p.name" } },
    { name = "state", label = "상태", kind = "choice", sql = "(CASE WHEN q.hidden_at IS NOT NULL THEN 'hidden'"
      .. " WHEN q.answered_at IS NULL THEN 'waiting' ELSE 'answered' END)",
      options = { { value = "waiting", label = "답변 대기" }, { value = "answered", label = "답변 완료" },
        { value = "hidden", label = "가려짐" } } },
    { name = "created", label = "문의일", kind = "date", sql = "q.created_at" },
  },
  views = { { label = "답변 대기", query = "?state=waiting" } },
  id = function(row) return row.id end,
  empty = { icon = "mail", title = "아직 상품 문의가 없어요", text = "상품 페이지에서 누가 물어보면 여기에 보여 드려요." },
}
