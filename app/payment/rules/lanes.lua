-- What deposits and payments that wait for a person are called in the back office. Pure.

local lanes = {}

lanes.states = {
  open = { label = "확인 필요", tone = "wait" }, assigned = { label = "주문에 반영", tone = "good" },
  returning = { label = "돌려줄 돈", tone = "wait" }, returned = { label = "돌려줌", tone = "plain" },
  ignored = { label = "넘어감", tone = "plain" },
}

lanes.lanes = {
  exact = { label = "저절로 찾음", tone = "good" }, several = { label = "여러 주문", tone = "wait" },
  over = { label = "더 많이 입금", tone = "wait" }, under = { label = "더 적게 입금", tone = "wait" },
  late = { label = "늦은 입금", tone = "bad" }, twice = { label = "두 번 적힘", tone = "wait" },
  unknown = { label = "모르는 입금", tone = "wait" },
}

local function options_of(table_of, keys)
  local list = {}
  for i, key in ipairs(keys) do list[i] = { value = key, label = table_of[key].label } end
  return list
end

lanes.state_options = options_of(lanes.states, { "open", "assigned", "returning", "returned", "ignored" })
lanes.lane_options = options_of(lanes.lanes, { "several", "over", "under", "late", "twice", "unknown", "exact" })

-- What staff can do about a deposit, by its state.
lanes.acts = {
  open = { "assign", "return", "ignore" }, returning = { "returned", "reopen" }, ignored = { "reopen" },
}

--- Whether something can be done about a deposit as it stands.
---@param state string
---@param act string
---@return boolean
function lanes.allows(state, act)
  for _, one in ipairs(lanes.acts[state] or {}) do
    if one == act then return true end
  end
  return false
end

return lanes
