-- Where NaverPay's API is. There are two families of hosts, of which a merchant is told one when the contract is made: the
-- gateway of payments, and the older one that all of Naver's APIs share. Pure.

local hosts = {}

local FAMILIES = {
  paygate = { live = "https://pay.paygate.naver.com", test = "https://dev-pay.paygate.naver.com" },
  apis = { live = "https://apis.naver.com", test = "https://dev-pub.apis.naver.com" },
}

local PARTNER = "naverpay-partner"

--- Whether there is such a family.
---@param family string|nil
---@return boolean
function hosts.knows(family) return family == nil or FAMILIES[family] ~= nil end

--- Up to where a call's version and name follow.
---@param contract payment.contract
---@return string
function hosts.api(contract)
  local base = contract.urls and contract.urls.api or FAMILIES[contract.family or "paygate"][contract.mode]
  return ("%s/%s/naverpay/payments"):format(base, contract.partner_id or PARTNER)
end

return hosts
