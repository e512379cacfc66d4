-- What a provider settles against what we know of each payment, and how a period came out. Pure.

local fees = require "payment.rules.fees"

local settlements = {}

settlements.words = { no_payment = "우리에게 없는 거래", amount = "결제 금액이 다름", returned = "취소 금액이 더 많음",
  fee = "수수료가 계약과 다름", sum = "정산금액 계산이 다름", missing = "정산되지 않은 결제", missing_cancel = "정산에 없는 취소" }

---@class settlements.difference
---@field what string
---@field ours integer
---@field theirs integer

local function bounded(amount) return math.max(0, amount) end

--- What a row says otherwise than we do.
---@param line settlement_file.line
---@param attempt { captured_amount: integer }|nil  the payment it is about
---@param expected integer|nil                       fee with its VAT, by the contract
---@return settlements.difference[]
function settlements.differences(line, attempt, expected)
  local list, charged = {}, line.fee + line.fee_vat
  local function add(what, ours, theirs)
    list[#list + 1] = { what = what, ours = bounded(ours), theirs = bounded(theirs) }
  end
  if line.gross - charged ~= line.net then add("sum", line.gross - charged, line.net) end
  if not attempt then
    add("no_payment", 0, line.gross)
    return list
  end
  if line.kind == "pay" and line.gross ~= attempt.captured_amount then add("amount", attempt.captured_amount, line.gross) end
  if expected and math.abs(charged - expected) > fees.TOLERANCE then add("fee", expected, charged) end
  return list
end

local SUMS = { "gross", "returned", "expected", "charged", "net", "paid_out", "lines" }

--- A period in one row: nothing is expected where no contract says so.
---@param days table[]
---@return table
function settlements.total(days)
  local total = {}
  for _, name in ipairs(SUMS) do
    total[name] = 0
    for _, day in ipairs(days) do total[name] = total[name] + (day[name] or 0) end
  end
  return total
end

-- The picture: so wide a day, and so high the highest.
local WIDTH, HEIGHT, GAP, LEAST = 640, 160, 0.25, 4

--- Two bars a day: what was sold less what went back, and what is paid out of it.
---@param days { day: string, gross: integer, returned: integer, net: integer }[]  the oldest first, a day once
---@return { width: integer, height: integer, most: integer, bars: table[] }|nil  nothing to draw
function settlements.chart(days)
  local most = 0
  for _, day in ipairs(days) do most = math.max(most, day.gross - day.returned, day.net) end
  if most == 0 then return nil end
  local step, bars = WIDTH / math.max(#days, LEAST), {}
  local wide = step * (1 - GAP) / 2
  local function round(n) return math.floor(n * 10 + 0.5) / 10 end
  for i, day in ipairs(days) do
    for n, amount in ipairs { day.gross - day.returned, day.net } do
      local high = HEIGHT * math.max(0, amount) / most
      bars[#bars + 1] = { x = round((i - 1) * step + (n - 1) * wide + step * GAP / 2), y = round(HEIGHT - high),
        width = round(wide), height = round(high), kind = n == 1 and "sold" or "net", day = day.day, amount = amount }
    end
  end
  return { width = WIDTH, height = HEIGHT, most = most, bars = bars }
end

--- The days of several providers as one row a day, the oldest first.
---@param rows table[]
---@return table[]
function settlements.by_day(rows)
  local list, by_day = {}, {}
  for _, row in ipairs(rows) do
    local day = by_day[row.day]
    if not day then
      day = { day = row.day, gross = 0, returned = 0, net = 0 }
      by_day[row.day], list[#list + 1] = day, day
    end
    for _, name in ipairs { "gross", "returned", "net" } do day[name] = day[name] + row[name] end
  end
  table.sort(list, function(a, b) return a.day < b.day end)
  return list
end

return settlements
