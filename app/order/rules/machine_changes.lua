-- What changes from one machine to another, for who decides about a release: states and transitions that came, went or are
-- others now. Pure; machines of any release.

local machine_changes = {}

-- A value in a line: lists as they are written, sentences in quotation marks.
local function shown(value)
  if type(value) == "table" then return #value > 0 and table.concat(value, ", ") or "–" end
  if value == nil then return "–" end
  return tostring(value)
end

local STATE = { "label", "say", "final", "rest" }
local TRANSITION = { "from", "to", "who", "permission", "guards", "effects", "label", "say" }

-- A transition is known by what happens and where it starts; two of one event that start elsewhere are two.
local function key_of(transition) return ("%s from %s"):format(transition.on, shown(transition.from or "nothing")) end

local function by_key(list, key)
  local map, order = {}, {}
  for _, one in ipairs(list or {}) do
    local name = key(one)
    if not map[name] then map[name], order[#order + 1] = one, name end
  end
  return map, order
end

local function compare(axis, what, before, after, key, fields, list)
  local old, old_order = by_key(before, key)
  local new, new_order = by_key(after, key)
  local function put(kind, name, details)
    list[#list + 1] = { axis = axis, what = what, kind = kind, name = name, details = details }
  end
  for _, name in ipairs(old_order) do
    if not new[name] then put("removed", name, {}) end
  end
  for _, name in ipairs(new_order) do
    if not old[name] then
      put("added", name, what == "transition" and { { field = "to", after = shown(new[name].to) } } or {})
    else
      local details = {}
      for _, field in ipairs(fields) do
        local was, is = shown(old[name][field]), shown(new[name][field])
        if was ~= is then details[#details + 1] = { field = field, before = was, after = is } end
      end
      if #details > 0 then put("changed", name, details) end
    end
  end
end

---@class order.machine_change
---@field axis string
---@field what "state"|"transition"
---@field kind "added"|"removed"|"changed"
---@field name string
---@field details { field: string, before: string|nil, after: string|nil }[]

--- What is another.
---@param before table|nil
---@param after table|nil
---@return order.machine_change[]
function machine_changes.list(before, after)
  local list = {}
  before, after = before or {}, after or {}
  for _, axis in ipairs(after.axes or before.axes or {}) do
    local old, new = before[axis] or {}, after[axis] or {}
    compare(axis, "state", old.states, new.states, function(state) return state.key end, STATE, list)
    compare(axis, "transition", old.transitions, new.transitions, key_of, TRANSITION, list)
  end
  return list
end

local SIGNS = { added = "A", removed = "D", changed = "M" }

--- In lines: "M  line transition cancel from paid: who shopper → shopper, member".
---@param list order.machine_change[]
---@return string[]
function machine_changes.lines(list)
  local lines = {}
  for i, one in ipairs(list) do
    local said = {}
    for j, detail in ipairs(one.details) do
      said[j] = detail.before and ("%s %s → %s"):format(detail.field, detail.before, detail.after)
        or ("%s %s"):format(detail.field, detail.after)
    end
    lines[i] = ("%s  %s %s %s%s"):format(SIGNS[one.kind], one.axis, one.what, one.name,
      #said > 0 and ": " .. table.concat(said, "; ") or "")
  end
  return lines
end

return machine_changes
