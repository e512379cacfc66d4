-- On what terms an order's goods go back, and an order as claims look at it.

local claim = require "claim"
local order = require "order"
local edit = require("mall").edit

local claim_terms = {}

--- The policy of a mall.
---@param mall_id string
---@param tx table|nil
---@return claim.policy
function claim_terms.policy(mall_id, tx)
  return claim.policy(edit.setting(mall_id, "claims", tx).value, edit.setting(mall_id, "return_fee", tx).value)
end

--- What of an order stands under claims, by line and by where it stands.
---@param account claim.account
---@return table<integer, table<string, integer>>
function claim_terms.open(account)
  local portions, open = {}, {}
  for _, line in ipairs(account.lines) do portions[line.position] = line.portions end
  for _, line in ipairs(account.lines) do
    open[line.position] = order.claimed({ claims = account.claims, portions = portions }, line.position)
  end
  return open
end

--- What is asked of an order, as the rules of claims want it.
---@param account claim.account
---@param policy claim.policy
---@return claim.facts
function claim_terms.facts(account, policy)
  local portions = {}
  for _, line in ipairs(account.lines) do portions[line.position] = line.portions end
  return { lines = account.lines, portions = portions, open = claim_terms.open(account), delivered = account.delivered,
    now = account.now, policy = policy }
end

return claim_terms
