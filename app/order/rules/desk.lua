-- An order as staff see it: everything that was agreed and everything that happened, with its people masked until somebody
-- says why they need them. Pure.

local korean = require "shared.korean"
local label = require "order.rules.label"
local story = require "order.rules.story"

local desk = {}

local CHANNELS = { pc = "PC", mobile = "모바일" }
local REGIONS = { normal = "일반", jeju = "제주", island = "도서산간" }
local RECEIPTS = { none = "신청 안 함", income = "소득공제용", business = "지출증빙용" }

local function same(value) return value end

--- What a status is called in the back office, and what it looks like there.
---@param status string
---@return { label: string, tone: string|nil }
function desk.badge(status)
  local one = label.of(status)
  return { label = one.label, tone = one.tone }
end

-- "staff hana@shop.kr" → who did it, in words.
local function actor_of(written)
  local staff = written:match("^staff (.+)$")
  if staff then return staff end
  local provider = written:match("^provider (.+)$")
  if provider then return "결제사 " .. provider end
  return ({ shopper = "구매자", member = "회원", clock = "자동", staff = "직원" })[written] or written
end

local function events_of(history)
  local list = {}
  for i, one in ipairs(story.happened(history)) do
    list[i] = { at = one.at, label = one.label, axis = one.axis, who = actor_of(one.who), note = one.note }
  end
  return list
end

local function lines_of(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { name = row.product_name, brand = row.brand_name, label = row.sku_label ~= "" and row.sku_label or nil,
      sku = row.sku_code, url = "/p/" .. row.product_slug, image = row.image, unit_price = row.unit_price, qty = row.qty,
      discount = row.discount_amount, amount = row.amount }
  end
  return list
end

local function people_of(order, open)
  local name, phone = open and same or korean.mask_name, open and korean.show_phone or korean.mask_phone
  local email, hidden = open and same or korean.mask_email, open and same or function() return "***" end
  return {
    orderer = { { label = "이름", text = name(order.orderer_name) }, { label = "휴대전화", text = phone(order.orderer_phone) },
      { label = "이메일", text = order.orderer_email ~= "" and email(order.orderer_email) or nil } },
    recipient = { { label = "받는 분", text = name(order.recipient_name) },
      { label = "연락처", text = phone(order.recipient_phone) },
      -- the road tells where it goes, the house whose it is
      { label = "주소", text = ("(%s) %s %s"):format(order.postcode, order.address1, hidden(order.address2)) },
      { label = "배송 지역", text = REGIONS[order.region] }, { label = "배송 메모", text = order.memo } },
  }
end

local METHODS = { bank_transfer = "무통장입금", points = "적립금", card = "카드", virtual_account = "가상계좌",
  account_transfer = "실시간 계좌이체", phone = "휴대폰", wallet = "간편결제" }

local function payment_of(order, open)
  local account = order.account_number and ("%s %s (%s)"):format(order.bank, order.account_number,
    order.account_holder or "")
  local depositor = order.depositor and (open and same or korean.mask_name)(order.depositor)
  return {
    { label = "결제 수단", text = METHODS[order.method] },
    { label = "입금 계좌", text = account },
    { label = "입금자", text = depositor },
    { label = account and "입금 기한" or "결제 기한", at = order.due_at },
    { label = "결제 확인", at = order.paid_at },
    { label = "현금영수증", text = RECEIPTS[order.cash_receipt] },
  }
end

---@param order table     a row of order.store
---@param lines table[]
---@param history table[]
---@param open boolean    show its people as they are
---@return table
function desk.order(order, lines, history, open)
  return {
    number = order.number, placed_at = order.placed_at, badge = desk.badge(order.status),
    waiting = order.status == "awaiting_deposit", lines = lines_of(lines), people = people_of(order, open),
    payment = payment_of(order, open), events = events_of(history), channel = CHANNELS[order.channel],
    open = open,
  }
end

--- What confirming the deposits of these orders would do, one by one.
---@param orders table[]   of order.list.store
---@param asked string[]   the numbers that were chosen
---@return { rows: table[], possible: string[], amount: integer }
function desk.deposits(orders, asked)
  local by_number, rows, possible, amount = {}, {}, {}, 0
  for _, order in ipairs(orders) do by_number[order.number] = order end
  for i, number in ipairs(asked) do
    local order = by_number[number]
    local row = { number = number }
    if order then
      local waits = order.payment_status == "waiting"
      row.badge, row.depositor, row.amount = desk.badge(order.status), order.depositor and korean.mask_name(order.depositor),
        order.payment_amount
      row.becomes = waits and desk.badge "paid" or nil
      row.url = "/admin/orders/" .. number
      if waits then
        possible[#possible + 1], amount = number, amount + order.payment_amount
      else
        row.problem = "입금을 기다리는 주문이 아니에요"
      end
    else
      row.problem = "이 몰에 없는 주문이에요"
    end
    rows[i] = row
  end
  return { rows = rows, possible = possible, amount = amount }
end

return desk
