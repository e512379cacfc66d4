-- Deposits on the mall's own account as its staff lists them: what waits for a person comes first.

local korean = require "shared.korean"
local listing = require "shared.listing"
local lanes = require "payment.rules.lanes"

return listing.new {
  name = "deposits", key = "d.id", sort = "-at",
  columns = {
    { name = "depositor", label = "보낸 분", kind = "link", short = true,
      url = function(row) return "/admin/deposits/" .. row.id end,
      value = function(row) return korean.mask_name(row.depositor) end },
    { name = "amount", label = "금액", kind = "won", sql = "d.amount", sortable = true },
    { name = "at", label = "입금일시", kind = "date", sql = "d.at", sortable = true },
    { name = "state", label = "상태", kind = "badge", sql = "d.state", states = lanes.states },
    { name = "lane", label = "구분", kind = "badge", sql = "d.lane", states = lanes.lanes,
      value = function(row) return row.lane end },
    { name = "number", label = "주문", kind = "link",
      url = function(row) return row.number and "/admin/orders/" .. row.number end },
    { name = "candidates", label = "짐작되는 주문", kind = "text",
      value = function(row) return row.state == "open" and table.concat(row.candidates, ", ") or "" end },
    { name = "memo", label = "적요", kind = "text", hidden = true },
    { name = "reason", label = "사유", kind = "text", hidden = true },
    { name = "actor", label = "처리", kind = "text", hidden = true },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "보낸 분, 적요, 주문번호", sql = { "d.depositor",
      "d.memo", "o.number" } },
    { name = "state", label = "상태", kind = "choice", sql = "d.state", options = lanes.state_options },
    { name = "lane", label = "구분", kind = "choice", sql = "d.lane", options = lanes.lane_options },
    { name = "at", label = "입금일", kind = "date", sql = "d.at" },
    { name = "amount", label = "금액", kind = "number", sql = "d.amount", unit = "원" },
  },
  views = { { label = "확인할 것", query = "?state=open" }, { label = "늦은 입금", query = "?state=open&lane=late" },
    { label = "금액이 다른 입금", query = "?state=open&lane=under" }, { label = "돌려줄 것",
      query = "?state=returning" } },
  id = function(row) return row.id end,
  empty = { icon = "bank", title = "아직 입금 내역이 없어요",
    text = "은행 거래내역을 올리거나 입금을 적으면 여기에 보여 드려요.",
    action = { label = "거래내역 올리기", url = "/admin/deposits/files" } },
}
