-- What was changed by hand, as pages show it.

local address = require "relation.rules.address"
local view = require "relation.rules.view"

local trail = {}

local acts = { insert = "만듦", update = "고침", delete = "지움" }

--- Changes as a page shows them, with what was before and after where that is known.
---@param catalog relation.catalog
---@param changes relation.change[]
---@param one relation.table|nil  whose rows they are about
---@return table[]
function trail.of(catalog, changes, one)
  local list = {}
  for i, change in ipairs(changes) do
    local own = one or catalog.by_name[change.table_name]
    local shown = { id = change.id, act = acts[change.action], action = change.action, at = change.at,
      by = change.staff_name, why = change.why ~= "" and change.why or nil, table = change.table_name,
      key = address.key(change.key), url = own and own.key and address.row(own.name, change.key, "history") or nil,
      is_undo = change.undoes ~= nil or nil, undone = change.undone_by ~= nil or nil, along = change.with_id ~= nil or nil,
      columns = table.concat(change.columns, ", "), differences = {} }
    if change.was then
      for _, name in ipairs(change.columns) do
        local column = own.by_name[name]
        local was, is = column and change.was[name], column and change.is[name]
        if column and not (change.action ~= "update" and was.text == nil and is.text == nil) then
          shown.differences[#shown.differences + 1] = { name = name,
            was = change.action ~= "insert" and view.value(column, was) or nil,
            is = change.action ~= "delete" and view.value(column, is) or nil }
        end
      end
    end
    list[i] = shown
  end
  return list
end

return trail
