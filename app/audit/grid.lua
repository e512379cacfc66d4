-- The log as staff lists it.

local listing = require "shared.listing"

local function filled(text) return text ~= "" and text or nil end

local grid = listing.new {
  name = "audit", key = "seq", sort = "-seq",
  columns = {
    { name = "seq", label = "번호", kind = "link", sql = "seq", sortable = true,
      url = function(row) return ("/admin/audit/%d"):format(row.seq) end },
    { name = "at", label = "일시", kind = "date", sql = "seq", sortable = true },
    { name = "staff", label = "누가", kind = "text", short = true, note = function(row) return filled(row.role) end },
    { name = "action", label = "무엇을", kind = "text", short = true, value = function(row) return row.action_label end,
      note = function(row) return row.action end },
    { name = "subject", label = "대상", kind = "text", note = function(row) return filled(row.kind) end },
    { name = "why", label = "사유", kind = "text" },
    { name = "whose", label = "누구의 정보", kind = "text", hidden = true },
    { name = "address", label = "접속 주소", kind = "text", short = true },
    { name = "agent", label = "브라우저", kind = "text", hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "직원, 동작, 대상, 회원",
      sql = { "staff", "action", { sql = "subject", exact = true }, { sql = "whose", exact = true } } },
    { name = "kind", label = "대상", kind = "choice", sql = "kind" },
    { name = "at", label = "날짜", kind = "date", sql = "at" },
    { name = "personal", label = "개인정보 조회", kind = "flag", sql = "whose <> ''" },
  },
  views = {
    { label = "개인정보 조회", query = "?personal=1" },
  },
  empty = { icon = "shield", title = "아직 기록이 없어요",
    text = "관리 화면에서 바꾸거나 살펴본 일이 여기에 남아요." },
}

return grid
