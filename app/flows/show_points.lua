-- A member's points: what they have, what expires soon, what happened, and on which terms the mall takes them.

local malls = require "mall"
local points = require "points"
local paging = require "shared.paging"
local won = require("shared.money").won

local SIZE = 20

local function terms(policy)
  local list = {}
  if policy.least_balance > 0 then list[#list + 1] = won(policy.least_balance):format() .. "부터 쓸 수 있어요." end
  if policy.least_order > 0 then
    list[#list + 1] = "상품 금액이 " .. won(policy.least_order):format() .. " 이상일 때 쓸 수 있어요."
  end
  if policy.share < 100 then list[#list + 1] = ("상품 금액의 %d%%까지 쓸 수 있어요."):format(policy.share) end
  if policy.unit > 1 then list[#list + 1] = won(policy.unit):format() .. " 단위로 쓸 수 있어요." end
  list[#list + 1] = "유효기간이 가까운 적립금부터 쓰여요."
  return list
end

local show_points = {}

--- How a mall handles points.
---@param mall mall
---@return points.policy
function show_points.policy(mall) return points.policy(malls.settings(mall.id).points) end

---@param mall mall
---@param member_id string
---@param page integer
---@param path string|nil  where the pages are: the member's own unless told
---@return table view
function show_points.run(mall, member_id, page, path)
  local policy = show_points.policy(mall)
  local rows, total = points.history(mall.id, member_id, SIZE, (page - 1) * SIZE)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { label = points.label(row.kind), reason = row.reason, at = row.at, amount = math.abs(row.amount),
      plus = row.amount > 0, expires_at = row.amount > 0 and row.expires_at or nil }
  end
  local expiring, soon = points.expiring(mall.id, member_id, policy.notice_days), 0
  for _, one in ipairs(expiring) do soon = soon + one.amount end
  return { balance = points.balance(mall.id, member_id), expiring = expiring, expiring_sum = soon,
    expiring_text = ("%d일 안에 사라질 적립금"):format(policy.notice_days), movements = list, terms = terms(policy),
    pager = paging.pager(path or "/my/points", {}, page, total, SIZE) }
end

return show_points
