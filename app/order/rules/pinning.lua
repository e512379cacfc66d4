-- Whether the code that runs can carry out the machine of an earlier release for the orders that are pinned to it. States,
-- guards and effects are more than names to code, tables and letters, so each of them has to be known still, and what goes
-- on must not end; which events there are, who may cause them and what they ask and do is the pinned machine's. Pure;
-- machines of any release.

local pinning = {}

local function keys_of(axis)
  local keys = {}
  for _, state in ipairs(axis and axis.states or {}) do keys[state.key] = state end
  return keys
end

local function set_of(list)
  local set = {}
  for _, word in ipairs(list or {}) do set[word] = true end
  return set
end

--- Whether the code of a machine's release knows of orders that are pinned to others.
---@param machine table
---@return boolean
function pinning.is_honoured(machine) return type(machine.words) == "table" end

--- What a pinned machine asks for that the code of another release does not have.
---@param pinned table
---@param running table  the machine of that other release
---@return string[]  "state line packing", "guard paid_in_full", "effect sell_stock"; none when it can be carried out
function pinning.lacks(pinned, running)
  local list, seen = {}, {}
  local function miss(what)
    if not seen[what] then seen[what], list[#list + 1] = true, what end
  end
  local words = running.words or {}
  local guards, effects = set_of(words.guards), set_of(words.effects)
  for _, name in ipairs(pinned.axes) do
    local now = keys_of(running[name])
    for _, state in ipairs(pinned[name].states) do
      local same = now[state.key]
      if not same or same.final and not state.final then miss(("state %s %s"):format(name, state.key)) end
    end
    for _, transition in ipairs(pinned[name].transitions) do
      for _, guard in ipairs(transition.guards or {}) do
        if not guards[guard] then miss("guard " .. guard) end
      end
      for _, effect in ipairs(transition.effects or {}) do
        if not effects[effect] then miss("effect " .. effect) end
      end
    end
  end
  return list
end

--- What stands somewhere, without what is counted apart.
---@param all order.standing[]
---@param apart order.standing[]
---@return order.standing[]
function pinning.without(all, apart)
  local counted, list = {}, {}
  for _, one in ipairs(apart) do counted[one.axis .. " " .. one.state] = one.count end
  for _, one in ipairs(all) do
    local count = one.count - (counted[one.axis .. " " .. one.state] or 0)
    if count > 0 then list[#list + 1] = { axis = one.axis, state = one.state, count = count } end
  end
  return list
end

--- Why a release cannot judge the orders that are pinned to another, in words.
---@param sha string
---@param orders integer
---@param lacks string[]
---@return string
function pinning.sentence(sha, orders, lacks)
  return ("릴리스 %s의 규칙을 지키기로 한 주문 %d건을 새 코드로는 옮길 수 없어요: %s"):format(sha:sub(1, 12), orders,
    table.concat(lacks, ", "))
end

return pinning
