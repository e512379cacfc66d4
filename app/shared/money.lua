-- Money is a whole count of a currency's smallest unit (won have none smaller) together with the currency. It adds,
-- subtracts and takes whole multiples; it does not divide: fractions come only from `ratio` and `percent`, which say
-- how they round. A fraction, an overflow and two currencies in one sum raise where they happen, not in the books.
--
--   won(12000) * 2 + won(3000)            27,000원
--   price:percent(15)                     15 %, halves up;  price:percent(15, "down", 10): down to tens
--   money.allocate(won(1000), { won(1), won(1), won(1) })      334, 333, 333: shares always add up to the whole

local ffi = require "ffi"
local fault = require "shared.fault"
local fraction = require "shared.fraction"
local digits = require "shared.digits"

local multiply_divide = fraction.of
local floor, abs, format, match, gsub = math.floor, math.abs, string.format, string.match, string.gsub
local type, tonumber, istype = type, tonumber, ffi.istype

local money = {}
--- No amount may pass this, up or down: a trillion won.
money.limit = 1e12

-- ISO 4217: number of decimals of the smallest unit
local exponents = { KRW = 0, JPY = 0, USD = 2, EUR = 2, BHD = 3 }
local codes = { "KRW", "JPY", "USD", "EUR", "BHD" }
local ids = {}
for id, code in ipairs(codes) do ids[code] = id end

---@class money
---@field amount number    a whole number of the smallest unit; read-only
---@field currency_id integer
---@operator add(money): money
---@operator sub(money): money
---@operator mul(integer): money
---@operator unm: money
local methods = {}
local money_ctype
pcall(ffi.cdef, "struct sijang_money { const double amount; const int32_t currency_id; };")

-- level counts from here: 1 blames the caller of a function that ends in `return make(…)`.
local function make(amount, currency_id, level)
  if type(amount) ~= "number" or amount ~= floor(amount) then
    error("money is a whole number of its smallest unit, not " .. tostring(amount), level + 1)
  end
  if abs(amount) > money.limit then error("money overflows: " .. format("%.0f", amount), level + 1) end
  return money_ctype(amount + 0, currency_id) -- + 0: never minus zero
end

local function check(value, level)
  if not istype(money_ctype, value) then error("money expected, got " .. type(value), level + 1) end
  return value
end

local function same(a, b, level)
  check(a, level + 1)
  check(b, level + 1)
  if a.currency_id ~= b.currency_id then
    error("two currencies in one sum: " .. codes[a.currency_id] .. " and " .. codes[b.currency_id], level + 1)
  end
end

local metatable = { __index = methods }

function metatable.__add(a, b)
  same(a, b, 2)
  return make(a.amount + b.amount, a.currency_id, 1)
end

function metatable.__sub(a, b)
  same(a, b, 2)
  return make(a.amount - b.amount, a.currency_id, 1)
end

function metatable.__mul(a, b)
  if type(a) == "number" then a, b = b, a end
  check(a, 2)
  if type(b) ~= "number" or b ~= floor(b) then error("money times a fraction: use ratio or percent", 2) end
  return make(a.amount * b, a.currency_id, 1)
end

function metatable.__div() error("money is not divided: use ratio, percent or allocate", 2) end
metatable.__mod, metatable.__pow = metatable.__div, metatable.__div

function metatable.__unm(a) return make(-a.amount, a.currency_id, 1) end

function metatable.__eq(a, b)
  return istype(money_ctype, a) and istype(money_ctype, b) and a.amount == b.amount and a.currency_id == b.currency_id
end

function metatable.__lt(a, b)
  same(a, b, 2)
  return a.amount < b.amount
end

function metatable.__le(a, b)
  same(a, b, 2)
  return a.amount <= b.amount
end

function metatable.__tostring(a) return a:format() end

money_ctype = ffi.metatype("struct sijang_money", metatable)

--- A count of a currency's smallest unit as money.
---@param amount number
---@param currency string  "KRW"
---@return money
function money.of(amount, currency)
  local id = ids[currency] or error("an unknown currency: " .. tostring(currency), 2)
  return make(amount, id, 1)
end

--- Won: from a whole number, or from text as people and files write it ("12,345원"). What is no amount raises.
---@param amount number|string
---@return money
function money.won(amount)
  if type(amount) == "string" then
    local parsed = money.parse(amount)
    if not parsed then error("not an amount of won: " .. amount, 2) end
    return parsed
  end
  return make(amount, 1, 1)
end

