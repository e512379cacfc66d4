-- Where payment windows live: the hosts that a page which opens one may load from, post to and frame. A fixed table; what
-- came through a browser adds nothing to it. A contract of tests may lead to a stand-in on this machine. Pure.

local contract_rules = require "payment.rules.contract"

local hosts = {}

local TABLE = {
  inicis = { live = { "https://stdpay.inicis.com", "https://*.inicis.com" },
    test = { "https://stgstdpay.inicis.com", "https://*.inicis.com" } },
  toss_payments = { live = { "https://js.tosspayments.com", "https://*.tosspayments.com", "https://*.toss.im" } },
  tosspay = { live = { "https://pay.toss.im", "https://*.toss.im" } },
  kakaopay = { live = { "https://online-pay.kakao.com", "https://*.kakaopay.com" } },
  naverpay = { live = { "https://nsp.pay.naver.com", "https://*.pay.naver.com" } },
  portone = { live = { "https://cdn.portone.io", "https://*.portone.io" } },
  portone_v1 = { live = { "https://cdn.iamport.kr", "https://*.iamport.kr" } },
}

--- The sources of a window, as a content security policy has them.
---@param contract payment.contract
---@return string[]
function hosts.of(contract)
  local known, list, seen = TABLE[contract.provider] or {}, {}, {}
  for _, source in ipairs(known[contract.mode] or known.live or {}) do list[#list + 1] = source end
  for _, url in pairs(contract.mode == "test" and contract.urls or {}) do
    local origin = contract_rules.is_loopback(url) and url:match "^https?://[^/?#]+"
    if origin and not seen[origin] then seen[origin], list[#list + 1] = true, origin end
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
