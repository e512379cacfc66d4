-- Where receipts lie: a link to one is shown only if it leads to a host of this fixed table, whatever an answer said. Who
-- stands before other providers hands out theirs. Pure.

local reading = require "payment.rules.reading"

local BEHIND = { "inicis.com", "tosspayments.com", "toss.im", "kakaopay.com", "pay.naver.com", "nicepay.co.kr", "kcp.co.kr",
  "smartro.co.kr", "settlebank.co.kr", "portone.io", "iamport.kr" }

local HOSTS = { inicis = { "inicis.com" }, toss_payments = { "tosspayments.com" }, tosspay = { "toss.im" },
  kakaopay = { "kakaopay.com" }, naverpay = { "pay.naver.com" }, portone = BEHIND, portone_v1 = BEHIND }

local hosts = {}

--- The address, if a receipt of this provider can lie there.
---@param provider string
---@param url any
---@return string|nil
function hosts.link(provider, url)
  local known = HOSTS[provider]
  return known and reading.address(url, "", known) or nil
end

return hosts
