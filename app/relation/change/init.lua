-- A change of one row by hand, and its undoing, within the transaction of whoever calls: the row is locked, compared with
-- what was seen, written, and written down. What cannot be is a fault that says why.

local fault = require "shared.fault"
local history = require "relation.history.store"
local rows = require "relation.rows.store"
local store = require "relation.change.store"

local change = {}

-- A deletion that takes more along than this is work for a migration.
local most_along = 200

---@class relation.done
---@field id string           of the change
---@field table_name string
---@field key string[]
---@field columns string[]
---@field action "insert"|"update"|"delete"
---@field along integer|nil   rows that a deletion took along
---@field rows { table_name: string, before: string|nil, after: string|nil }[]  all that changed, as JSON

---@class relation.author
---@field id string|nil
---@field name string

local function refuse(one, refused)
  refused.table = one.name
  return nil, fault("table.refused", refused)
end

local function record(tx, one, key, author, fields)
  fields.table_name, fields.key, fields.counter = one.name, key, one.counter
  fields.staff_id, fields.staff_name = author.id, author.name
  local made = history.append(tx, fields)
  if not made then return nil, fault(fields.undoes and "table.undone" or "table.unchanged") end
  return { id = made.id, table_name = one.name, key = key, columns = made.columns, action = fields.action,
    rows = { { table_name = one.name, before = fields.before, after = fields.after } } }
end

--- Inserts a row.
---@param one relation.table
---@param values table<string, string|userdata>
---@param author relation.author
---@param why string
---@return relation.done|nil
---@return fault|nil table.read_only | table.refused
function change.insert(tx, one, values, author, why)
  if not one.may_insert then return nil, fault "table.read_only" end
  store.begin(tx)
  local key, refused = store.insert(tx, one, values)
  if not key then return refuse(one, refused) end
  return record(tx, one, key, author, { action = "insert", after = store.snapshot(tx, one, key), why = why })
end

--- Changes columns of a row that is still as it was seen.
---@param catalog relation.catalog
---@param one relation.table
---@param key string[]
---@param seen string  the row's version
---@param values table<string, string|userdata>
---@return relation.done|nil
---@return fault|nil table.read_only | table.gone | table.conflict (with the present `row`) | table.refused | table.unchanged
function change.update(tx, catalog, one, key, seen, values, author, why)
  if not one.may_update then return nil, fault "table.read_only" end
  store.begin(tx)
  local row = rows.find(catalog, one, key, tx)
  if not row then return nil, fault "table.gone" end
  if row.version ~= seen then return nil, fault("table.conflict", { row = row }) end
  if not next(values) then return nil, fault "table.unchanged" end
  local before = store.snapshot(tx, one, key)
  local done, refused = store.update(tx, one, key, values)
  if done == nil then return refuse(one, refused) end
  return record(tx, one, key, author, { action = "update", before = before, after = store.snapshot(tx, one, key),
    why = why })
end

