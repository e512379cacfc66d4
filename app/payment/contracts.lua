-- The contracts that malls have with providers: the file PAYMENT_FILE, JSON by mall code, read while a generation loads (so
-- that a HUP reads it anew, and a file that is wrong leaves the one before in force). It holds keys: only its owner may read
-- it, and nothing of it is ever said.
--
--   { "demo": { "contracts": [ { "provider": "inicis", "mode": "live", … } ], "methods": [ "card", "bank_transfer" ] } }

local bit = require "bit"
local fs = require "fs"
local json = require "json"
local runtime = require "runtime"
local adapters = require "payment.adapters"
local rules = require "payment.rules.contract"

local contracts = {}

local MOST = 256 * 1024

local by_name = {}
for _, adapter in ipairs(adapters) do by_name[adapter.name] = adapter end

local malls, problem = {}, nil

-- Whether contracts of tests, and providers on this machine, are meant.
local function rehearsal() return runtime.development() or runtime.setting "PAYMENT_TEST" == "on" end

local function read(path)
  local found, why = fs.stat(path)
  if not found then return nil, ("%s: %s"):format(path, why) end
  if bit.band(found.mode, 63) ~= 0 then return nil, path .. " can be read by others than its owner: chmod 0400" end
  local text, message = fs.read(path, MOST)
  if not text then return nil, ("%s: %s"):format(path, message) end
  local ok, given = pcall(json.decode, text)
  if not ok or given == nil then return nil, path .. " is no JSON" end
  local made, problems = rules.read(given, by_name, rehearsal())
  if #problems > 0 then return nil, table.concat(problems, "; ") end
  return made
end

--- Reads the file that PAYMENT_FILE names. In commands, and while a generation loads.
---@return true|nil
---@return string|nil sentence
function contracts.load()
  local path = runtime.setting "PAYMENT_FILE"
  malls, problem = {}, nil
  if not path then return true end
  local made, why = read(path)
  if not made then
    problem = "PAYMENT_FILE: " .. why
    return nil, problem
  end
  malls = made
  return true
end

--- Why contracts are not in force; nil when they are, or when there are none.
---@return string|nil sentence
function contracts.problem() return problem end

---@param code string of a mall
---@return payment.mall_contracts|nil
function contracts.of(code) return malls[code] end

--- The mall codes that have contracts, and with whom.
---@return { mall: string, provider: string, mode: string }[]
function contracts.all()
  local list = {}
  for code, one in pairs(malls) do
    for _, contract in ipairs(one.contracts) do
      list[#list + 1] = { mall = code, provider = contract.provider, mode = contract.mode }
    end
  end
  table.sort(list, function(a, b) return a.mall .. a.provider < b.mall .. b.provider end)
  return list
end

---@param provider string
---@return payment.adapter|nil
function contracts.adapter(provider) return by_name[provider] end

contracts.adapters = by_name

return contracts
