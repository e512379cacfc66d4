-- What needs doing, on the first page of the back office: small boxes, each for who may do something about it. Another
-- box is another entry of the list.

local clock = require "shared.clock"
local money = require "shared.money"
local inquiry = require "inquiry"
local order = require "order"
local question = require "question"
local queue = require "queue"
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
  { title = "문의", permission = "inquiries.read", facts = function(mall_id)
    return {
      waiting("답변 기다리는 1:1 문의", inquiry.waiting(mall_id), "건", "/admin/inquiries?state=waiting", "wait"),
      waiting("답변 기다리는 상품 문의", question.waiting(mall_id), "건", "/admin/questions?state=waiting", "wait"),
    }
  end },
  { title = "재고", permission = "products.read", facts = function(mall_id)
    local goods = stock.running_out(mall_id, LOW)
    return { waiting(("%d개 이하"):format(LOW), goods.low, "종", "/admin/stock?low=1", "wait"),
      waiting("품절", goods.out, "종", "/admin/stock?out=1", "bad") }
  end },
  { title = "작업", permission = "jobs.read", facts = function()
    return { waiting("멈춘 작업", queue.count_dead(), "건", "/admin/jobs/dead", "bad") }
  end },
}

--- The boxes of somebody.
---@param ctx context
---@return { title: string, facts: show_today.fact[] }[]
function show_today.run(ctx)
  local boxes, now = {}, clock.now()
  for _, box in ipairs(BOXES) do
    if ctx.staff.can(box.permission) then
      boxes[#boxes + 1] = { title = box.title, facts = box.facts(ctx.mall.id, now) }
    end
  end
  return boxes
end

return show_today
