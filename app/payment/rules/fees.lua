-- What a provider takes for itself, by its contract with the mall: a share in millionths, a fixed sum, VAT on both, and
-- after how many days the rest is paid out; by method, "*" for every other. It stands in the file of contracts:
--
--   "fees": { "card": { "ppm": 27000, "fixed": 0, "days": 3 }, "*": { "ppm": 29000, "fixed": 200, "keeps": true } }
--
-- `keeps`: what was taken does not come back with a cancellation. Pure.

local fraction = require "shared.fraction"
local methods = require "payment.rules.methods"

local fees = {}

local WHOLE, VAT, HUNDRED = 1000000, 10, 100
-- Providers round as they like: a won up or down in each part is no difference.
fees.TOLERANCE = 2

local LIMITS = { ppm = 200000, fixed = 100000, days = 90 }

local function term_problem(term)
  if type(term) ~= "table" then return "is no object" end
  for name, most in pairs(LIMITS) do
    local value = term[name]
    if value ~= nil and (type(value) ~= "number" or value % 1 ~= 0 or value < 0 or value > most) then
      return ("%s is a whole number from 0 to %d"):format(name, most)
    end
  end
  if term.keeps ~= nil and type(term.keeps) ~= "boolean" then return "keeps is true or false" end
end

--- What is wrong with the fees of a contract.
---@param given any
---@return string|nil sentence
function fees.problem(given)
  if given == nil then return nil end
  if type(given) ~= "table" then return "fees is no object" end
  for key, term in pairs(given) do
    if key ~= "*" and not methods.of(tostring(key)) then return ("fees has no method %s"):format(tostring(key)) end
    local problem = term_problem(term)
    if problem then return ("fees.%s %s"):format(key, problem) end
  end
end

local function half_up(a, b, c)
  local quotient, rest = fraction.of(a, b, c)
  return quotient + fraction.rounding.half_up(rest, c, quotient)
end

local function term_of(given, method) return type(given) == "table" and (given[method] or given["*"]) or nil end

--- What a provider should take of an amount; of a cancellation: what should come back. nil where the contract does not say.
---@param given table|nil  the fees of a contract
---@param method string
---@param amount integer
---@param kind "pay"|"cancel"
---@return integer|nil fee  without its VAT
---@return integer|nil vat
function fees.expected(given, method, amount, kind)
  local term = term_of(given, method)
  if not term then return nil end
  if kind == "cancel" and term.keeps then return 0, 0 end
  local fee = half_up(amount, term.ppm or 0, WHOLE) + (kind == "pay" and term.fixed or 0)
  return fee, half_up(fee, VAT, HUNDRED)
end

--- After how many days a method is paid out.
---@param given table|nil
---@param method string
---@return integer|nil
function fees.days(given, method)
  local term = term_of(given, method)
  return term and term.days
end

return fees
