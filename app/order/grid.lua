-- The orders of a mall as its staff lists them.

local korean = require "shared.korean"
local listing = require "shared.listing"
local label = require "order.rules.label"

local states, options = {}, {}
for i, one in ipairs(label.ALL) do
  states[one.key] = { label = one.label, tone = one.tone }
  options[i] = { value = one.key, label = one.label }
end

local channels = { pc = "PC", mobile = "모바일" }

local grid = listing.new {
  name = "orders", key = "o.id", sort = "-placed_at",
  columns = {
    { name = "number", label = "주문번호", kind = "link", short = true, sql = "o.number", sortable = true,
      url = function(row) return "/admin/orders/" .. row.number end },
    { name = "placed_at", label = "주문일시", kind = "date", sql = "o.placed_at", sortable = true },
    { name = "status", label = "상태", kind = "badge", sql = "o.status", states = states },
    { name = "orderer_name", short = true, label = "주문자", kind = "text",
      value = function(row) return korean.mask_name(row.orderer_name) end,
      note = function(row) return korean.mask_phone(row.orderer_phone) end },
    { name = "goods", label = "상품", kind = "text",
      note = function(row) return row.line_count > 1 and ("외 %d건"):format(row.line_count - 1) or nil end },
    { name = "payable_amount", label = "결제금액", kind = "won", sql = "o.payable_amount", sortable = true },
    { name = "depositor", short = true, label = "입금자", kind = "text",
      value = function(row) return row.depositor and korean.mask_name(row.depositor) end },
    { name = "due_at", label = "입금기한", kind = "date", sql = "o.due_at", sortable = true, nullable = true,
      value = function(row) return row.payment_status == "waiting" and row.due_at or nil end },
    { name = "paid_at", label = "결제확인", kind = "date", sql = "o.paid_at", sortable = true, nullable = true, hidden = true },
    { name = "recipient_name", short = true, label = "받는 분", kind = "text", hidden = true,
      value = function(row) return korean.mask_name(row.recipient_name) end },
    { name = "parcels", label = "송장", kind = "text", hidden = true },
    { name = "channel", label = "화면", kind = "text", hidden = true,
      value = function(row) return channels[row.channel] end },
  },
  filters = {
    { name = "q", label = "찾기", kind = "text", placeholder = "주문번호, 이름, 전화 뒷자리, 송장번호",
      sql = "o.id", among = {
        [[SELECT id FROM "order" WHERE mall_id = $1 AND number BETWEEN {upper} AND {upper} || 'zzzzzzzz']],
        [[SELECT id FROM "order" WHERE mall_id = $1 AND orderer_name LIKE {starts}]],
        [[SELECT id FROM "order" WHERE mall_id = $1 AND recipient_name LIKE {starts}]],
        [[SELECT id FROM "order" WHERE mall_id = $1 AND orderer_email LIKE {email}]],
        [[SELECT id FROM "order" WHERE mall_id = $1 AND right(orderer_phone, 4) = {tail} AND orderer_phone LIKE {ends}]],
        [[SELECT id FROM "order" WHERE mall_id = $1 AND right(recipient_phone, 4) = {tail} AND recipient_phone LIKE {ends}]],
        "SELECT order_id FROM payment WHERE mall_id = $1 AND depositor LIKE {starts}",
        "SELECT order_id FROM shipment WHERE mall_id = $1 AND number = {digits} AND status <> 'withdrawn'",
      } },
    { name = "status", label = "상태", kind = "choice", sql = "o.status", options = options },
    { name = "placed", label = "주문일", kind = "date", sql = "o.placed_at" },
    { name = "amount", label = "결제금액", kind = "number", sql = "o.payable_amount", unit = "원" },
    { name = "unsent", label = "발송지연", kind = "flag", sql = [[o.status IN ('paid', 'preparing', 'ready') AND o.paid_at < now()
      - make_interval(days => coalesce((SELECT (value ->> 'late_days')::int FROM setting WHERE mall_id = $1
        AND name = 'fulfilment'), 2))]] },
    { name = "held", label = "배송보류", kind = "flag",
      sql = "o.id IN (SELECT order_id FROM order_line WHERE mall_id = $1 AND held)" },
    { name = "claimed", label = "취소·반품·교환 요청", kind = "flag",
      sql = "o.id IN (SELECT order_id FROM claim WHERE mall_id = $1 AND closed_at IS NULL)" },
    { name = "exchanged", label = "교환 배송", kind = "flag", sql = [[o.id IN (SELECT order_id FROM claim WHERE mall_id = $1
        AND closed_at IS NULL AND kind = 'exchange' AND status IN ('inspected', 'reshipping'))]] },
    { name = "late", label = "입금 기한 지남", kind = "flag",
      sql = "o.id IN (SELECT order_id FROM payment WHERE mall_id = $1 AND status = 'waiting' AND due_at < now())" },
  },
  views = {
    { label = "보낼 것", query = "?status=paid&status=preparing&status=ready" },
    { label = "입금 기한 지남", query = "?late=1" },
  },
  bulk = {
    { label = "발주확인", url = "/admin/orders/bulk/prepare", permission = "orders.write" },
    { label = "발송 처리", url = "/admin/orders/bulk/dispatch", permission = "orders.write" },
    { label = "배송완료", url = "/admin/orders/bulk/deliver", permission = "orders.write" },
    { label = "거래명세서", url = "/admin/orders/print", permission = "members.unmask" },
    { label = "입금 확인", url = "/admin/orders/deposits", permission = "orders.write" },
  },
  id = function(row) return row.number end,
  empty = { icon = "receipt", title = "아직 주문이 없어요", text = "첫 주문이 들어오면 여기에 보여 드려요." },
}

return grid
