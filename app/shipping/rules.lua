-- What shipping costs. One fee an order; from a threshold on it is free; Jeju and islands add a surcharge that is owed
-- even then. The shopper is told beforehand, on the product, in the cart and at checkout alike.

local won = require("shared.money").won

local rules = {}

---@class shipping.policy
---@field code string
---@field name string
---@field carrier string
---@field fee integer
---@field free_from integer|nil
---@field jeju_surcharge integer
---@field island_surcharge integer
---@field dispatch_text string

---@param policy shipping.policy
---@param region "normal"|"jeju"|"island"
---@return integer
function rules.surcharge(policy, region)
  if region == "jeju" then return policy.jeju_surcharge end
  if region == "island" then return policy.island_surcharge end
  return 0
end

--- Nothing is shipped for nothing: an empty cart owes no fee.
---@param policy shipping.policy
---@param goods integer won after discounts
---@param region "normal"|"jeju"|"island"
---@return integer
function rules.fee(policy, goods, region)
  if goods <= 0 then return 0 end
  local free = policy.free_from and goods >= policy.free_from
  return (free and 0 or policy.fee) + rules.surcharge(policy, region)
end

--- How near the cart is to free shipping; nil where the policy knows none.
---@param policy shipping.policy
---@param goods integer
---@return {reached:boolean, remaining:integer, percent:integer, text:string}|nil
function rules.free_shipping(policy, goods)
  if not policy.free_from then return nil end
  local remaining = math.max(0, policy.free_from - goods)
  if remaining == 0 then return { reached = true, remaining = 0, percent = 100, text = "무료배송으로 보내 드려요" } end
  return {
    reached = false, remaining = remaining, percent = math.floor(goods * 100 / policy.free_from),
    text = won(remaining):format() .. " 더 담으면 무료배송",
  }
end

---@param policy shipping.policy
---@return {fee_text:string, free_text:string|nil, jeju_text:string, dispatch_text:string, carrier:string}
function rules.terms(policy)
  return {
    fee_text = policy.fee > 0 and "배송비 " .. won(policy.fee):format() or "무료배송",
    free_text = policy.free_from and won(policy.free_from):format() .. " 이상 구매 시 무료배송" or nil,
    jeju_text = ("제주 %s, 도서산간 %s 추가"):format(won(policy.jeju_surcharge):format(), won(policy.island_surcharge):format()),
    dispatch_text = policy.dispatch_text, carrier = policy.carrier, fee = policy.fee,
  }
end

--- What a cart says about shipping before an address is known.
---@param policy shipping.policy
---@return string[]
function rules.notes(policy)
  local terms = rules.terms(policy)
  return { terms.free_text or terms.fee_text, terms.jeju_text .. " (주소를 입력하면 계산해 드려요)", terms.dispatch_text }
end

local region_label = { jeju = "제주", island = "도서산간" }

--- Why shipping to a region costs more than elsewhere; nil where it does not.
---@param policy shipping.policy
---@param region "normal"|"jeju"|"island"
---@return string|nil
function rules.surcharge_text(policy, region)
  local surcharge = rules.surcharge(policy, region)
  if surcharge == 0 then return nil end
  return ("%s 추가 배송비 %s 포함"):format(region_label[region], won(surcharge):format())
end

return rules
