-- Whether a machine knows a way on for everything that stands somewhere at this moment. A release that forgets a state, or
-- that ends where something is still under way, would strand orders: it is counted how many, and the release is refused.
-- Pure; machines are those of any release, also of one that was written before there were axes.

local stranding = {}

---@class order.standing  so many things of an axis stand in a state
---@field axis string
---@field state string
---@field count integer

---@class order.stranded: order.standing
---@field label string    what the state is called, where anybody knows
---@field why "gone"|"ends"

local function state_of(machine, axis, key)
  local one = type(machine) == "table" and type(machine[axis]) == "table" and machine[axis]
  for _, state in ipairs(one and type(one.states) == "table" and one.states or {}) do
    if state.key == key then return state end
  end
end

-- Whether somebody expects that it goes on from here.
local function goes_on(state) return state ~= nil and not state.final and not state.rest end

--- What would be stranded.
---@param machine table       the machine that is to judge from now on
---@param before table|nil    the one that has judged so far
---@param standing order.standing[]
---@return order.stranded[]
function stranding.find(machine, before, standing)
  local list = {}
  for _, one in ipairs(standing) do
    local now, was = state_of(machine, one.axis, one.state), state_of(before, one.axis, one.state)
    local why = not now and "gone" or now.final and goes_on(was) and "ends" or nil
    if why and one.count > 0 then
      list[#list + 1] = { axis = one.axis, state = one.state, count = one.count, why = why,
        label = (was or now or {}).label or one.state }
    end
  end
  return list
end

local THINGS = { payment = "결제", line = "주문", claim = "요청", refund = "환불" }
local WHY = { gone = "이 상태가 새 규칙에 없어요", ends = "새 규칙에는 여기서 나아갈 길이 없어요" }

--- In words: "결제완료에 주문 37건이 남아요: 이 상태가 새 규칙에 없어요".
---@param list order.stranded[]
---@return string|nil
function stranding.sentence(list)
  if #list == 0 then return nil end
  local parts = {}
  for i, one in ipairs(list) do
    parts[i] = ("%s에 %s %d건이 남아요: %s"):format(one.label, THINGS[one.axis] or one.axis, one.count, WHY[one.why])
  end
  return table.concat(parts, "; ")
end

return stranding
