-- The form of a row, made from its table: a field for each column, and back from what was sent to the values that are to be
-- written. A field brings along what was there when the form was drawn ("was"), so that only what somebody really changed is
-- written, and so that two people's changes can be told apart.

local hidden = require "relation.rules.hidden"
local input = require "relation.rules.input"

local form = {}

---@class relation.field
---@field name string
---@field place integer       among the fields
---@field type string
---@field control "text"|"area"|"select"|"pick"|"fixed"
---@field value string
---@field null boolean        "NULL" is chosen
---@field nullable boolean    it can be, by a tick
---@field need boolean
---@field hint string|nil
---@field error string|nil
---@field options { value: string, label: string }[]|nil
---@field theirs string|nil   what somebody else has put there meanwhile

-- More than this many rows to pick from want a search.
form.most_options = 60

local function defaulted(column)
  if column.kind == "array" then return column.constant == "{}" and "[]" or nil end
  return column.constant
end

-- Whether a column is left to the database when nothing is typed.
local function by_database(column) return column.default ~= nil and defaulted(column) == nil end

local function hint_of(column, creating)
  local hints = {}
  if creating and by_database(column) then hints[1] = "비우면 " .. column.default end
  if column.comment ~= "" then hints[#hints + 1] = column.comment end
  if column.kind == "time" then hints[#hints + 1] = "한국 시각" end
  if column.kind == "array" then hints[#hints + 1] = 'JSON 목록: ["하나", "둘"]' end
  if column.length then hints[#hints + 1] = column.length .. "자까지" end
  if column.min and column.max then
    hints[#hints + 1] = input.grouped(("%.0f"):format(column.min)) .. "~" .. input.grouped(("%.0f"):format(column.max))
  end
  return #hints > 0 and table.concat(hints, " · ") or nil
end

local function options_of(field, column, offers)
  local list, known = {}, field.value == ""
  if column.nullable then
    list[1] = { value = "", label = "NULL" }
  elseif field.value == "" then
    list[1] = { value = "", label = "골라 주세요" }
  end
  for _, offer in ipairs(offers) do
    list[#list + 1] = { value = offer.value, label = offer.label or offer.value }
    known = known or offer.value == field.value
  end
  if not known then list[#list + 1] = { value = field.value, label = field.value } end
  return list
end

local booleans = { { value = "true", label = "예" }, { value = "false", label = "아니요" } }

local function is_long(value) return #value > 90 or value:find "\n" end

local function choose_control(field, column, offers)
  local choices = column.kind == "boolean" and booleans
  if column.kind == "choice" then
    choices = {}
    for i, word in ipairs(column.choices) do choices[i] = { value = word } end
  end
  if not choices and offers and #offers <= form.most_options and not field.searched then choices = offers end
  if choices then
    field.control, field.options, field.nullable = "select", options_of(field, column, choices), false
  elseif column.picks then
    field.control, field.offers = "pick", field.searched and offers or nil
  elseif column.kind == "json" or column.kind == "array" or column.kind == "text" and is_long(field.value) then
    field.control, field.mono = "area", column.kind ~= "text" or nil
    local _, breaks = field.value:gsub("\n", "")
    field.rows = math.max(3, math.min(18, breaks + 1 + math.floor(#field.value / 200)))
  else
    field.control, field.figure = "text", (column.kind == "integer" or column.kind == "number") or nil
  end
end

local function fixed(column, row, why)
  local cell = row and row.cells[column.name]
  local value = cell and cell.text
  if value and column.hidden == "secret" then value = hidden.secret(tonumber(value) or 0) end
  if value and column.hidden == "personal" then value = hidden.mask(value) end
  return { name = column.name, type = column.type, control = "fixed", value = value or "", null = value == nil,
    nullable = false, need = false, hint = why }
end

local MASKED = "개인정보라 가려져 있어요. 사유를 적고 열면 고칠 수 있어요."

local function why_fixed(column, given, sent_back)
  if column.hidden == "secret" then return "비밀 값이라 보여 주지도 바꾸지도 않아요." end
  if column.kind == "bytes" then return "파일 같은 바이트라 여기서 바꾸지 않아요." end
  if column.fixed then return "데이터베이스가 정하는 값이에요." end
  if given.row and column.in_key then return "행을 가리키는 키라 바꾸지 않아요." end
  if given.row and column.hidden == "personal" and not given.unmasked and not sent_back then return MASKED end
end

--- The fields of a form.
---@param one relation.table
---@param given { row: relation.row|nil, typed: table|nil, errors: table<string, string>|nil, unmasked: boolean|nil,
---  offers: table<string, table[]>, searched: string|nil, conflict: boolean|nil, labels: table<string, string>|nil,
---  start: table<string, string>|nil }  row: of what is being changed, nil for a new one; typed: what was sent; searched:
---  the column whose picker was asked; start: what a new row begins with
---@return relation.field[]
function form.fields(one, given)
  local fields = {}
  for i, column in ipairs(one.columns) do
    local typed = given.typed and given.typed["c." .. column.name]
    -- who has opened personal data gets back what they sent themselves, and nothing that has come since
    local sent_back = column.hidden == "personal" and not given.unmasked and typed ~= nil
    local why = why_fixed(column, given, sent_back)
    if why then
      fields[i] = fixed(column, given.row, why)
    else
      local cell = given.row and given.row.cells[column.name]
      local current = cell and cell.text
      if not given.row then current = given.start and given.start[column.name] or defaulted(column) end
      local ticked = given.typed and given.typed["n." .. column.name] == "1"
      local was = given.typed and given.typed["was." .. column.name]
      local now = current
      if sent_back and given.row then current = was end
      local field = { name = column.name, type = column.type, nullable = column.nullable, was = given.row and current or nil,
        need = not column.nullable and column.default == nil,
        hint = hint_of(column, not given.row), error = given.errors and given.errors[column.name],
        searched = given.searched == column.name or nil, label = given.labels and given.labels[column.name],
        words = given.typed and given.typed["q." .. column.name] }
      -- after a conflict, what one has not touched is what it has become
      local same = typed and typed:gsub("\r\n?", "\n") == (was or "") and ticked == (was == nil)
      local touched = typed ~= nil and not (given.conflict and same)
      field.value = touched and typed or current or ""
      local empty = current == nil and (given.row ~= nil or not by_database(column))
      if touched then field.null = ticked else field.null = empty end
      if given.conflict and was ~= now then
        field.theirs = now == nil and "NULL" or column.hidden == "personal" and hidden.mask(now) or now
      end
      choose_control(field, column, given.offers[column.name])
      fields[i] = field
    end
    fields[i].place = i
  end
  return fields
end

-- Whether NULL was meant: its tick counts unless something was typed over it.
local function meant_null(column, typed, ticked, was)
  if column.picks and typed == "" and column.nullable then return true end
  if not ticked then return false end
  return typed == "" or typed == was
end

--- What was sent, as values to write: of a row that is there only what was changed.
---@param one relation.table
---@param sent table<string, string|string[]>
---@param creating boolean
---@return table<string, string|userdata> values
---@return table<string, string>|nil errors
function form.read(one, sent, creating)
  local values, errors = {}, nil
  for _, column in ipairs(one.columns) do
    local typed = sent["c." .. column.name]
    if type(typed) == "string" and not column.fixed and (creating or not column.in_key) then
      typed = typed:gsub("\r\n?", "\n")
      local was, ticked = sent["was." .. column.name], sent["n." .. column.name] == "1"
      if type(was) == "string" then was = was:gsub("\r\n?", "\n") else was = nil end
      local is_null = meant_null(column, typed, ticked, was)
      local left_alone = not creating and (is_null and was == nil or not is_null and typed == (was or ""))
        and not (was == nil and not ticked and column.kind == "text" and not column.picks)
      if creating and typed == "" and not ticked and by_database(column) then left_alone = true end
      if ticked and not is_null and was ~= nil then
        errors = errors or {}
        errors[column.name] = "NULL로 두려면 적은 값을 지워 주세요."
      elseif not left_alone then
        local value, sentence = input.read(column, typed, is_null)
        if sentence then
          errors = errors or {}
          errors[column.name] = sentence
        elseif creating or value ~= (was == nil and input.null or was) then
          values[column.name] = value
        end
      end
    end
  end
  return values, errors
end

--- Why no row can be made by hand: it would need a value that nobody may type here. nil when one can.
---@param one relation.table
---@return string|nil
function form.obstacle(one)
  for _, column in ipairs(one.columns) do
    local typed_here = column.hidden ~= "secret" and column.kind ~= "bytes"
    if not typed_here and not column.nullable and not column.default then return column.name end
  end
end

return form
