-- What needs doing, on the first page of the back office: small boxes, each for who may do something about it. Another
-- box is another entry of the list.

local clock = require "shared.clock"
local face = require "shared.listing.face"
local money = require "shared.money"
local claim = require "claim"
local inquiry = require "inquiry"
local order = require "order"
local payment = require "payment"
local question = require "question"
local queue = require "queue"
local refund = require "refund"
local release = require "release"
local show_orders = require "flows.show_orders"
local stock = require "stock"

local show_today = {}

-- So many of a thing or fewer is little.
local LOW = 5

---@class show_today.fact
---@field label string
---@field value string
---@field url string|nil     where it is done
---@field tone "wait"|"bad"|nil  it waits, or it is late; nil: it is as it should be

local function many(count, unit) return money.group(count) .. unit end

local function waiting(label, count, unit, url, tone)
  return { label = label, value = many(count, unit), url = url, tone = count > 0 and tone or nil }
end

---@type { title: string, permission: string, facts: fun(mall_id: string, now: number): show_today.fact[] }[]
local BOXES = {
  { title = "오늘 주문", permission = "orders.read", facts = function(mall_id, now)
    local today = order.today(mall_id, clock.start_of_day(now))
    return {
      { label = "들어온 주문", value = many(today.placed, "건"), url = "/admin/orders" },
      { label = "주문 금액", value = many(today.amount, "원") },
      waiting("입금 기다림", today.waiting, "건", "/admin/orders?status=awaiting_deposit", "wait"),
      waiting("입금 기한 지남", today.late, "건", "/admin/orders?late=1", "bad"),
    }
  end },
  { title = "배송", permission = "orders.read", facts = function(mall_id)
    local counts = show_orders.waiting(mall_id)
    return {
      waiting("신규 주문", counts.paid or 0, "건", "/admin/orders?status=paid", "wait"),
      waiting("보낼 주문", (counts.preparing or 0) + (counts.ready or 0), "건", "/admin/orders?status=preparing&status=ready",
        "wait"),
      waiting("발송지연", counts.late, "건", "/admin/orders?unsent=1", "bad"),
    }
  end },
  { title = "취소·반품·교환", permission = "orders.read", facts = function(mall_id)
    local claims = claim.desk.waiting(mall_id)
    return {
      waiting("결정 기다림", claims.requested, "건", "/admin/claims?stage=decide", "wait"),
      waiting("검수·환불", claims.back, "건", "/admin/claims?stage=inspect", "wait"),
      waiting("사람이 볼 환불", refund.waiting(mall_id), "건", "/admin/refunds", "bad"),
    }
  end },
  { title = "결제와 정산", permission = "orders.read", facts = function(mall_id)
    local deposits = 0
    for _, count in pairs(payment.deposits.open_lanes(mall_id)) do deposits = deposits + count end
    return {
      waiting("확인할 입금", deposits, "건", "/admin/deposits?state=open", "wait"),
      waiting("직접 처리할 현금영수증", payment.receipts.count_by_hand(mall_id), "건",
        "/admin/receipts?hand=yes&state=wanted&state=asked&state=cancelling", "wait"),
      waiting("정산에서 다른 점", payment.settlement_differences.count_open(mall_id), "건", "/admin/settlements", "wait"),
    }
  end },
  { title = "문의", permission = "inquiries.read", facts = function(mall_id)
    return {
      waiting("답변 기다리는 1:1 문의", inquiry.waiting(mall_id), "건", "/admin/inquiries?state=waiting", "wait"),
      waiting("답변 기다리는 상품 문의", question.waiting(mall_id), "건", "/admin/questions?state=waiting", "wait"),
    }
  end },
  { title = "재고", permission = "products.read", facts = function(mall_id)
    local goods = stock.running_out(mall_id, LOW)
    return { waiting(("%d개 이하 남음"):format(LOW), goods.low, "종", "/admin/stock?low=1", "wait"),
      waiting("품절", goods.out, "종", "/admin/stock?out=1", "bad"),
      waiting("재입고 필요", stock.alarm.standing(mall_id), "종", "/admin/restock", "wait") }
  end },
  { title = "작업", permission = "jobs.read", facts = function()
    return { waiting("멈춘 작업", queue.count_dead(), "건", "/admin/jobs/dead", "bad") }
  end },
  { title = "배포", permission = "deployments.read", facts = function()
    local newest, frozen, facts = release.rollout.newest(), release.freeze.standing(), {}
    facts[1] = { label = "몇 번째 배포", value = newest and money.group(newest.epoch) or "–", url = "/admin/deployments" }
    if newest and newest.canary then
      facts[2] = { label = "시험 중", value = "손님 " .. newest.percent .. "%", url = "/admin/deployments", tone = "wait" }
    end
    if frozen then facts[#facts + 1] = { label = "멈춤", value = frozen.why, url = "/admin/deployments", tone = "wait" } end
    return facts
  end },
}

-- The newest orders, a few of them.
local NEWEST = 8

local function newest_orders(mall_id)
  local ask = order.grid:read { columns = "number.placed_at.status.orderer_name.goods.payable_amount" }
  ask.size = NEWEST
  local rows = order.list(mall_id, ask)
  local shown = face.of(ask, rows, #rows)
  return { heads = shown.heads, rows = shown.rows, empty = order.grid.empty }
end

--- The boxes of somebody, and the newest orders if they may see them.
---@param ctx context
---@return { title: string, facts: show_today.fact[] }[] boxes
---@return { heads: table[], rows: table[], empty: table }|nil orders
function show_today.run(ctx)
  local boxes, now = {}, clock.now()
  for _, box in ipairs(BOXES) do
    if ctx.staff.can(box.permission) then
      boxes[#boxes + 1] = { title = box.title, facts = box.facts(ctx.mall.id, now) }
    end
  end
  return boxes, ctx.staff.can "orders.read" and newest_orders(ctx.mall.id) or nil
end

return show_today
