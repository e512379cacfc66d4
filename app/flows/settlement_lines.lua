-- Rows of settlements before anything is made of them: which payment each speaks of, and what it says otherwise than we do.
-- Who takes a file over and who matches again what was left over ask here, so that both find the same.

local payment = require "payment"

local store = payment.settlements

local settlement_lines = {}

--- The payments that rows speak of, found by the provider's number first, then by ours.
---@param mall_id string
---@param provider string
---@param lines settlement_file.line[]
---@return fun(line: settlement_file.line): table|nil attempt
function settlement_lines.finder(mall_id, provider, lines)
  local transactions, references, by_transaction, by_reference = {}, {}, {}, {}
  for _, line in ipairs(lines) do
    if line.transaction_id ~= "" then transactions[#transactions + 1] = line.transaction_id end
    if line.reference ~= "" then references[#references + 1] = line.reference end
  end
  for _, row in ipairs(store.payments(mall_id, provider, transactions, references)) do
    if row.transaction_id then by_transaction[row.transaction_id] = row end
    by_reference[row.reference] = row
  end
  return function(line) return by_transaction[line.transaction_id] or by_reference[line.reference] end
end

--- What a mall's contract with a provider lets one expect.
---@param mall { id: string, code: string|nil }
---@param provider string
---@return table|nil
function settlement_lines.fees(mall, provider)
  local contract = payment.adapter(mall, { provider = provider })
  return contract and contract.fees
end

--- After how many days a method is paid out.
---@param fees table|nil
---@return table<string, integer>
function settlement_lines.days(fees)
  local days = {}
  for method, term in pairs(fees or {}) do days[method] = term.days end
  return days
end

--- Writes on a row whose it is, and what the contract lets us expect of it.
---@param line settlement_file.line
---@param attempt table|nil
---@param fees table|nil
---@return settlements.difference[]
function settlement_lines.judge(line, attempt, fees)
  local method = attempt and attempt.method or line.method
  local fee, vat = payment.fees.expected(fees, method, line.gross, line.kind)
  line.expected_fee, line.expected_vat = fee, vat
  line.order_id, line.payment_id = attempt and attempt.order_id, attempt and attempt.id
  return payment.settlement_rules.differences(line, attempt, fee and fee + vat)
end

--- Puts the differences of a row on a list as they are stored.
---@param list table[]
---@param id string  of the row
---@param line settlement_file.line
---@param differences settlements.difference[]
function settlement_lines.write_down(list, id, line, differences)
  for _, difference in ipairs(differences) do
    list[#list + 1] = { subject = id, what = difference.what, line_id = id, payment_id = line.payment_id, day = line.sold_on,
      ours = difference.ours, theirs = difference.theirs }
  end
end

return settlement_lines
