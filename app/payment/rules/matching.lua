-- Whose deposit is it? The bank says an amount and a name as somebody typed it, cut where the bank cuts it; orders say what
-- is awaited and from whom. Money is given to an order without asking anybody only where amount and name leave one order;
-- all else is put in the lane of a person, with the orders that it may be for. Pure.

local korean = require "shared.korean"
local text = require "text"

local matching = {}

-- Banks cut names, none shorter than this: what is shorter was typed so.
local CUT = 5
-- Clocks of banks and ours, and a deposit that is made while the order is.
local SLACK = 600
-- So long after its order was given up a deposit is still taken for a late one.
local LATE = 30 * 86400
local MOST = 5

local CORPORATE = { "%(주%)", "%(유%)", "%(사%)", "%(재%)", "㈜", "주식회사", "유한회사", "사단법인",
  "재단법인" }

--- A name as it is compared: composed letters, ASCII of one width, no spaces, no marks, no kinds of company.
---@param name string
---@return string
function matching.plain(name)
  local plain = korean.half_width(korean.plain_spaces(text.nfc(name) or name))
  for _, word in ipairs(CORPORATE) do plain = plain:gsub(word, "") end
  return (plain:gsub("[%s%p]", ""):lower())
end

local function letters(s)
  local _, count = s:gsub("[^\128-\191]", "")
  return count
end

-- One name cut off where the other goes on.
local function is_cut(one, other)
  if #one > #other then one, other = other, one end
  return letters(one) >= CUT and other:sub(1, #one) == one
end

local function same_name(plain, payment)
  local names = { matching.plain(payment.depositor or ""), matching.plain(payment.orderer_name or "") }
  for _, name in ipairs(names) do
    if name ~= "" and (plain == name or is_cut(plain, name)) then return true end
  end
  -- "홍길동1234": a name with the end of an order's number or of a telephone behind it
  local bare = plain:gsub("%d+$", "")
  return bare ~= plain and bare ~= "" and (bare == names[1] or bare == names[2])
end

-- The order's number, whole or its seven letters, among what was written.
local function names_number(written, number)
  local plain = written:upper():gsub("[^%w]", "")
  local tail = number:match "%-(%w+)$"
  return tail ~= nil and plain:find(tail, 1, true) ~= nil
end

local function sorted(list, deposit)
  table.sort(list, function(a, b)
    local near_a, near_b = math.abs(a.amount - deposit.amount), math.abs(b.amount - deposit.amount)
    if near_a ~= near_b then return near_a < near_b end
    if a.placed_at ~= b.placed_at then return a.placed_at < b.placed_at end
    return a.number < b.number
  end)
  return list
end

local function verdict(lane, list, deposit)
  local numbers = {}
  for i, payment in ipairs(sorted(list, deposit)) do
    if i <= MOST then numbers[i] = payment.number end
  end
  return { lane = lane, payment = lane == "exact" and list[1] or nil, candidates = numbers }
end

local function pick(payments, wanted)
  local list = {}
  for _, payment in ipairs(payments) do
    if wanted(payment) then list[#list + 1] = payment end
  end
  return list
end

---@class matching.payment
---@field id string
---@field order_id string
---@field number string      the order's
---@field amount integer
---@field depositor string
---@field orderer_name string
---@field status string      of the payment: waiting | expired | paid
---@field placed_at number
---@field due_at number

-- Where the amount is what one order waits for, but so do others, or something in time is wrong.
local function judge_named(deposit, named)
  local waiting = pick(named, function(payment) return payment.status == "waiting" end)
  local equal = pick(waiting, function(payment) return payment.amount == deposit.amount end)
  if #equal == 1 then return verdict("exact", equal, deposit) end
  if #equal > 1 then return verdict("several", equal, deposit) end
  if #waiting == 1 then return verdict(deposit.amount > waiting[1].amount and "over" or "under", waiting, deposit) end
  if #waiting > 1 then return verdict("several", waiting, deposit) end
  local late = pick(named, function(payment)
    return payment.status == "expired" and deposit.at - payment.due_at <= LATE
  end)
  if #late > 0 then
    local same = pick(late, function(payment) return payment.amount == deposit.amount end)
    return verdict("late", #same > 0 and same or late, deposit)
  end
end

--- Which order a deposit is for.
---@param deposit { amount: integer, depositor: string, memo: string|nil, at: number, timed: boolean|nil }
---@param payments matching.payment[]  bank transfers that wait, or were given up lately
---@return { lane: string, payment: matching.payment|nil, candidates: string[] }
function matching.judge(deposit, payments)
  local plain = matching.plain(deposit.depositor)
  -- nobody pays for an order before it is placed; where the bank tells no hour, its day counts
  local slack = deposit.timed == false and 86400 or SLACK
  local placed = pick(payments, function(payment) return payment.placed_at <= deposit.at + slack end)
  local written = deposit.depositor .. " " .. (deposit.memo or "")
  local numbered = pick(placed, function(payment) return names_number(written, payment.number) end)
  local found = #numbered > 0 and judge_named(deposit, numbered)
    or judge_named(deposit, pick(placed, function(payment) return same_name(plain, payment) end))
  if found then return found end
  -- the same amount under another name is worth a look, and no more
  local equal = pick(placed, function(payment) return payment.amount == deposit.amount and payment.status == "waiting" end)
  return verdict("unknown", equal, deposit)
end

return matching
