-- What may be asked of an order: of each line how many units may be cancelled, returned or exchanged now, and why no more.
-- Units that a claim is open about already are nobody's to ask for again. Pure.

local terms = require "claim.rules.terms"
local clock = require "shared.clock"

local offer = {}

-- From where units may go, in the order in which they are taken. A claim takes the units of a line from one place.
local FROM = {
  cancel = { "paid", "preparing", "ready" },
  ["return"] = { "delivered", "confirmed" },
  exchange = { "delivered", "confirmed" },
}

---@class claim.facts
---@field lines { position: integer, qty: integer, perishable: boolean|nil, sku_id: string, product_id: string }[]
---@field portions table<integer, table<string, integer>>
---@field open table<integer, table<string, integer>>    units of open claims, by position and the place they came from
---@field delivered table<integer, number>               when the last unit of a line was delivered
---@field now number
---@field policy claim.policy

---@class claim.offered
---@field position integer
---@field qty integer            at most so many
---@field from string|nil        where they stand
---@field why string|nil         why none
---@field only_seller boolean|nil  only for goods that are not what was promised: the days for changing one's mind are over
---@field until_when number|nil  until when one may change one's mind

local function standing_free(facts, position, state)
  local there = (facts.portions[position] or {})[state] or 0
  local asked = (facts.open[position] or {})[state] or 0
  return math.max(0, there - asked)
end

local NONE = { cancel = "이미 보내 드려 취소할 수 없어요.", ["return"] = "아직 배송이 끝나지 않았어요.",
  exchange = "아직 배송이 끝나지 않았어요." }

local function late(found, facts, line, by_staff)
  if by_staff then return end
  local at = facts.delivered[line.position]
  if not at then return end
  found.until_when = terms.until_when(facts.policy, "buyer", at)
  found.only_seller = line.perishable or found.from == "confirmed" or facts.now > found.until_when
  if facts.now > terms.until_when(facts.policy, "seller", at) then
    found.qty, found.why = 0, ("배송 완료 후 %d일이 지나 신청할 수 없어요."):format(facts.policy.defect_days)
  elseif line.perishable then
    found.note = "신선식품이라 상품에 문제가 있을 때만 신청할 수 있어요."
  elseif found.from == "confirmed" then
    found.note = "구매확정한 상품이라 상품에 문제가 있을 때만 신청할 수 있어요."
  elseif found.only_seller then
    found.note = ("단순 변심 기한(%s)이 지나 상품에 문제가 있을 때만 신청할 수 있어요."):format(clock.date(found.until_when))
  end
end

local function asked_already(facts, position, kind)
  for _, state in ipairs(FROM[kind]) do
    if ((facts.open[position] or {})[state] or 0) > 0 then return true end
  end
end

--- What of each line may be asked for.
---@param facts claim.facts
---@param kind "cancel"|"return"|"exchange"
---@param by_staff boolean|nil  staff may after the days are over
---@return claim.offered[]
function offer.of(facts, kind, by_staff)
  local list = {}
  for i, line in ipairs(facts.lines) do
    local found = { position = line.position, qty = 0 }
    for _, state in ipairs(FROM[kind]) do
      local free = standing_free(facts, line.position, state)
      if free > 0 then
        found.qty, found.from = free, state
        break
      end
    end
    if found.qty == 0 then
      found.why = asked_already(facts, line.position, kind) and "이미 신청하셨어요." or NONE[kind]
    elseif kind ~= "cancel" then
      late(found, facts, line, by_staff)
    end
    list[i] = found
  end
  return list
end

--- The kinds that may be asked for at all.
---@param facts claim.facts
---@return table<string, boolean>
function offer.kinds(facts)
  local kinds = {}
  for kind in pairs(FROM) do
    for _, found in ipairs(offer.of(facts, kind)) do kinds[kind] = kinds[kind] or found.qty > 0 end
  end
  return kinds
end

--- What is wrong with what somebody asks for.
---@param offered claim.offered[]
---@param lines { position: integer, qty: integer }[]
---@param reason claim.reason
---@return { position: integer, qty: integer, from_state: string }[]|nil
---@return string|nil sentence
function offer.check(offered, lines, reason)
  local by_position, list = {}, {}
  for _, one in ipairs(offered) do by_position[one.position] = one end
  if #lines == 0 then return nil, "상품을 하나는 골라 주세요." end
  for i, line in ipairs(lines) do
    local found = by_position[line.position]
    if not found or line.qty < 1 or line.qty > found.qty then
      return nil, found and found.why or ("고른 수량을 다시 확인해 주세요. %d개까지 신청할 수 있어요."):format(found and found.qty or 0)
    end
    if found.only_seller and reason.fault == "buyer" then return nil, found.note end
    list[i] = { position = line.position, qty = line.qty, from_state = found.from }
  end
  return list
end

--- Whether a cancellation needs nobody's approval: nothing of it is being prepared yet.
---@param lines { from_state: string }[]
---@return boolean
function offer.is_immediate(lines)
  for _, line in ipairs(lines) do
    if line.from_state ~= "paid" then return false end
  end
  return #lines > 0
end

return offer
