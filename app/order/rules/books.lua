-- What is written into the books when money of an order moves. Receivable is what the buyer still owes; a payment that
-- nobody can place lies in suspense. Debit and credit of each list are equal. Pure.

local books = {}

-- Leaves out what is nothing; turns what is less than nothing to the other side.
local function entries(list)
  local kept = {}
  for _, one in ipairs(list) do
    local amount = (one.debit or 0) - (one.credit or 0)
    if amount > 0 then kept[#kept + 1] = { account = one.account, debit = amount } end
    if amount < 0 then kept[#kept + 1] = { account = one.account, credit = -amount } end
  end
  return kept
end

--- Where the money of a payment lies.
---@param payment {provider:string}
---@return string
function books.purse(payment) return payment.provider == "points" and "points" or "cash:" .. payment.provider end

--- The goods have become the buyer's.
---@param order {goods_amount:integer, shipping_amount:integer, discount_amount:integer, payable_amount:integer}
---@return ledger.entry[]
function books.sale(order)
  return entries {
    { account = "receivable", debit = order.payable_amount }, { account = "discount", debit = order.discount_amount },
    { account = "sales:goods", credit = order.goods_amount }, { account = "sales:shipping", credit = order.shipping_amount },
  }
end

--- A payment has come. What came too little or too much of it was accepted by a person, and lies in suspense; what had lain
--- there before is taken from it.
---@param payment {provider:string, amount:integer, captured_amount:integer, returned_amount:integer}
---@param suspended integer  so much of it lies in suspense already
---@return ledger.entry[]
function books.capture(payment, suspended)
  local came = payment.captured_amount - payment.returned_amount
  return entries {
    { account = books.purse(payment), debit = came - suspended }, { account = "suspense",
      debit = payment.amount - came + suspended },
    { account = "receivable", credit = payment.amount },
  }
end

--- Money came that nobody can place.
---@param payment {provider:string}
---@param amount integer
---@return ledger.entry[]
function books.suspense(payment, amount)
  return entries { { account = books.purse(payment), debit = amount }, { account = "suspense", credit = amount } }
end

--- Money that lay in suspense went back at once.
---@param payment {provider:string}
---@param amount integer
---@return ledger.entry[]
function books.void(payment, amount)
  return entries { { account = "suspense", debit = amount }, { account = books.purse(payment), credit = amount } }
end

--- A bank took a deposit back: the buyer owes all of it again, and what was too little or too much of it is no matter now.
---@param payment {provider:string, amount:integer}
---@param kept integer  what was here of it
---@return ledger.entry[]
function books.recall(payment, kept)
  return entries {
    { account = "receivable", debit = payment.amount }, { account = "suspense", credit = payment.amount - kept },
    { account = books.purse(payment), credit = kept },
  }
end

--- Money went back to the buyer: what the sale is less by, and what is kept for carriage. What the breakdown does not tell
--- of is taken from the goods.
---@param payment {provider:string}
---@param refund {amount:integer, breakdown: {goods:integer|nil, shipping:integer|nil, discount:integer|nil,
--- fees:integer|nil}}
---@return ledger.entry[]
function books.refund(payment, refund)
  local parts = refund.breakdown
  local shipping, discount, fees = parts.shipping or 0, parts.discount or 0, parts.fees or 0
  return entries {
    { account = "sales:goods", debit = refund.amount - shipping + discount + fees }, { account = "sales:shipping",
      debit = shipping },
    { account = "discount", credit = discount }, { account = "fees:claim", credit = fees },
    { account = books.purse(payment), credit = refund.amount },
  }
end

-- A cancellation brings back what a payment took away.
local function way(line) return line.kind == "pay" and 1 or -1 end

--- What a provider keeps of its own of the money it took.
---@param line {provider:string, kind:"pay"|"cancel", fee:integer, fee_vat:integer}
---@return ledger.entry[]
function books.fee(line)
  local sign = way(line)
  return entries {
    { account = "fees:payment", debit = sign * line.fee }, { account = "fees:payment_vat", debit = sign * line.fee_vat },
    { account = "cash:" .. line.provider, credit = sign * (line.fee + line.fee_vat) },
  }
end

--- What a provider has paid out to the mall.
---@param line {provider:string, kind:"pay"|"cancel", net:integer}
---@return ledger.entry[]
function books.payout(line)
  local sign = way(line)
  return entries {
    { account = "paid_out", debit = sign * line.net }, { account = "cash:" .. line.provider, credit = sign * line.net },
  }
end

return books
