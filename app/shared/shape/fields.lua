-- The kinds of fields a form can have: each reads what was typed and gives a value, or a sentence that says what is
-- wanted.

local text = require "text"
local korean = require "shared.korean"
local kind = require "shared.shape.field"
local money = require "shared.money"

local match, find, gsub, tonumber = string.match, string.find, string.gsub, tonumber
local particle = text.particle

local fields = {}

local field, has_control, too_long = kind.new, kind.has_control, kind.too_long

local function read_text(self, typed)
  local value = text.nfc(typed)
  if not value or has_control(value) then
    return nil, self.label .. "에 쓸 수 없는 문자가 들어 있어요."
  end
  if self.lines then
    value = match(gsub(gsub(value, "\r\n?", "\n"), "[ \t]+\n", "\n"), "^%s*(.-)%s*$")
  else
    value = korean.squeeze(gsub(value, "[\r\n\t]", " "))
  end
  local length = text.length(value)
  if length > self.max then return nil, too_long(self) end
  if self.min and length < self.min then
    return nil, particle(self.label, "은/는") .. " " .. self.min .. "자 이상 입력해 주세요."
  end
  if self.pattern and not match(value, self.pattern) then
    return nil, self.hint or particle(self.label, "을/를") .. " 다시 확인해 주세요."
  end
  return value
end

--- Text on one line, or on several (options.lines); spaces around it go, inside it become single.
---@param name string
---@param options { label: string, max: integer, min: integer|nil, lines: boolean|nil, required: boolean|nil,
---  default: string|nil, pattern: string|nil, hint: string|nil }  hint: the sentence when the pattern does not match
---@return shape_field
function fields.text(name, options)
  if not options.max then error("a text field needs a max", 2) end
  local made = field(name, options, read_text)
  made.longest = math.max(4000, options.max * 16)
  return made
end

local function bounds_sentence(self)
  local label, unit = particle(self.label, "은/는"), self.unit or ""
  return label .. " " .. money.group(self.min) .. unit .. " 이상 " .. money.group(self.max) .. unit .. " 이하로 입력해 주세요."
end

-- Only plain digits are a number: "1e3", "0x10", "１２" and " 1 2" are somebody's mistake, never to be guessed at.
local function read_integer(self, typed)
  local sign, digits = match(typed, "^%s*([-+]?)(%d+)%s*$")
  if not digits then return nil, particle(self.label, "은/는") .. " 숫자(0~9)로만 입력해 주세요." end
  digits = gsub(digits, "^0+(%d)", "%1")
  local value = #digits <= 15 and tonumber(sign .. digits)
  if not value or value < self.min or value > self.max then return nil, bounds_sentence(self) end
  return value + 0
end

--- A whole number between min and max.
---@param name string
---@param options { label: string, min: integer, max: integer, unit: string|nil, required: boolean|nil,
---  default: integer|nil }
---@return shape_field
function fields.integer(name, options)
  if not options.min or not options.max then error("an integer field needs a min and a max", 2) end
  local made = field(name, options, read_integer)
  made.too_long = bounds_sentence
  return made
end

