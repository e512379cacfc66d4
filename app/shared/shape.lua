-- The shapes of what people send us. A form is a list of fields, each typed and bounded; reading an input gives
-- exactly the declared fields (nothing else gets in: no mass assignment) or, for each field at fault, one sentence a
-- shopper understands. What was typed is kept as it was, but for passwords, so that a page can show it again beside the
-- sentence.
--
--   local add = shape.form {
--     shape.uuid("sku_id", { label = "옵션" }),
--     shape.integer("qty", { label = "수량", unit = "개", min = 1, max = 99, default = 1 }),
--   }
--   local values, errors, typed = add:read { qty = "-1" }
--
-- An input is a table of strings by name; a name that was sent more than once has a list of strings.

local text = require "text"
local korean = require "shared.korean"
local fields = require "shared.shape.fields"

local find, sub = string.find, string.sub
local particle = text.particle

local shape = {}

-- What is shown again of a field that is far too long: enough to correct it, too little to be a burden (bytes).
local typed_limit = 4000

for kind, make in pairs(fields) do shape[kind] = make end

---@class shape_form
---@field fields shape_field[]
local form_methods = {}
form_methods.__index = form_methods

local function shown_again(sent)
  if #sent <= typed_limit then return sent end
  return text.clip(sub(sent, 1, typed_limit), typed_limit / 4, "")
end

local function read_field(self, sent)
  if type(sent) == "table" then
    if #sent ~= 1 then return nil, particle(self.label, "을/를") .. " 하나만 보내 주세요.", shown_again(sent[1] or "") end
    sent = sent[1]
  end
  if self.flag then
    local value, sentence = self:read(sent or "off")
    return value, sentence, sent and shown_again(sent)
  end
  if sent == nil or not find(korean.plain_spaces(sent), "%S") then
    if not self.required then return self.default, nil, sent end
    return nil, particle(self.label, "을/를") .. " " .. self.verb .. " 주세요.", sent
  end
  if #sent > (self.longest or typed_limit) then return nil, self:too_long(), shown_again(sent) end
  local value, sentence = self:read(sent)
  if not sentence and self.check then sentence = self.check(value) end
  return value, sentence, sent
end

--- Reads an input.
---@param input table<string, string|string[]>
---@return table<string, any>|nil values    nil when anything is at fault
---@return table<string, string>|nil errors a sentence for each field at fault
---@return table<string, string> typed      what was typed, for every declared field that was sent
function form_methods:read(input)
  local values, errors, typed = {}, nil, {}
  for _, one in ipairs(self.fields) do
    local value, sentence, sent = read_field(one, input[one.name])
    typed[one.name] = not one.secret and sent or nil
    if sentence then
      errors = errors or {}
      errors[one.name] = sentence
    else
      values[one.name] = value
    end
  end
  if self.check then
    self.check(values, function(name, sentence)
      errors = errors or {}
      errors[name] = errors[name] or sentence
    end)
  end
  if errors then return nil, errors, typed end
  return values, nil, typed
end

--- A form. `check(values, fail)`, when given, sees the values that are right by themselves and may call fail(name,
--- sentence).
---@param list { check: fun(values: table, fail: fun(name: string, sentence: string))|nil, [integer]: shape_field }
---@return shape_form
function shape.form(list)
  local made, seen = setmetatable({ fields = {}, check = list.check }, form_methods), {}
  for i, one in ipairs(list) do
    if seen[one.name] then error("the field " .. one.name .. " is declared twice", 2) end
    seen[one.name], made.fields[i] = true, one
  end
  return made
end

return shape
