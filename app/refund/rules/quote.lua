-- What goes back when goods leave, with its parts as both the shopper and the staff read them. Pure.
--
-- The sum is what was paid and has not gone back yet, less what the shopper owes for what is left: never below zero, never
-- more than was paid, and all of it when nothing is left that is owed for.

local discounts = require "refund.rules.discounts"
local standing = require "refund.rules.standing"
local won = require("shared.money").won

local quote = {}

---@class refund.row
---@field key "goods"|"discount"|"shipping"|"fee"|"difference"
---@field label string
---@field amount integer    above zero: goes back; below: is taken off
---@field note string|nil   why

---@class refund.quote
---@field amount integer
---@field fee integer        what is really taken for carriage: never more than what would go back
---@field waived integer     what should have been taken beyond that
---@field rows refund.row[]  add up to the amount
---@field restored string[]  the discounts (coupons) that the shopper may use again
---@field tax_free_owed integer  what the goods free of VAT that are left still cost
---@field notes string[]

-- Adding −0 to zero makes a plain zero: a page shows no "−0원".
local function row(rows, key, label, amount, note)
  if amount ~= 0 or note then rows[#rows + 1] = { key = key, label = label, amount = amount + 0, note = note } end
end

local function discount_note(discount, before, after, freed, restored)
  if restored then return "쿠폰은 다시 쓸 수 있게 돌려 드려요." end
  if freed then return "쿠폰은 사용 기간이 끝나 돌려 드리지 못해요." end
  if after.lost and not before.lost then
    local threshold = discount.terms.threshold or discount.terms.least_order
    if discount.policy == "reclaim_gift" then return "사은품 조건에 못 미쳐 사은품 금액을 뺐어요." end
    if threshold and threshold > 0 then
      return ("남은 상품이 할인 기준(%s)에 못 미쳐 그만큼 뺐어요."):format(won(threshold):format())
    end
    return "남은 상품으로 할인을 다시 계산했어요."
  end
end

-- A coupon whose time has ended comes back only where goods went at the shop's fault: then it gets more time.
local function discount_rows(order, leaving, rows, before, after, restored)
  for i, discount in ipairs(order.discounts) do
    local freed = discounts.is_freed(discount, after, i) and not discounts.is_freed(discount, before, i)
    local back = freed and (not discount.is_over or leaving.fault == "seller")
    if back then restored[#restored + 1] = discount.id end
    local change = after.discounts[i].amount - before.discounts[i].amount
    local note = discount_note(discount, before.discounts[i], after.discounts[i], freed, back)
    if change ~= 0 or freed then row(rows, "discount", discount.title, change, note) end
  end
end

local function shipping_row(order, rows, before, after)
  local change = before.shipping - after.shipping
  if change > 0 then
    row(rows, "shipping", "배송비", change)
  elseif change < 0 then
    row(rows, "shipping", "처음 배송비", change, ("남은 상품이 무료배송 기준(%s)에 못 미쳐요."):format(
      won(order.shipping.free_from or 0):format()))
  end
end

local FEES = { cancel = "취소 수수료", ["return"] = "반품 배송비", exchange = "교환 배송비" }

local function gross_of(order, leaving)
  local price, sum = {}, 0
  for _, line in ipairs(order.lines) do price[line.position] = line.unit_price end
  for _, one in ipairs(leaving.lines) do sum = sum + price[one.position] * one.qty end
  return sum
end

-- What the goods free of VAT still cost of what is owed: their price less their part of the discounts that hold.
local function tax_free_owed(order, stands)
  local free = 0
  for _, line in ipairs(order.lines) do
    if line.tax_free then free = free + (line.qty - #stands.gone[line.position]) * line.unit_price end
  end
  local off = 0
  for i, discount in ipairs(order.discounts) do
    local all, of_free = 0, 0
    for _, line in ipairs(order.lines) do
      local weight = next(discount.shares) == nil and line.unit_price * line.qty or discount.shares[line.position] or 0
      local left = line.qty - #stands.gone[line.position]
      weight = weight * left / line.qty
      all, of_free = all + weight, of_free + (line.tax_free and weight or 0)
    end
    local held = stands.discounts[i].amount
    off = off + (all > 0 and math.floor(held * of_free / all + 0.5) or 0)
  end
  return math.max(0, free - off)
end

local function with(earlier, leaving)
  local list = {}
  for i, one in ipairs(earlier) do list[i] = one end
  list[#list + 1] = leaving
  return list
end

local function difference_label(amount, clamped)
  if amount < 0 then return "앞서 덜 뺀 금액" end
  return clamped and "빼지 않은 금액" or "더 내신 금액"
end

local function notes_of(found, fee)
  local notes = {}
  if found.amount == 0 then
    notes[1] = "환불액이 0원이에요. 뺄 금액이 돌려 드릴 금액보다 많지만, 더 내실 것은 없어요."
  elseif fee > found.fee then
    notes[1] = "배송비는 돌려 드릴 금액까지만 뺐어요."
  end
  return notes
end

--- What goes back when these leave.
---@param order refund.order
---@param leaving refund.leaving  fee: what should be taken for carriage
---@return refund.quote
function quote.of(order, leaving)
  local before = standing.of(order, order.earlier)
  local fee = leaving.fee or 0
  local bare = { lines = leaving.lines, kind = leaving.kind, fault = leaving.fault, fee = 0 }
  local after = standing.of(order, with(order.earlier, bare))
  local left = order.captured - order.returned - after.owed
  local found = { rows = {}, restored = {}, fee = math.max(0, math.min(fee, left)) }
  found.amount = math.max(0, left - found.fee)
  found.waived = fee - found.fee

  row(found.rows, "goods", "상품 금액", gross_of(order, leaving))
  discount_rows(order, leaving, found.rows, before, after, found.restored)
  shipping_row(order, found.rows, before, after)
  if fee > 0 then
    row(found.rows, "fee", FEES[leaving.kind], -found.fee, found.waived > 0 and ("%s 가운데 돌려 드릴 금액까지만 빼요."):format(
      won(fee):format()) or nil)
  end
  local sum = 0
  for _, one in ipairs(found.rows) do sum = sum + one.amount end
  if sum ~= found.amount then
    row(found.rows, "difference", difference_label(found.amount - sum, left < 0), found.amount - sum)
  end
  found.tax_free_owed = tax_free_owed(order, after)
  found.notes = notes_of(found, fee)
  return found
end

return quote