--- An amount in won, as people write it: 12000, "12,000", "12,000원".
---@param name string
---@param options { label: string, min: integer, max: integer, required: boolean|nil, default: integer|nil }
---@return shape_field
function fields.won(name, options)
  local made = fields.integer(name, options)
  made.unit = "원"
  made.read = function(self, typed)
    local written = match(gsub(typed, "원%s*$", ""), "^%s*([%d,]+)%s*$")
    local first = written and gsub(written, ",%d%d%d", "")
    -- "1,23" is somebody's mistake, never to be guessed at
    if written and find(first, "^%d+$") and (first == written or #first <= 3) then typed = gsub(written, ",", "") end
    return read_integer(self, typed)
  end
  return made
end

local function read_uuid(self, typed)
  local value = match(typed, "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$")
  if not value then return nil, particle(self.label, "을/를") .. " 다시 선택해 주세요." end
  return value:lower()
end

--- An id that a page offered.
---@param name string
---@param options { label: string, required: boolean|nil }
---@return shape_field
function fields.uuid(name, options) return field(name, options, read_uuid, "선택해") end

local function read_choice(self, typed)
  if self.known[typed] then return typed end
  return nil, particle(self.label, "을/를") .. " 다시 선택해 주세요."
end

--- One of the given words.
---@param name string
---@param options { label: string, of: string[], required: boolean|nil, default: string|nil }
---@return shape_field
function fields.choice(name, options)
  local made = field(name, options, read_choice, "선택해")
  made.known = {}
  for _, word in ipairs(options.of) do made.known[word] = true end
  return made
end

--- A tick box: true or false, never missing. options.must: it has to be ticked (a consent).
---@param name string
---@param options { label: string, must: boolean|nil, sentence: string|nil }
---@return shape_field
function fields.flag(name, options)
  local made = field(name, options, function(self, typed)
    local on = typed ~= "0" and typed ~= "false" and typed ~= "off"
    if self.must and not on then return nil, self.sentence or self.label .. "에 동의해 주세요." end
    return on
  end)
  made.flag = true
  return made
end

--- A Korean telephone number; its value is digits alone. options.mobile: only a mobile one.
---@param name string
---@param options { label: string, mobile: boolean|nil, required: boolean|nil }
---@return shape_field
function fields.phone(name, options)
  return field(name, options, function(self, typed)
    local digits = #typed <= 60 and korean.phone(typed)
    if not digits or self.mobile and not korean.is_mobile(digits) then
      return nil, particle(self.label, "을/를") .. " 010-1234-5678처럼 입력해 주세요."
    end
    return digits
  end)
end

--- An e-mail address.
---@param name string
---@param options { label: string, required: boolean|nil }
---@return shape_field
function fields.email(name, options)
  return field(name, options, function(self, typed)
    local value = korean.half_width(korean.squeeze(typed))
    local user, host = match(value, "^([%w.!#$%%&'*+/=?^_`{|}~-]+)@([%w.-]+%.%a%a+)$")
    if not user or #value > 254 or #user > 64 or find(host, "..", 1, true) or find(user, "..", 1, true)
      or match(host, "^[-.]") or match(user, "^%.") or match(user, "%.$") then
      return nil, particle(self.label, "을/를") .. " name@example.com처럼 입력해 주세요."
    end
    return user .. "@" .. host:lower()
  end)
end

--- A postcode of five digits.
---@param name string
---@param options { label: string, required: boolean|nil }
---@return shape_field
function fields.postcode(name, options)
  return field(name, options, function(self, typed)
    local value = #typed <= 40 and korean.postcode(typed)
    if not value then return nil, particle(self.label, "은/는") .. " 숫자 5자리로 입력해 주세요." end
    return value
  end)
end

--- Digits that people write with hyphens (a receipt's number, an account): the digits alone, min to max of them.
---@param name string
---@param options { label: string, min: integer, max: integer, required: boolean|nil }
---@return shape_field
function fields.digits(name, options)
  return field(name, options, function(self, typed)
    local value = #typed <= 100 and korean.digits(typed)
    if not value or #value < self.min or #value > self.max then
      local count = self.min == self.max and tostring(self.min) or self.min .. "~" .. self.max
      return nil, particle(self.label, "은/는") .. " 숫자 " .. count .. "자리로 입력해 주세요."
    end
    return value
  end)
end

local function read_secret(self, typed)
  local value = text.nfc(typed)
  if not value or has_control(value) then return nil, self.label .. "에 쓸 수 없는 문자가 들어 있어요." end
  local length = text.length(value)
  if length > self.max then return nil, too_long(self) end
  if self.min and length < self.min then
    return nil, particle(self.label, "은/는") .. " " .. self.min .. "자 이상으로 정해 주세요."
  end
  return value
end

--- A password: kept as it was typed, spaces and all, and never shown again.
---@param name string
---@param options { label: string, max: integer|nil, min: integer|nil, check: (fun(value: string): string|nil)|nil }
---@return shape_field
function fields.secret(name, options)
  local made = field(name, options, read_secret)
  made.secret, made.max = true, options.max or 128
  return made
end

local function days_in(year, month)
  if month == 2 then return (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) and 29 or 28 end
  return (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
end

--- A day of the calendar; its value is "2026-09-20". People write 19900102, 1990.1.2 or 1990-01-02.
---@param name string
---@param options { label: string, required: boolean|nil }
---@return shape_field
function fields.date(name, options)
  return field(name, options, function(self, typed)
    local plain = korean.half_width(korean.squeeze(typed))
    local year, month, day = match(plain, "^(%d%d%d%d)[-./ ]*(%d%d)[-./ ]*(%d%d)%.?$")
    if not year then year, month, day = match(plain, "^(%d%d%d%d)[-./] ?(%d%d?)[-./] ?(%d%d?)%.?$") end
    year, month, day = tonumber(year), tonumber(month), tonumber(day)
    if not year or year < 1900 or month < 1 or month > 12 or day < 1 or day > days_in(year, month) then
      return nil, particle(self.label, "을/를") .. " 19900102처럼 8자리 숫자로 입력해 주세요."
    end
    return ("%04d-%02d-%02d"):format(year, month, day)
  end)
end

return fields
