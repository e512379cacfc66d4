-- The claims of a mall as its staff lists them: by kind and by what is to be done with them, the longest waiting first.

local korean = require "shared.korean"
local listing = require "shared.listing"
local reasons = require "claim.rules.reasons"
local view = require "claim.rules.view"

local kinds = { cancel = { label = "취소", tone = "bad" }, ["return"] = { label = "반품", tone = "info" },
  exchange = { label = "교환", tone = "good" } }
local faults = { buyer = { label = "구매자" }, seller = { label = "판매자", tone = "bad" } }

-- What a state is called is the machine's to say; the list is told before it is shown.
local states = {}

local grid = listing.new {
  name = "claims", key = "c.id", sort = "created_at",
  columns = {
    { name = "number", label = "접수번호", kind = "link", short = true, sql = "c.number",
      url = function(row) return "/admin/claims/" .. row.id end,
      note = function(row) return not row.closed_at and view.age(row.created_at, row.now) or nil end },
    { name = "kind", label = "구분", kind = "badge", sql = "c.kind", states = kinds },
    { name = "status", label = "상태", kind = "badge", sql = "c.status", states = states },
    { name = "goods", label = "상품", kind = "text", value = function(row) return view.goods(row.goods, row.line_count) end,
      note = function(row) return row.units .. "개" end },
    { name = "reason", label = "사유", kind = "text", value = function(row) return reasons.label(row.reason) end },
    { name = "fault", label = "귀책", kind = "badge", sql = "c.fault", states = faults },
    { name = "quoted", label = "예상 환불", kind = "won", sql = "(c.quote ->> 'total')::bigint", sortable = true,
      nullable = true },
    { name = "orderer_name", label = "주문자", kind = "text", short = true,
      value = function(row) return korean.mask_name(row.orderer_name) end },
    { name = "created_at", label = "접수", kind = "date", sql = "c.created_at", sortable = true },
    { name = "closed_at", label = "끝남", kind = "date", sql = "c.closed_at", sortable = true, nullable = true,
      hidden = true },
    { name = "asked_by", label = "접수한 사람", kind = "text", hidden = true,
      value = function(row) return view.actor(row.asked_by) end },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "접수번호, 주문번호, 이름, 전화번호",
      sql = { "c.number", "o.orderer_name", { sql = "o.orderer_phone", digits = true } } },
    { name = "kind", label = "구분", kind = "choice", sql = "c.kind", options = { { value = "cancel", label = "취소" },
      { value = "return", label = "반품" }, { value = "exchange", label = "교환" } } },
    { name = "stage", label = "단계", kind = "choice",
      sql = [[(CASE WHEN c.closed_at IS NOT NULL THEN 'over' WHEN c.status = 'requested' THEN 'decide'
        WHEN c.status IN ('approved', 'collecting') THEN 'back' WHEN c.status IN ('collected', 'inspected') THEN 'inspect'
        ELSE 'send' END)]],
      options = { { value = "decide", label = "결정 기다림" }, { value = "back", label = "돌아오는 중" },
        { value = "inspect", label = "검수·환불" }, { value = "send", label = "다시 보냄" }, { value = "over", label = "끝남" } } },
    { name = "fault", label = "귀책", kind = "choice", sql = "c.fault", options = { { value = "buyer", label = "구매자" },
      { value = "seller", label = "판매자" } } },
    { name = "created", label = "접수일", kind = "date", sql = "c.created_at" },
    { name = "late", label = "3일 넘게 기다림", kind = "flag",
      sql = "c.closed_at IS NULL AND c.created_at < now() - interval '3 days'" },
  },
  views = {
    { label = "취소 요청", query = "?kind=cancel&stage=decide" }, { label = "반품 요청", query = "?kind=return&stage=decide" },
    { label = "교환 요청", query = "?kind=exchange&stage=decide" }, { label = "돌아오는 중", query = "?stage=back" },
    { label = "검수·환불", query = "?stage=inspect" }, { label = "다시 보냄", query = "?stage=send" },
    { label = "오래 기다림", query = "?late=1" },
  },
  bulk = { { label = "승인", url = "/admin/claims/approve", permission = "orders.write" } },
  id = function(row) return row.id end,
  empty = { icon = "receipt", title = "취소·반품·교환이 없어요", text = "손님이 신청하면 여기에 보여 드려요." },
}

--- Is told what the states are called.
---@param list { key: string, label: string }[]
function grid.know(list)
  for _, state in ipairs(list) do states[state.key] = { label = state.label, tone = view.tones[state.key] } end
end

return grid
