-- Cash receipts as staff list them: what a person has to do comes first in the views.

local listing = require "shared.listing"
local methods = require "payment.rules.methods"
local receipts = require "payment.rules.receipts"
local states = require "payment.rules.states"

return listing.new {
  name = "receipts", key = "c.id", sort = "-created_at",
  columns = {
    { name = "number", label = "주문", kind = "link", short = true, sql = "o.number",
      url = function(row) return "/admin/receipts/" .. row.id end },
    { name = "state", label = "상태", kind = "badge", sql = "c.state", states = receipts.states },
    { name = "by_hand", label = "직접 처리", kind = "text", sql = "c.by_hand",
      value = function(row) return row.by_hand and next(receipts.acts(row)) and "필요" or "" end },
    { name = "kind", label = "구분", kind = "text", value = function(row) return receipts.kinds[row.kind] end },
    { name = "amount", label = "금액", kind = "won", sql = "c.amount", sortable = true },
    { name = "provider", label = "발급", kind = "text",
      value = function(row)
        if row.provider ~= "" then return states.provider(row.provider) end
        return row.issue_number ~= "" and "직원" or ""
      end },
    { name = "issue_number", label = "승인번호", kind = "text", sql = "c.issue_number" },
    { name = "created_at", label = "신청", kind = "date", sql = "c.created_at", sortable = true },
    { name = "issued_at", label = "발급일", kind = "date", sql = "c.issued_at", sortable = true, nullable = true,
      hidden = true },
    { name = "method", label = "결제 수단", kind = "text", hidden = true,
      value = function(row) return methods.label(row.method) end },
    { name = "problem_text", label = "까닭", kind = "text", hidden = true },
    { name = "actor", label = "처리", kind = "text", hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "주문번호, 승인번호", sql = { "o.number", "c.issue_number" } },
    { name = "state", label = "상태", kind = "choice", sql = "c.state", options = receipts.state_options },
    { name = "hand", label = "처리", kind = "choice", sql = "CASE WHEN c.by_hand THEN 'yes' ELSE 'no' END",
      options = { { value = "yes", label = "직접 처리할 것" }, { value = "no", label = "저절로 처리되는 것" } } },
    { name = "created", label = "신청한 날", kind = "date", sql = "c.created_at" },
    { name = "amount", label = "금액", kind = "number", sql = "c.amount", unit = "원" },
  },
  views = { { label = "직접 발급할 것", query = "?hand=yes&state=wanted" },
    { label = "직접 취소할 것", query = "?hand=yes&state=cancelling" },
    { label = "발급한 것", query = "?state=issued" } },
  id = function(row) return row.id end,
  empty = { icon = "receipt", title = "현금영수증이 없어요",
    text = "현금으로 결제한 손님이 현금영수증을 신청하면 여기에 보여 드려요." },
}
