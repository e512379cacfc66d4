-- What a file of contracts may say. It is written by hand, holds keys that are worth money, and decides where the money of
-- shoppers goes: whatever is doubtful about it is refused, in a sentence that never repeats a key. Pure.

local fees = require "payment.rules.fees"

local contract = {}

local function is_list(value)
  if type(value) ~= "table" then return false end
  for key in pairs(value) do
    if type(key) ~= "number" then return false end
  end
  return true
end

-- What is no business of a production: reached without encryption, or on this very machine.
local function local_url(url)
  local scheme, authority = url:lower():match "^(%a+)://([^/?#]*)"
  if not scheme then return "is no address" end
  if authority:find "@" then return "has a name in it" end
  if scheme ~= "https" then return "is not https" end
  local host = authority:gsub(":%d*$", "")
  if host == "localhost" or host:find "%.localhost$" or host:find "^127%." or host == "[::1]" or host == "0.0.0.0" then
    return "is this machine"
  end
end

--- Whether an address is on this machine: a stand-in, which alone may be reached at a private address.
---@param url string
---@return boolean
function contract.is_loopback(url)
  local authority = url:lower():match "^https?://([^/?#]*)" or ""
  local host = authority:gsub(":%d*$", "")
  return host == "localhost" or host:find "^127%.%d+%.%d+%.%d+$" ~= nil or host == "[::1]"
end

local function judge_urls(given, rehearsal)
  for name, url in pairs(given.urls or {}) do
    if type(url) ~= "string" then return ("urls.%s is no text"):format(tostring(name)) end
    local problem = local_url(url)
    if problem and not (rehearsal and given.mode == "test" and contract.is_loopback(url)) then
      return ("urls.%s %s: that is for tests, and this is %s"):format(tostring(name), problem,
        given.mode == "live" and "a live contract" or "production")
    end
  end
end

local function judge(given, adapters, rehearsal)
  if type(given) ~= "table" then return "a contract is no object" end
  local adapter = adapters[given.provider]
  if not adapter then return ("there is no provider %s"):format(tostring(given.provider)) end
  if given.mode ~= "test" and given.mode ~= "live" then return ("%s: mode is test or live"):format(given.provider) end
  if given.mode == "test" and not rehearsal then
    return ("%s: a contract of tests in production; no money would come in (PAYMENT_TEST=on if that is meant)"):format(
      given.provider)
  end
  if given.urls ~= nil and type(given.urls) ~= "table" then return given.provider .. ": urls is no object" end
  local url_problem = judge_urls(given, rehearsal)
  if url_problem then return given.provider .. ": " .. url_problem end
  if given.cash_receipts ~= nil and type(given.cash_receipts) ~= "boolean" then
    return given.provider .. ": cash_receipts is true or false"
  end
  local fee_problem = fees.problem(given.fees)
  if fee_problem then return given.provider .. ": " .. fee_problem end
  if given.notice_ips ~= nil and not is_list(given.notice_ips) then return given.provider .. ": notice_ips is no list" end
  local sound, sentence = adapter.check(given)
  if not sound then return ("%s: %s"):format(given.provider, sentence) end
end

-- A mall's list of methods is a list; inside, sets are easier to ask.
local function as_set(list)
  if list == nil then return nil end
  local set = {}
  for _, key in ipairs(list) do set[key] = true end
  return set
end

local function read_mall(code, given, adapters, rehearsal, problems)
  if type(given) ~= "table" or not is_list(given.contracts or {}) or not is_list(given.methods or {}) then
    problems[#problems + 1] = code .. ": { contracts: [ … ], methods: [ … ] } is expected"
    return nil
  end
  local made, seen = { contracts = {}, methods = given.methods }, {}
  for _, one in ipairs(given.contracts or {}) do
    local problem = judge(one, adapters, rehearsal)
    if not problem and seen[one.provider] then problem = "two contracts with " .. one.provider end
    if problem then
      problems[#problems + 1] = code .. ": " .. problem
    else
      seen[one.provider] = true
      one.methods = as_set(one.methods)
      made.contracts[#made.contracts + 1], made[one.provider] = one, one
    end
  end
  return made
end

---@class payment.mall_contracts
---@field contracts payment.contract[] in their order, and each by its provider's name
---@field methods (string|table)[]|nil

--- The contracts of a file, by mall code, and what is wrong with it.
---@param given any  the file's JSON, decoded
---@param adapters table<string, payment.adapter>
---@param rehearsal boolean  contracts of tests, and providers on this machine, are welcome
---@return table<string, payment.mall_contracts>
---@return string[] problems
function contract.read(given, adapters, rehearsal)
  local malls, problems = {}, {}
  if type(given) ~= "table" or is_list(given) and next(given) then
    return malls, { "an object of malls by their codes is expected" }
  end
  local codes = {}
  for code in pairs(given) do codes[#codes + 1] = code end
  table.sort(codes)
  for _, code in ipairs(codes) do malls[code] = read_mall(code, given[code], adapters, rehearsal, problems) end
  return malls, problems
end

return contract