-- The rows that a deletion takes along, each before those that refer to it: they can be put back in that order, however many
-- ways lead to one. nil, fault when there are too many, or when one must not be.
local function gather(tx, catalog, root, root_key)
  local seen, count, last_first = {}, 0, {}
  local function visit(one, key)
    local counts = rows.count_referrers(one, key, 1, tx)
    for i, reference in ipairs(one.referrers) do
      local child, takes = catalog.by_name[reference.table], reference.on_delete == "c"
      if takes or reference.on_delete == "n" or reference.on_delete == "d" then
        -- what would be emptied, or go, without a trace is changed first, by whoever wants that
        if counts[i] > 0 and not (takes and child.key) then return nil, fault("table.referred", { what = child.name }) end
        local keys = counts[i] > 0 and store.referring(tx, one, key, reference, child, most_along + 1) or {}
        for _, child_key in ipairs(keys) do
          local name = child.name .. " " .. table.concat(child_key, ",")
          if not seen[name] then
            seen[name], count = true, count + 1
            if count > most_along then return nil, fault("table.too_many", { most = most_along }) end
            local ok, refused = visit(child, child_key)
            if not ok then return nil, refused end
            last_first[#last_first + 1] = { table = child, key = child_key, before = store.snapshot(tx, child, child_key) }
          end
        end
      end
    end
    return true
  end
  local ok, refused = visit(root, root_key)
  if not ok then return nil, refused end
  local found = {}
  for i = #last_first, 1, -1 do found[#found + 1] = last_first[i] end
  return found
end

local function delete(tx, catalog, one, key, author, fields)
  local along, too_much = gather(tx, catalog, one, key)
  if not along then return nil, too_much end
  fields.action, fields.before = "delete", store.snapshot(tx, one, key)
  local done, refused = store.delete(tx, one, key)
  if done == nil then return refuse(one, refused) end
  local made, undone = record(tx, one, key, author, fields)
  if not made then return nil, undone end
  for _, each in ipairs(along) do
    made.rows[#made.rows + 1] = { table_name = each.table.name, before = each.before }
    record(tx, each.table, each.key, author, { action = "delete", before = each.before, why = fields.why,
      with_id = made.id })
  end
  made.along = #along
  return made
end

--- Deletes a row that is still as it was seen, with what its references take along.
---@return relation.done|nil
---@return fault|nil table.read_only | table.gone | table.conflict | table.referred | table.too_many | table.refused
function change.delete(tx, catalog, one, key, seen, author, why)
  if not one.may_delete then return nil, fault "table.read_only" end
  store.begin(tx)
  local row = rows.find(catalog, one, key, tx)
  if not row then return nil, fault "table.gone" end
  if row.version ~= seen then return nil, fault("table.conflict", { row = row }) end
  return delete(tx, catalog, one, key, author, { why = why })
end

-- The columns that a history's JSON and the table of today have in common and that can be written.
local function writable(one, columns)
  local list = {}
  for _, name in ipairs(columns) do
    local column = one.by_name[name]
    if column and not column.generated then list[#list + 1] = name end
  end
  return list
end

local function put_back(tx, one, done, author, fields)
  local moved = store.moved_since(tx, one, done.key, done.after, done.columns)
  if not moved then return nil, fault "table.gone" end
  if #moved > 0 then return nil, fault("table.moved", { columns = moved, what = table.concat(moved, ", ") }) end
  local before = store.snapshot(tx, one, done.key)
  local ok, refused = store.put_back(tx, one, done.key, done.before, writable(one, done.columns))
  if ok == nil then return refuse(one, refused) end
  fields.action, fields.before, fields.after = "update", before, store.snapshot(tx, one, done.key)
  return record(tx, one, done.key, author, fields)
end

local function take_away(tx, catalog, one, done, author, fields)
  local moved = store.moved_since(tx, one, done.key, done.after, done.columns)
  if not moved then return nil, fault "table.gone" end
  if #moved > 0 then return nil, fault("table.moved", { columns = moved, what = table.concat(moved, ", ") }) end
  return delete(tx, catalog, one, done.key, author, fields)
end

local function bring_back(tx, catalog, one, done, author, fields)
  local ok, refused = store.restore(tx, one, done.before, writable(one, done.columns))
  if ok == nil then return refuse(one, refused) end
  fields.action, fields.after = "insert", store.snapshot(tx, one, done.key)
  if not fields.after then return nil, fault "table.lost" end
  local made, undone = record(tx, one, done.key, author, fields)
  if not made then return nil, undone end
  for _, each in ipairs(history.along(tx, done.id)) do
    local child = catalog.by_name[each.table_name]
    if not child then return nil, fault "table.lost" end
    ok, refused = store.restore(tx, child, each.before, writable(child, each.columns))
    if ok == nil then return refuse(child, refused) end
    made.rows[#made.rows + 1] = { table_name = child.name, after = each.before }
    local again, twice = record(tx, child, each.key, author,
      { action = "insert", after = store.snapshot(tx, child, each.key), why = fields.why, undoes = each.id,
      with_id = made.id })
    if not again then return nil, twice end
  end
  return made
end

--- Takes a change back: a change of its own, which can be taken back as well.
---@param id string  of the change
---@return relation.done|nil
---@return fault|nil table.not_found | table.undone | table.read_only | table.gone | table.moved (with its `columns`) |
---  table.lost | table.refused | table.referred | table.too_many
function change.undo(tx, catalog, id, author, why)
  store.begin(tx)
  local done = history.find(tx, id)
  local one = done and catalog.by_name[done.table_name]
  if not one then return nil, fault "table.not_found" end
  if done.undone_by then return nil, fault "table.undone" end
  if done.with_id then return nil, fault "table.along" end
  local fields = { why = why, undoes = id }
  if done.action == "update" then
    if not one.may_update then return nil, fault "table.read_only" end
    return put_back(tx, one, done, author, fields)
  end
  if done.action == "insert" then
    if not one.may_delete then return nil, fault "table.read_only" end
    return take_away(tx, catalog, one, done, author, fields)
  end
  if not one.may_delete then return nil, fault "table.read_only" end
  return bring_back(tx, catalog, one, done, author, fields)
end

return change
