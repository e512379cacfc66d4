-- Refunds in words: the sum that was shown, and where each refund stands. Pure.

local view = {}

local METHODS = { bank_transfer = "무통장입금", points = "적립금", card = "신용카드", virtual_account = "가상계좌",
  account_transfer = "실시간 계좌이체", phone = "휴대폰", wallet = "간편결제" }

---@param method string
---@return string
function view.method(method) return METHODS[method] or method end

--- What a quote is kept as: plain, and no more than what was shown. The books read goods, shipping, discount and fees of it.
---@param quote refund.quote
---@return table
function view.breakdown(quote)
  local sums = { goods = 0, discount = 0, shipping = 0, fee = 0, difference = 0 }
  for _, row in ipairs(quote.rows) do sums[row.key] = sums[row.key] + row.amount end
  return { rows = quote.rows, notes = quote.notes, total = quote.amount, goods = sums.goods, discount = -sums.discount,
    shipping = sums.shipping, fees = quote.fee, difference = sums.difference }
end

--- The same without what is booked: for the second instrument of one claim, so that nothing is booked twice.
---@param breakdown table
---@return table
function view.companion(breakdown)
  return { rows = breakdown.rows, notes = breakdown.notes, total = breakdown.total, along = true }
end

--- Whether a payment can only be given back to an account of the shopper's.
---@param instrument { method: string }
---@return boolean
function view.needs_account(instrument)
  return instrument.method == "bank_transfer" or instrument.method == "virtual_account"
end

--- How each part goes back, for whoever is about to ask.
---@param parts { id: string, amount: integer }[]
---@param instruments refund.instrument[]
---@return { label: string, amount: integer, note: string }[]
function view.parts(parts, instruments)
  local by_id, list = {}, {}
  for _, one in ipairs(instruments) do by_id[one.id] = one end
  for i, part in ipairs(parts) do
    local method = by_id[part.id].method
    local note = method == "points" and "바로 돌아와요" or view.needs_account(by_id[part.id]) and "알려 주신 계좌로 보내 드려요"
      or "카드사·결제사에 따라 3~5영업일이 걸려요"
    list[i] = { label = view.method(method), amount = part.amount, note = note }
  end
  return list
end

return view
