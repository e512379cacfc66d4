-- The refunds of a mall as its staff lists them: what no machine can finish comes first to the eye.

local korean = require "shared.korean"
local listing = require "shared.listing"
local view = require "refund.rules.view"

local states = {}
for key, state in pairs { assessed = { "환불 산정", "wait" }, approved = { "환불 승인", "info" }, requested = { "환불 처리중", "info" },
  completed = { "환불 완료", "good" }, failed = { "환불 실패", "bad" }, by_transfer = { "계좌 환불", "wait" } } do
  states[key] = { label = state[1], tone = state[2] }
end

local options = {}
for _, key in ipairs { "assessed", "approved", "requested", "failed", "by_transfer", "completed" } do
  options[#options + 1] = { value = key, label = states[key].label }
end

return listing.new {
  name = "refunds", key = "r.id", sort = "-created_at",
  columns = {
    { name = "number", label = "환불", kind = "link", short = true, value = function(row) return row.order_number .. "-R"
      .. row.seq end,
      url = function(row) return "/admin/refunds/" .. row.id end },
    { name = "status", label = "상태", kind = "badge", sql = "r.status", states = states,
      note = function(row) return row.status == "failed" and row.problem_text or nil end },
    { name = "amount", label = "금액", kind = "won", sql = "r.amount", sortable = true },
    { name = "method", label = "결제 수단", kind = "text", value = function(row) return view.method(row.method) end },
    { name = "claim_number", label = "신청", kind = "link",
      url = function(row) return row.claim_id and "/admin/claims/" .. row.claim_id end },
    { name = "reason", label = "까닭", kind = "text" },
    { name = "orderer_name", label = "주문자", kind = "text", short = true,
      value = function(row) return korean.mask_name(row.orderer_name) end },
    { name = "created_at", label = "산정", kind = "date", sql = "r.created_at", sortable = true },
    { name = "completed_at", label = "완료", kind = "date", sql = "r.completed_at", sortable = true, nullable = true },
    { name = "attempts", label = "시도", kind = "number", sql = "r.attempts", sortable = true, hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "주문번호, 주문자", sql = { "o.number", "o.orderer_name" } },
    { name = "status", label = "상태", kind = "choice", sql = "r.status", options = options },
    { name = "created", label = "산정일", kind = "date", sql = "r.created_at" },
    { name = "amount", label = "금액", kind = "number", sql = "r.amount", unit = "원" },
  },
  views = {
    { label = "실패", query = "?status=failed" }, { label = "계좌로 보낼 것", query = "?status=by_transfer" },
    { label = "처리중", query = "?status=requested" },
  },
  id = function(row) return row.id end,
  empty = { icon = "receipt", title = "환불이 없어요", text = "돌려 드릴 돈이 생기면 여기에 보여 드려요." },
}
