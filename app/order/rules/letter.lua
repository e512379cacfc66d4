-- What letters about an order say: as much as its page shows, and no more of other people.

local view = require "order.rules.view"

local letter = {}

---@param order table  a row of order.store, or what is about to be one
---@param lines table[] as a page shows them, those of view.lines or of a cart
---@return table
local function common(order, lines)
  local shown = {}
  for i, line in ipairs(lines) do
    local image = line.product.image
    shown[i] = { product = { name = line.product.name, image = image and { id = image.id } or nil },
      sku_label = line.sku_label, qty = line.qty, unit_price = line.unit_price, amount = line.amount }
  end
  return { name = order.orderer_name, number = order.number, url = "/orders/" .. order.number, lines = shown,
    totals = view.totals(order, lines), recipient = view.masked(order.recipient_name, order.recipient_phone),
    address = { postcode = order.postcode, address1 = order.address1, address2 = order.address2 } }
end

--- An order was placed and waits for its deposit.
---@param order table
---@param lines table[]
---@param payment {bank:string, account_number:string, account_holder:string, depositor:string, amount:integer,
--- due_at:number}
---@param at number
---@return table
function letter.placed(order, lines, payment, at)
  local values = common(order, lines)
  values.placed_at = at
  values.bank = payment.account_number and { name = payment.bank, account = payment.account_number,
    holder = payment.account_holder, depositor = payment.depositor,
    amount = payment.amount, due_at = payment.due_at } or nil
  return values
end

--- It is paid.
---@param order table
---@param rows table[]  of order.store
---@param at number
---@param deposited boolean  by a deposit, which somebody has looked for; else the buyer has paid at once
---@return table
function letter.paid(order, rows, at, deposited)
  local values = common(order, view.lines(rows))
  values.paid_at, values.deposited = at, deposited
  return values
end

return letter
