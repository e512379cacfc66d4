-- Where payment windows live: the hosts that a page which opens one may load from, post to and frame. A fixed table; what
-- came through a browser adds nothing to it. A contract with who stands before other providers says who they are: their
-- windows open in the same page. A contract of tests may lead to a stand-in on this machine. Pure.

local contract_rules = require "payment.rules.contract"

local hosts = {}

local TABLE = {
  inicis = { live = { "https://stdpay.inicis.com", "https://*.inicis.com" },
    test = { "https://stgstdpay.inicis.com", "https://*.inicis.com" } },
  toss_payments = { live = { "https://js.tosspayments.com", "https://*.tosspayments.com", "https://*.toss.im" } },
  tosspay = { live = { "https://pay.toss.im", "https://*.toss.im" } },
  kakaopay = { live = { "https://online-pay.kakao.com", "https://*.kakaopay.com" } },
  naverpay = { live = { "https://nsp.pay.naver.com", "https://*.pay.naver.com" } },
  portone = { live = { "https://cdn.portone.io", "https://*.portone.io", "https://*.iamport.co", "https://*.iamport.kr" } },
  portone_v1 = { live = { "https://cdn.iamport.kr", "https://*.iamport.kr", "https://*.iamport.co" } },
}

--- Whether there are windows of a provider.
---@param provider any
---@return boolean
function hosts.knows(provider) return provider ~= nil and TABLE[provider] ~= nil end

local function add(list, seen, sources)
  for _, source in ipairs(sources) do
    if not seen[source] then seen[source], list[#list + 1] = true, source end
  end
end

local function of_provider(name, mode)
  local known = TABLE[name] or {}
  return known[mode] or known.live or {}
end

--- The sources of a window, as a content security policy has them.
---@param contract payment.contract
---@return string[]
function hosts.of(contract)
  local list, seen = {}, {}
  add(list, seen, of_provider(contract.provider, contract.mode))
  for _, name in ipairs(contract.behind or {}) do add(list, seen, of_provider(name, contract.mode)) end
  for _, url in pairs(contract.mode == "test" and contract.urls or {}) do
    add(list, seen, { contract_rules.is_loopback(url) and url:match "^https?://[^/?#]+" or nil })
  end
  return list
end

--- Whether an address is one of them.
---@param url string
---@param sources string[]
---@return boolean
function hosts.allow(url, sources)
  local scheme, authority = url:match "^(https?)://([^/?#]+)"
  if not scheme or authority:find "@" then return false end
  for _, source in ipairs(sources) do
    local wanted, name = source:match "^(https?)://(.+)$"
    if wanted == scheme then
      local tail = name:match "^%*(%..+)$"
      if name == authority:lower() or tail and authority:lower():sub(-#tail) == tail then return true end
    end
  end
  return false
end

return hosts
