-- What an order comes to, as staff looks at it: each discount with what of it each line bears, points and what else paid, as
-- it was agreed and as it stands after what was cancelled and came back. Nothing is changed.

local claim = require "claim"
local order = require "order"
local refund = require "refund"
local quote_claim = require "flows.quote_claim"

local show_money = {}

local KINDS = { coupon = "쿠폰", promotion = "프로모션", line = "상품 할인" }

-- What of a discount each line bears.
local function shares_of(discount, lines)
  local list = {}
  for _, line in ipairs(lines) do
    local amount = discount.shares[line.position] or 0
    if amount > 0 then list[#list + 1] = { name = line.product_name, qty = line.qty, amount = amount } end
  end
  return list
end

local PAID = { paid = true, partially_cancelled = true, cancelled = true }

-- What each way to pay brought, and what of it has not gone back.
local function paid_rows(account)
  local list = {}
  for _, payment in ipairs(account.payments) do
    if PAID[payment.status] and payment.captured_amount > 0 then
      list[#list + 1] = { label = refund.view.method(payment.method), was = payment.captured_amount,
        now = payment.captured_amount - payment.returned_amount }
    end
  end
  return list
end

-- What was promised and has not gone back yet.
local function promised(account)
  local total = 0
  for _, one in ipairs(account.refunds) do
    if not order.engine.state(order.machine.refund, one.status).final then total = total + one.amount end
  end
  return total
end

---@class show_money.row
---@field label string
---@field was integer|nil
---@field now integer|nil    after what has left
---@field title string|nil   of a discount
---@field shares { name: string, qty: integer, amount: integer }[]|nil

--- The box.
---@param mall_id string
---@param order_id string
---@return { rows: show_money.row[], owed: show_money.row, paid: show_money.row[], promised: integer, changed: boolean }
function show_money.of(mall_id, order_id)
  local account = claim.account(mall_id, order_id)
  local found = account.order
  local stands, discounts = quote_claim.standing(account)
  local rows = { { label = "상품 금액", was = found.goods_amount, now = stands.gross } }
  for i, discount in ipairs(discounts) do
    rows[#rows + 1] = { label = KINDS[discount.kind], title = discount.kind ~= "line" and discount.title or nil,
      was = -discount.amount, now = -stands.discounts[i].amount, shares = shares_of(discount, account.lines) }
  end
  rows[#rows + 1] = { label = "배송비", was = found.shipping_amount, now = stands.shipping }
  if stands.fees > 0 then rows[#rows + 1] = { label = "취소·반품 배송비", now = stands.fees } end
  return { rows = rows, owed = { label = "주문 금액", was = found.payable_amount, now = stands.owed },
    paid = paid_rows(account), promised = promised(account), changed = stands.owed ~= found.payable_amount or stands.fees > 0
      or stands.gross ~= found.goods_amount }
end

return show_money
