-- Attempts to pay as staff list them: what is in quarantine is looked for first.

local accounts = require "payment.rules.accounts"
local listing = require "shared.listing"
local methods = require "payment.rules.methods"
local states = require "payment.rules.states"

local method_options = {}
for i, method in ipairs(methods.ALL) do method_options[i] = { value = method.key, label = method.label } end

return listing.new {
  name = "payments", key = "p.id", sort = "-created_at",
  columns = {
    { name = "reference", label = "결제번호", kind = "link", short = true, sql = "p.reference",
      url = function(row) return "/admin/payments/" .. row.id end },
    { name = "status", label = "상태", kind = "badge", sql = "p.status", states = states.badges },
    { name = "provider", label = "결제사", kind = "text",
      value = function(row) return states.provider(row.provider) end },
    { name = "method", label = "수단", kind = "text", value = function(row) return methods.label(row.method) end },
    { name = "amount", label = "금액", kind = "won", sql = "p.amount", sortable = true },
    { name = "captured_amount", label = "받은 금액", kind = "won", sql = "p.captured_amount", sortable = true },
    { name = "returned_amount", label = "돌려준 금액", kind = "won", sql = "p.returned_amount", hidden = true },
    { name = "problem_text", label = "까닭", kind = "text" },
    { name = "number", label = "주문", kind = "link", url = function(row) return "/admin/orders/" .. row.number end },
    { name = "created_at", label = "시작", kind = "date", sql = "p.created_at", sortable = true },
    { name = "paid_at", label = "결제", kind = "date", sql = "p.paid_at", sortable = true, nullable = true,
      hidden = true },
    { name = "transaction_id", label = "거래번호", kind = "text", hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "주문번호, 결제번호, 거래번호",
      sql = { "o.number", "p.reference", "p.transaction_id" } },
    { name = "status", label = "상태", kind = "choice", sql = "p.status", options = states.options },
    { name = "provider", label = "결제사", kind = "choice", sql = "p.provider", options = states.provider_options },
    { name = "method", label = "수단", kind = "choice", sql = "p.method", options = method_options },
    { name = "account", label = "닫지 못한 가상계좌", kind = "choice", sql = "p.account_problem", options = accounts.options },
    { name = "created", label = "시작한 날", kind = "date", sql = "p.created_at" },
    { name = "amount", label = "금액", kind = "number", sql = "p.amount", unit = "원" },
  },
  views = { { label = "확인 필요", query = "?status=quarantined" }, { label = "확인 중",
    query = "?status=approving" },
    { label = "실패", query = "?status=failed" },
    { label = "닫지 못한 가상계좌", query = "?account=refused&account=foreign&account=no_contract&account=unanswered" } },
  id = function(row) return row.id end,
  empty = { icon = "receipt", title = "아직 결제가 없어요",
    text = "손님이 결제를 시작하면 여기에 보여 드려요." },
}
