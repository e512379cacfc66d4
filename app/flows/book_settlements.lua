-- What providers kept for themselves and what they paid out goes into the books of the orders whose money it is: each row
-- once, its fee as soon as its payment is known, what is paid out when the day of it has come.

local order = require "order"
local payment = require "payment"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local store = payment.settlements

local PIECE = 500

local book_settlements = {}

-- Rows that are taken now go into the books, those of each order under its lock. -> how many
local function book(mall_id, take_rows, what, entries)
  return transaction(function(tx)
    local rows, ids, list = take_rows(tx, mall_id, PIECE), {}, {}
    table.sort(rows, function(a, b) return a.order_id < b.order_id end)
    for i, row in ipairs(rows) do ids[i] = row.order_id end
    if #ids > 0 then move_order.lock_all(tx, mall_id, ids) end
    for _, row in ipairs(rows) do
      local made = entries(row)
      if #made > 0 then list[#list + 1] = { order_id = row.order_id, what = what, entries = made } end
    end
    order.book_all(tx, mall_id, list)
    return { count = #rows }
  end)
end

--- Enters all that can be booked of a mall.
---@param mall_id string
---@return true|nil
---@return fault|nil db.…
function book_settlements.run(mall_id)
  local fees, payouts = { store.take_fees, "fee", order.entries.fee }, { store.take_payouts, "payout", order.entries.payout }
  for _, kind in ipairs { fees, payouts } do
    repeat
      local done, refused = book(mall_id, unpack(kind))
      if not done then return nil, refused end
    until done.count < PIECE
  end
  return true
end

--- Enters what was to be paid out by today, in every mall.
---@return true|nil
---@return fault|nil db.…
function book_settlements.due()
  for _, mall_id in ipairs(store.malls_due()) do
    local done, refused = book_settlements.run(mall_id)
    if not done then return nil, refused end
  end
  return true
end

return book_settlements
