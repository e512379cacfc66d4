-- A row of some table is changed by hand, or changed back: only by who may, in one transaction with its history and with the
-- entry in the log.

local goods = require "catalog"
local record_audit = require "flows.record_audit"
local relation = require "relation"
local require_permission = require "flows.require_permission"
local transaction = require("flows.store").transaction

local change_row = {}

-- What the log says of a change: which columns, not what was in them. That stands in the history, from where it can be taken
-- back.
local function note(who, tx, action, change, why)
  record_audit.run(who, "table." .. action, { kind = change.table_name, id = table.concat(change.key, ","), why = why,
    changes = { columns = table.concat(change.columns, ", "), change = change.id, along = change.along } }, tx)
  return change
end

local function states_of(row)
  local states = { row.before }
  states[#states + 1] = row.after
  return states
end

local function run(who, action, why, work)
  local may, forbidden = require_permission.run(who, "tables.write")
  if not may then return nil, forbidden end
  local author = { id = who.staff and who.staff.id, name = who.staff and who.staff.email or who.actor }
  return transaction(function(tx)
    local change, refused = work(tx, author)
    if not change then return nil, refused end
    -- what lists and searches know of products is kept by whoever changes one
    for _, row in ipairs(change.rows) do goods.follow(tx, row.table_name, states_of(row)) end
    return note(who, tx, action, change, why)
  end)
end

--- Makes a row.
---@param who context|audit.actor
---@param one relation.table
---@param values table<string, string|userdata>
---@param why string
---@return relation.done|nil
---@return fault|nil
function change_row.insert(who, one, values, why)
  return run(who, "insert", why, function(tx, author) return relation.insert(tx, one, values, author, why) end)
end

--- Changes columns of a row that is still as it was seen.
---@param who context|audit.actor
---@param catalog relation.catalog
---@param one relation.table
---@param key string[]
---@param seen string  its version
---@param values table<string, string|userdata>
---@param why string
---@return relation.done|nil
---@return fault|nil
function change_row.update(who, catalog, one, key, seen, values, why)
  return run(who, "update", why, function(tx, author)
    return relation.update(tx, catalog, one, key, seen, values, author, why)
  end)
end

--- Deletes a row that is still as it was seen.
---@param who context|audit.actor
---@param catalog relation.catalog
---@param one relation.table
---@param key string[]
---@param seen string
---@param why string
---@return relation.done|nil
---@return fault|nil
function change_row.delete(who, catalog, one, key, seen, why)
  return run(who, "delete", why, function(tx, author) return relation.delete(tx, catalog, one, key, seen, author, why) end)
end

--- Takes a change back.
---@param who context|audit.actor
---@param catalog relation.catalog
---@param id string  the change's
---@param why string
---@return relation.done|nil
---@return fault|nil
function change_row.undo(who, catalog, id, why)
  return run(who, "undo", why, function(tx, author) return relation.undo(tx, catalog, id, author, why) end)
end

return change_row