--- Reads won that somebody typed: digits, with or without thousands separators, 원 or ₩.
---@param text string
---@return money|nil, fault|nil  money.malformed, money.overflow
function money.parse(text)
  local written = match(text, "^%s*(.-)%s*$")
  written = gsub(gsub(written, "^₩%s*", ""), "%s*원$", "")
  local bare = match(written, "^%d+$")
  if not bare and match(gsub(written, ",%d%d%d%f[,%z]", ""), "^%d%d?%d?$") then bare = gsub(written, ",", "") end
  if not bare then return nil, fault("money.malformed", { message = text }) end
  local amount = #bare <= 15 and tonumber(bare)
  if not amount or amount > money.limit then return nil, fault("money.overflow", { message = text }) end
  return make(amount, 1, 1)
end

---@param value any
---@return boolean
function money.is(value) return istype(money_ctype, value) end

--- 12345 → "12,345".
money.group = digits.group

---@return string
function methods:currency() return codes[self.currency_id] end

--- As a shopper reads it: "12,345원"; other currencies "USD 12.34".
---@return string
function methods:format()
  local code = codes[self.currency_id]
  if code == "KRW" then return money.group(self.amount) .. "원" end
  local exponent, amount = exponents[code], abs(self.amount)
  local text = money.group(floor(amount / 10 ^ exponent))
  if exponent > 0 then text = text .. format(".%0" .. exponent .. "d", amount % 10 ^ exponent) end
  return code .. " " .. (self.amount < 0 and "-" or "") .. text
end

--- amount × numerator ÷ denominator, rounded once. Negative amounts round as their positive twin does.
---@param numerator number     whole, 0 … 10^12
---@param denominator number   whole, 1 … 10^12
---@param mode "half_up"|"down"|"up"|"half_even"|nil  half_up when absent
---@param step number|nil      the result is a multiple of this: 10 rounds to tens of won
---@return money
function methods:ratio(numerator, denominator, mode, step)
  local round = fraction.rounding[mode or "half_up"] or error("an unknown way to round: " .. tostring(mode), 2)
  step = step or 1
  if numerator ~= floor(numerator) or numerator < 0 or numerator > money.limit then
    error("a ratio needs a whole numerator from 0", 2)
  end
  if denominator ~= floor(denominator) or step ~= floor(step) or step < 1 or denominator < 1
    or denominator * step > money.limit then
    error("a ratio needs a whole denominator from 1", 2)
  end
  local quotient, rest = multiply_divide(abs(self.amount), numerator, denominator * step)
  local amount = (quotient + round(rest, denominator * step, quotient)) * step
  return make(self.amount < 0 and -amount or amount, self.currency_id, 1)
end

--- A whole percentage of it.
---@param percent number
---@param mode string|nil
---@param step number|nil
---@return money
function methods:percent(percent, mode, step) return self:ratio(percent, 100, mode, step) end

--- The sum of a list; zero won for an empty one.
---@param list money[]
---@param currency string|nil  what an empty list is a sum of
---@return money
function money.sum(list, currency)
  local total = list[1] or money.of(0, currency or "KRW")
  check(total, 2)
  for i = 2, #list do
    same(total, list[i], 2)
    total = make(total.amount + list[i].amount, total.currency_id, 2)
  end
  return total
end

--- Shares out `total` in proportion to `weights` by largest remainder; the earlier share wins a tie. The shares add
--- up to the total exactly. Where all weights are zero the earlier shares get one unit more than the later ones.
---@param total money                       not negative
---@param weights (money|number)[]          whole, not negative
---@return money[]
function money.allocate(total, weights)
  check(total, 2)
  if total.amount < 0 then error("a negative amount is not allocated: allocate its positive twin", 2) end
  local n = #weights
  if n == 0 then error("there is nothing to allocate to", 2) end
  local parts, sum = {}, 0
  for i, weight in ipairs(weights) do
    if istype(money_ctype, weight) then
      same(total, weight, 2)
      weight = weight.amount
    end
    if type(weight) ~= "number" or weight ~= floor(weight) or weight < 0 then
      error("a weight is whole and not negative", 2)
    end
    parts[i], sum = weight, sum + weight
  end
  if sum > money.limit then error("the weights overflow", 2) end
  if sum == 0 then
    for i = 1, n do parts[i] = 1 end
    sum = n
  end
  local shares, rests, order, left = {}, {}, {}, total.amount
  for i = 1, n do
    shares[i], rests[i] = multiply_divide(total.amount, parts[i], sum)
    left = left - shares[i]
    order[i] = i
  end
  table.sort(order, function(a, b)
    if rests[a] ~= rests[b] then return rests[a] > rests[b] end
    return a < b
  end)
  for i = 1, left do shares[order[i]] = shares[order[i]] + 1 end
  for i = 1, n do shares[i] = make(shares[i], total.currency_id, 2) end
  return shares
end

return money
