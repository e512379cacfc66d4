-- What was issued for the money of an order, as its pages show it: slips of cards, cash receipts with their numbers, and
-- where each can be read, if it lies where receipts of its provider lie.

local payment = require "payment"

local show_receipts = {}

local KEPT = { paid = true, partially_cancelled = true, cancelled = true }

--- The slip of a payment.
---@param row table  a payment
---@return string|nil url
function show_receipts.slip(row)
  local details = type(row.details) == "table" and row.details or {}
  return KEPT[row.status] and payment.receipt_link(row.provider, details.receipt_url) or nil
end

---@class show_receipts.cash
---@field label string         "소득공제용"
---@field state { key: string, label: string, tone: string }
---@field amount integer
---@field number string|nil    the tax office's
---@field at number|nil
---@field url string|nil
---@field desk string          where staff see to it
---@field by_hand boolean

--- The cash receipts of an order: of each payment those that say something.
---@param mall_id string
---@param order_id string
---@return show_receipts.cash[]
function show_receipts.cash(mall_id, order_id)
  local list = {}
  for _, row in ipairs(payment.receipts.of_order(mall_id, order_id)) do
    if row.state ~= "dropped" then
      local state = payment.receipt_rules.states[row.state]
      list[#list + 1] = { label = payment.receipt_rules.kinds[row.kind], amount = row.amount,
        state = { key = row.state, label = state.label, tone = state.tone },
        number = row.issue_number ~= "" and row.issue_number or nil, at = row.cancelled_at or row.issued_at,
        url = payment.receipt_link(row.provider, row.url), desk = "/admin/receipts/" .. row.id,
        by_hand = row.by_hand and next(payment.receipt_rules.acts(row)) ~= nil }
    end
  end
  return list
end

--- All of it for the buyer.
---@param mall_id string
---@param order_id string
---@param payments table[]
---@param asks boolean  whether the order asked for a cash receipt
---@return { slips: { label: string, amount: integer, url: string }[], cash: show_receipts.cash[] }
function show_receipts.of_order(mall_id, order_id, payments, asks)
  local slips = {}
  for _, row in ipairs(payments) do
    local url = show_receipts.slip(row)
    if url then slips[#slips + 1] = { label = payment.label(row.method), amount = row.amount, url = url } end
  end
  local cash = asks and show_receipts.cash(mall_id, order_id) or {}
  -- who sees to it, and how it is marked there, is the office's
  for _, one in ipairs(cash) do one.desk, one.by_hand, one.at, one.state = nil, nil, nil, { key = one.state.key } end
  return { slips = slips, cash = cash }
end

return show_receipts
