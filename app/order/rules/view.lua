-- An order as its page shows it: people masked, the history in words, and how far it has come.

local korean = require "shared.korean"
local label = require "order.rules.label"
local story = require "order.rules.story"

local view = {}

--- A person as anybody with the order's number may see them.
---@return {name:string, phone:string, email:string|nil}
function view.masked(name, phone, email)
  return { name = korean.mask_name(name), phone = korean.mask_phone(phone),
    email = email and email ~= "" and korean.mask_email(email) or nil }
end

--- Rows of order.store as pages show them.
---@param rows table[]
---@return table[]
function view.lines(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = {
      product = { name = row.product_name, url = "/p/" .. row.product_slug, brand = row.brand_name, image = row.image },
      sku_label = row.sku_label ~= "" and row.sku_label or nil, qty = row.qty, unit_price = row.unit_price,
      list_price = row.list_price, amount = row.amount,
    }
  end
  return list
end

local function item_count(rows)
  local count = 0
  for _, row in ipairs(rows) do count = count + row.qty end
  return count
end

local REMOTE = { jeju = "제주 추가 배송비 포함", island = "도서산간 추가 배송비 포함" }
--- What an order comes to; where points pay a part of it, what is left to be paid otherwise: `charge`.
---@param order table
---@param rows {qty:integer}[]
---@return table
function view.totals(order, rows)
  local points = order.points_amount and order.points_amount > 0 and order.points_amount or nil
  return { goods = order.goods_amount, discount = order.discount_amount, shipping = order.shipping_amount, points = points,
    charge = points and order.payable_amount - points, payable = order.payable_amount, item_count = item_count(rows),
    shipping_note = REMOTE[order.region] }
end

local RECEIPT = { income = "소득공제용", business = "지출증빙용" }

--- An order in a list of orders.
---@param row table a row of order.store.of_member
---@return table
function view.brief(row)
  local status = label.of(row.status)
  local name = row.lines > 1 and ("%s 외 %d건"):format(row.product_name, row.lines - 1) or row.product_name
  return { number = row.number, url = "/orders/" .. row.number, placed_at = row.placed_at, name = name, image = row.image,
    payable = row.payable_amount, status = { key = status.key, label = status.label } }
end

-- Where an order that is not paid yet is paid: until its goods go back on the shelf, or instead of the transfer it waits
-- for.
local function pay_of(order)
  if order.status == "awaiting_payment" then return { url = "/pay/" .. order.number, until_at = order.due_at } end
  return order.status == "awaiting_deposit" and { url = "/pay/" .. order.number } or nil
end

local function timeline(told)
  local list = {}
  for i = #told, 1, -1 do list[#list + 1] = { at = told[i].at, label = told[i].label, text = told[i].text } end
  return list
end

---@param order table a row of order.store
---@param order_lines table[]
---@param history order.event[]
---@return table
function view.order(order, order_lines, history)
  local status, told = label.of(order.status), story.told(history, order.method)
  local waiting = order.status == "awaiting_deposit" and order.account_number
  return {
    number = order.number, placed_at = order.placed_at, status = { key = status.key, label = status.label,
      text = status.say },
    steps = story.steps(order.status, told),
    bank = waiting and { name = order.bank, account = order.account_number, holder = order.account_holder,
      due_at = order.deposit_due_at, amount = order.payment_amount, depositor = order.depositor } or nil,
    pay = pay_of(order),
    lines = view.lines(order_lines),
    totals = view.totals(order, order_lines),
    orderer = view.masked(order.orderer_name, order.orderer_phone, order.orderer_email),
    recipient = view.masked(order.recipient_name, order.recipient_phone),
    address = { postcode = order.postcode, address1 = order.address1, address2 = order.address2 },
    memo = order.memo, timeline = timeline(told),
    cash_receipt_text = RECEIPT[order.cash_receipt],
  }
end

return view
