-- What was done to something in the back office, from the log: for the page of that thing.

local audit = require "audit"

local show_history = {}

local MOST = 100

local function shown(value)
  if value == nil or value == "" then return "없음" end
  if type(value) == "boolean" then return value and "예" or "아니요" end
  return tostring(value)
end

local function changes_of(entry)
  local list = {}
  for name, change in pairs(entry.changes) do
    if type(change) == "table" then
      list[#list + 1] = { label = name, before = shown(change.before), after = shown(change.after) }
    end
  end
  table.sort(list, function(a, b) return a.label < b.label end)
  return list
end

--- The entries about one thing, the newest first.
---@param mall_id string
---@param kind string
---@param id string
---@param action string|nil  only what was done by it
---@return {at:number, staff:string, action:string, changes:{label:string, before:string, after:string}[]}[]
function show_history.run(mall_id, kind, id, action)
  local list = {}
  for _, entry in ipairs(audit.about(mall_id, kind, id, MOST)) do
    if not action or entry.action == action then
      list[#list + 1] = { at = entry.at, staff = entry.staff, action = audit.action_label(entry.action),
        changes = changes_of(entry) }
    end
  end
  return list
end

return show_history
