-- What goes back when some of an order's units go: the order as it was frozen is put before the rules of refunds. The
-- shopper who asks, the staff who decides and the transaction that does it are all given their sum by this.

local refund = require "refund"

local quote_claim = {}

-- Payments that brought money which is the order's; what lies in quarantine is nobody's yet.
local CAME = { paid = true, partially_cancelled = true, cancelled = true }

local function sum(rows, name)
  local total = 0
  for _, row in ipairs(rows) do total = total + row[name] end
  return total
end

-- Shares by position, as the rules want them.
local function shares_of(discount)
  local shares = {}
  for _, share in ipairs(discount.shares) do shares[share.position] = share.amount end
  return shares
end

local function discounts_of(account)
  local list, told = {}, {}
  for i, row in ipairs(account.discounts) do
    local shares = shares_of(row)
    list[i] = { id = row.id, kind = row.kind, title = row.title, policy = row.policy, terms = row.terms or {},
      amount = row.amount, shares = shares, is_over = row.is_over or nil }
    for position, amount in pairs(shares) do told[position] = (told[position] or 0) + amount end
  end
  -- what was taken off a line without anybody's telling why stays with its units
  for _, line in ipairs(account.lines) do
    local rest = line.discount_amount - (told[line.position] or 0)
    if rest > 0 then
      list[#list + 1] = { id = "line " .. line.position, kind = "line", title = "상품 할인", policy = "keep", terms = {},
        amount = rest,
        shares = { [line.position] = rest } }
    end
  end
  return list
end

local SURCHARGES = { jeju = "jeju_surcharge", island = "island_surcharge" }

--- On what terms an order was sent. One of before its terms were kept is taken as it was paid: nothing is charged that
--- cannot be proved.
---@param order table
---@return refund.shipping
function quote_claim.shipping(order)
  local terms = order.shipping_terms
  if type(terms) ~= "table" or not terms.fee then
    return { amount = order.shipping_amount, fee = order.shipping_amount, surcharge = 0 }
  end
  local surcharge = terms[SURCHARGES[order.region] or ""] or 0
  return { amount = order.shipping_amount, fee = terms.fee, free_from = terms.free_from, surcharge = surcharge }
end

local function leaving_of(claim)
  return { lines = claim.lines, kind = claim.kind, fault = claim.fault, fee = claim.fee_amount }
end

-- What left without a claim, by somebody's hand: the shop's doing.
local function unexplained(account, claims)
  local gone = {}
  for _, line in ipairs(account.lines) do
    gone[line.position] = (line.portions.cancelled or 0) + (line.portions.returned or 0)
  end
  for _, claim in ipairs(claims) do
    for _, line in ipairs(claim.lines) do gone[line.position] = gone[line.position] - line.qty end
  end
  local lines = {}
  for _, line in ipairs(account.lines) do
    if gone[line.position] > 0 then lines[#lines + 1] = { position = line.position, qty = gone[line.position] } end
  end
  return #lines > 0 and { lines = lines, kind = "cancel", fault = "seller" } or nil
end

-- What is exchanged stays bought; the claim itself is what is asked about.
local function counts(claim, options) return claim.id ~= options.except and claim.kind ~= "exchange" end

local OPEN = { requested = true, approved = true, collecting = true, collected = true, inspected = true }

-- What left before: claims that are done, and for who asks now also those that are under way.
local function earlier_of(account, options)
  local done, list = {}, {}
  for _, claim in ipairs(account.claims) do
    if counts(claim, options) and claim.status == "completed" then done[#done + 1] = claim end
  end
  list[1] = unexplained(account, done)
  for _, claim in ipairs(done) do list[#list + 1] = leaving_of(claim) end
  if options.with_open then
    for _, claim in ipairs(account.claims) do
      if counts(claim, options) and OPEN[claim.status] then list[#list + 1] = leaving_of(claim) end
    end
  end
  return list
end

-- What each payment has given back or promised to.
local function promised(account, payment, name, column)
  local total = 0
  for _, row in ipairs(account.refunds) do
    if row.payment_id == payment.id then total = total + row[column] end
  end
  return name and math.max(payment[name], total) or total
end

--- The payments over which money can go back.
---@param account claim.account
---@return refund.instrument[]
function quote_claim.instruments(account)
  local list = {}
  for _, payment in ipairs(account.payments) do
    if CAME[payment.status] and payment.captured_amount > 0 then
      -- of one that brought more or less than it should, the rest is taxed
      local tax_free = math.min(payment.tax_free_amount, payment.captured_amount)
      list[#list + 1] = { id = payment.id, provider = payment.provider, method = payment.method,
        captured = payment.captured_amount, returned = promised(account, payment, "returned_amount", "amount"),
        tax_free = tax_free, vat = math.min(payment.vat_amount, payment.captured_amount - tax_free),
        returned_tax_free = promised(account, payment, nil, "tax_free_amount"),
        returned_vat = promised(account, payment, nil, "vat_amount") }
    end
  end
  return list
end

-- The order as the rules of refunds want it.
local function order_of(account, instruments, options)
  local lines = {}
  for i, line in ipairs(account.lines) do
    lines[i] = { position = line.position, qty = line.qty, unit_price = line.unit_price, tax_free = line.tax_free }
  end
  return { lines = lines, discounts = discounts_of(account), shipping = quote_claim.shipping(account.order),
    captured = sum(instruments, "captured"), returned = sum(instruments, "returned"),
    earlier = earlier_of(account, options) }
end

--- Where an order stands after the claims that have ended.
---@param account claim.account
---@return refund.standing
---@return refund.discount[]  in the order of the standing's discounts
function quote_claim.standing(account)
  local order = order_of(account, quote_claim.instruments(account), {})
  return refund.standing(order), order.discounts
end

--- Quotes.
---@param account claim.account
---@param leaving refund.leaving
---@param options { except: string|nil, with_open: boolean|nil }  except: the claim itself
---@return refund.quote
---@return refund.instrument[]
function quote_claim.run(account, leaving, options)
  local instruments = quote_claim.instruments(account)
  local order = order_of(account, instruments, options)
  if options.with_open then
    -- what others are about to take along has not gone back yet: it is counted as if it had
    local before = refund.owed(order)
    order.returned = math.max(order.returned, order.captured - before)
  end
  return refund.quote(order, leaving), instruments
end

return quote_claim
