-- How one can pay, as the shopper reads it: which methods there are, how long an attempt by one keeps the goods, and what a
-- mall offers of what its contracts allow. Pure.

local methods = {}

-- So long may a shopper be in a provider's window.
methods.WINDOW = 15 * 60
-- So long after its due time a deposit is still waited for: banks and notices take their time.
methods.GRACE = 10 * 60
-- From this amount on a card may be paid with in instalments, by a rule of all card companies.
methods.INSTALMENTS_FROM = 50000

-- In the order in which they are offered. `cash`: the law wants a receipt for it. `later`: paid when the window is closed.
methods.ALL = {
  { key = "card", label = "신용·체크카드", note = "모든 카드, 5만원부터 할부" },
  { key = "wallet", label = "간편결제" },
  { key = "account_transfer", label = "실시간 계좌이체", note = "내 계좌에서 바로 이체", cash = true },
  { key = "virtual_account", label = "가상계좌", note = "받은 계좌번호로 기한까지 입금", cash = true, later = true },
  { key = "phone", label = "휴대폰 결제", note = "통신 요금과 함께 청구" },
  { key = "bank_transfer", label = "무통장입금", note = "가게 계좌로 기한까지 입금", cash = true, later = true },
}

-- What pays without anybody choosing it.
local labels = { points = "적립금" }
local by_key = {}
for i, method in ipairs(methods.ALL) do
  by_key[method.key], labels[method.key], method.position = method, method.label, i
end

--- What is known of a method; nil when there is no such.
---@param key string
---@return { key: string, label: string, note: string|nil, cash: boolean|nil, later: boolean|nil }|nil
function methods.of(key) return by_key[key] end

---@param key string
---@return string
function methods.label(key) return labels[key] or key end

local function entry(provider, label, method, given)
  local note = given and given.note or method.note
  return { provider = provider, method = method.key, label = given and given.label or label, note = note,
    cash = method.cash or false, later = method.later or false, key = provider .. "." .. method.key }
end

--- Whether what is paid so lies in an escrow until the goods have arrived: not what a telephone's bill or a wallet pays.
---@param contract payment.contract
---@param method string
---@return boolean
function methods.holds_escrow(contract, method)
  return contract.escrow == true and (method == "card" or method == "virtual_account" or method == "account_transfer")
end

local bank = function(given) return entry("bank", by_key.bank_transfer.label, by_key.bank_transfer, given) end

local function of_contract(contract, adapter, key, given)
  local method = by_key[key]
  if not method or not adapter.methods[key] then return nil end
  if contract.methods and not contract.methods[key] then return nil end
  -- a wallet is known by its own name, everything else by what it is
  local offer = entry(contract.provider, key == "wallet" and adapter.label or method.label, method, given)
  offer.escrow = methods.holds_escrow(contract, key) or nil
  return offer
end

-- What stands in a mall's own list: "card", or { provider, method, label, note }.
local function named(given, contracts, adapters)
  local key, provider = given, nil
  if type(given) == "table" then key, provider = given.method, given.provider else given = nil end
  if key == "bank_transfer" then return { bank(given) } end
  local found = {}
  for _, contract in ipairs(contracts) do
    if not provider or provider == contract.provider then
      local one = of_contract(contract, adapters[contract.provider], key, given)
      if one then found[#found + 1] = one end
    end
    -- one card is like another: the first contract takes them; each wallet is one of its own
    if found[1] and key ~= "wallet" then break end
  end
  return found
end

--- What a mall offers: its own list, or everything its contracts allow, the bank transfer last.
---@param contracts payment.contract[]
---@param wanted (string|table)[]|nil
---@param adapters table<string, payment.adapter>
---@return payment.offer[]
function methods.offered(contracts, wanted, adapters)
  local list, seen = {}, {}
  local function add(one)
    if seen[one.key] then return end
    seen[one.key], list[#list + 1] = true, one
  end
  if not wanted then
    wanted = {}
    for i, method in ipairs(methods.ALL) do wanted[i] = method.key end
  end
  for _, given in ipairs(wanted) do
    for _, one in ipairs(named(given, contracts, adapters)) do add(one) end
  end
  return list
end

--- By how many months a card may be paid with: 0 is at once.
---@param amount integer
---@return integer[]
function methods.instalments(amount)
  local months = { 0 }
  if amount >= methods.INSTALMENTS_FROM then
    for month = 2, 12 do months[#months + 1] = month end
  end
  return months
end

return methods
