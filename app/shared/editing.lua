-- Forms that change what is stored, in the back office, where two people may have the same thing open. A form carries the
-- version it was opened at and what stood in it then. Whoever saves second is not refused and overwrites nobody: what only
-- one of the two changed is taken over, and for what both changed they choose.
--
--   form = editing.open(fields, row)                                  on GET; templates show it with partials/control
--   form = editing.again(fields, ctx.form_fields, errors)             what was typed, beside what is wrong
--   view = editing.conflict(fields, ctx.form_fields, row, options)    for the page admin/conflict
--
-- In a store: UPDATE … SET …, version = version + 1 WHERE … AND version = $n RETURNING version; no row: fault "form.stale",
-- with what stands there now as its `current`.

local json = require "json"
local money = require "shared.money"
local fault = require "shared.fault"

local editing = {}

---@class editing.field
---@field name string
---@field label string
---@field kind string|nil   of partials/control; "text" unless told
---@field options { value: string, label: string }[]|nil

---@class editing.form
---@field values table<string, any>
---@field errors table<string, string>
---@field version integer|string
---@field was string        what stood there when it was opened, as JSON

local function one(sent)
  if type(sent) == "table" then return sent[#sent] end
  return sent
end

-- As a form sends it, so that what is stored and what was typed can be compared.
local function as_typed(field, value)
  if field.kind == "switch" then
    return (value == true or value == "1" or value == "on") and "1" or "0"
  end
  if value == nil then return "" end
  if field.kind == "won" then
    local digits = tostring(value):gsub("[,원%s]", "")
    return digits:find("^%d+$") and #digits <= 15 and money.group(tonumber(digits)) or tostring(value)
  end
  return (tostring(value):gsub("\r\n?", "\n"))
end

local function typed_values(fields, source)
  local values = {}
  for _, field in ipairs(fields) do values[field.name] = as_typed(field, one(source[field.name])) end
  return values
end

--- A form over what is stored.
---@param fields editing.field[]
---@param row table  by field, and its version
---@return editing.form
function editing.open(fields, row)
  local values = typed_values(fields, row)
  return { values = values, errors = {}, version = row.version or 0, was = json.encode(values) }
end

--- A form that came back with something wrong.
---@param fields editing.field[]
---@param sent table<string, string|string[]>
---@param errors table<string, string>
---@return editing.form
function editing.again(fields, sent, errors)
  return { values = typed_values(fields, sent), errors = errors, version = one(sent.version) or 0,
    was = one(sent.was) or "{}" }
end

--- The version that a form was opened at; nil when it says none.
---@param sent table<string, string|string[]>
---@return integer|nil
function editing.version(sent)
  local typed = one(sent.version)
  return typed and #typed <= 15 and typed:find("^%d+$") and tonumber(typed) or nil
end

--- That somebody else was faster.
---@param current table  what stands there now, by field, with its version
---@return fault
function editing.stale(current) return fault("form.stale", { current = current }) end

local function shown(field, value)
  if field.kind == "switch" then return value == "1" and "켬" or "끔" end
  for _, option in ipairs(field.options or {}) do
    if tostring(option.value) == value then return option.label end
  end
  return value
end

--- What two people made of the same thing: what only one of them changed is settled, the rest is to be chosen.
---@param fields editing.field[]
---@param sent table<string, string|string[]>  the form that came second
---@param current table  what stands there now, with its version
---@param options { title: string, action: string, cancel_url: string }
---@return table view    for admin/conflict
function editing.conflict(fields, sent, current, options)
  local mine, theirs = typed_values(fields, sent), typed_values(fields, current)
  local was = json.decode(one(sent.was) or "")
  if type(was) ~= "table" then was = {} end
  local choices, settled, kept = {}, {}, {}
  for _, field in ipairs(fields) do
    local name = field.name
    local i, they = mine[name], theirs[name]
    if i == they or was[name] == i then
      kept[#kept + 1] = { name = name, value = they }
      if i ~= they then settled[#settled + 1] = { label = field.label, text = shown(field, they), whose = "theirs" } end
    elseif was[name] == they then
      kept[#kept + 1] = { name = name, value = i }
      settled[#settled + 1] = { label = field.label, text = shown(field, i), whose = "mine" }
    else
      choices[#choices + 1] = { name = name, label = field.label, mine = i, theirs = they, mine_text = shown(field, i),
        theirs_text = shown(field, they) }
    end
  end
  return { title = options.title, action = options.action, cancel_url = options.cancel_url, choices = choices,
    settled = settled, kept = kept, version = current.version, was = json.encode(theirs), page = { title = options.title } }
end

--- The form that comes of it where there was nothing to choose.
---@param view table  of editing.conflict
---@return table<string, string>
function editing.merged(view)
  local sent = { version = tostring(view.version), was = view.was }
  for _, pair in ipairs(view.kept) do sent[pair.name] = pair.value end
  return sent
end

--- What a change changed, for the log, as people read it.
---@param fields editing.field[]
---@param before table
---@param after table
---@return table<string, { before: string, after: string }>  by the field's label
function editing.changes(fields, before, after)
  local changes = {}
  for _, field in ipairs(fields) do
    local old, new = as_typed(field, before[field.name]), as_typed(field, after[field.name])
    if old ~= new then changes[field.label] = { before = shown(field, old), after = shown(field, new) } end
  end
  return changes
end

return editing
