-- A buyer writes a review, and is thanked with points where the mall does that: both or neither.

local order = require "order"
local points = require "points"
local review = require "review"
local fault = require "shared.fault"
local policy_of = require("flows.show_points").policy
local transaction = require("flows.store").transaction

local write_review = {}

--- What a member bought and may write of.
---@param mall mall
---@param member_id string
---@param limit integer
---@return review.line[]
function write_review.unwritten(mall, member_id, limit)
  return review.unwritten(mall.id, member_id, order.bought(), limit)
end

--- One line of an order, if the member may write of it.
---@param mall mall
---@param member_id string
---@param number string
---@param position integer
---@return review.line|nil
function write_review.line(mall, member_id, number, position)
  return review.line(mall.id, member_id, order.bought(), number, position)
end

--- Points that a review is thanked with; 0: none.
---@param mall mall
---@return integer
function write_review.thanks(mall) return policy_of(mall).review end

---@param mall mall
---@param member shopper
---@param values table of review.forms.review
---@return {id:string, points:integer}|nil
---@return fault|nil review.not_bought
function write_review.run(mall, member, values)
  local policy = policy_of(mall)
  return transaction(function(tx)
    local line = review.line(mall.id, member.id, order.bought(), values.order, values.position, tx)
    local id = line and review.write(tx, mall.id, member.id, line,
      { author = review.author(member.name), rating = values.rating, body = values.body })
    if not id then return nil, fault("review.not_bought") end
    if policy.review > 0 then
      points.grant(tx, { mall_id = mall.id, member_id = member.id, amount = policy.review, days = policy.days,
        reason = "후기를 써 주셔서 고마워요: " .. line.product_name, key = "review " .. id })
    end
    return { id = id, points = policy.review }
  end)
end

return write_review
