-- What somebody typed into a column's field: the value as text that PostgreSQL reads, or a sentence that says what is
-- wanted. Values stay text all the way, so that nothing is lost to a double: the database alone turns them into what they
-- are.

local json = require "json"
local text = require "text"
local kind = require "relation.rules.kind"

local match, gsub, find, sub = string.match, string.gsub, string.find, string.sub

local input = {}

--- SQL NULL, as the binding takes it.
input.null = json.null

local readers = {}

local function has_control(s) return find(s, "[%z\1-\8\11\12\14-\31\127]") or find(s, "\194[\128-\159]") end

function readers.text(column, typed)
  if column.length and text.length(typed) > column.length then
    return nil, ("%d자까지 쓸 수 있어요. 지금은 %d자예요."):format(column.length, text.length(typed))
  end
  return typed
end

function readers.choice(column, typed)
  for _, word in ipairs(column.choices) do
    if word == typed then return typed end
  end
  return nil, "목록에 있는 값 가운데 하나를 골라 주세요."
end

-- Whether the whole number in digits `a` is less than `b`, whatever their length.
local function less(a, b)
  local negative, minus = sub(a, 1, 1) == "-", sub(b, 1, 1) == "-"
  if negative ~= minus then return negative end
  if negative then a, b = sub(b, 2), sub(a, 2) end
  if #a ~= #b then return #a < #b end
  return a < b
end

local function grouped(digits)
  return (gsub(gsub(digits:reverse(), "%d%d%d", "%0,"):reverse(), "^(%-?),", "%1"))
end

--- 1234567 → "1,234,567", however many digits there are.
input.grouped = grouped

-- A whole number without what people put between its digits; "1e3" and the like are never guessed at.
local function digits_of(typed)
  local sign, written = match(typed, "^([-+]?)(%d[%d,]*)$")
  if not written then return nil end
  local digits = gsub(written, ",", "")
  if digits ~= written and grouped(digits) ~= written then return nil end
  digits = gsub(digits, "^0+(%d)", "%1")
  return (sign == "-" and digits ~= "0" and "-" or "") .. digits
end

function readers.integer(column, typed)
  local digits = digits_of(typed)
  if not digits then return nil, "정수를 숫자(0~9)로 써 주세요." end
  local least, most = kind.bounds(column.base)
  if column.min then least = ("%.0f"):format(column.min) end
  if column.max then most = ("%.0f"):format(column.max) end
  if less(digits, least) or less(most, digits) then
    return nil, ("%s부터 %s까지 쓸 수 있어요."):format(grouped(least), grouped(most))
  end
  return digits
end

function readers.number(_, typed)
  if find(typed, "^%-?%d+%.?%d*$") or find(typed, "^%-?%d+%.?%d*e[-+]?%d+$") then return typed end
  return nil, "수를 숫자와 소수점으로 써 주세요."
end

function readers.boolean(_, typed)
  if typed == "true" or typed == "false" then return typed end
  return nil, "예와 아니요 가운데 하나를 골라 주세요."
end

local month_days = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_day(year, month, day)
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  if year < 1 or month < 1 or month > 12 or day < 1 then return false end
  local leap = month == 2 and year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return day <= month_days[month] + (leap and 1 or 0)
end

function readers.date(_, typed)
  local year, month, day = match(typed, "^(%d%d%d%d)%-(%d%d?)%-(%d%d?)$")
  if year and is_day(year, month, day) then return ("%s-%02d-%02d"):format(year, month, day) end
  return nil, "날짜를 2026-11-29처럼 써 주세요."
end

-- In Asia/Seoul, to the microsecond.
function readers.time(_, typed)
  if typed == "infinity" or typed == "-infinity" then return typed end
  local year, month, day, rest = match(typed, "^(%d%d%d%d)%-(%d%d?)%-(%d%d?)[ T]?(.*)$")
  if year and is_day(year, month, day) then
    if rest == "" then rest = "00:00" end
    local hour, minute, tail = match(rest, "^(%d%d?):(%d%d)(.*)$")
    local second, fraction = match(tail or "", "^:(%d%d)(%.?%d*)$")
    if tail == "" then second, fraction = "00", "" end
    local in_bounds = second and tonumber(hour) < 24 and tonumber(minute) < 60 and tonumber(second) < 60
    if in_bounds and #fraction <= 7 and fraction ~= "." then
      return ("%s-%02d-%02d %02d:%s:%s%s"):format(year, month, day, hour, minute, second, fraction)
    end
  end
  return nil, "시각을 2026-11-29 18:30처럼 써 주세요. 초와 그 아래 여섯 자리까지 쓸 수 있어요."
end

function readers.uuid(_, typed)
  if find(typed, "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$") then return typed:lower() end
  return nil, "식별자(UUID)를 다시 확인해 주세요."
end

-- Where in a text a byte stands, as editors count.
local function place_of(typed, byte)
  local before = sub(typed, 1, byte - 1)
  local _, breaks = gsub(before, "\n", "")
  return breaks + 1, text.length(match(before, "[^\n]*$")) + 1
end

local function read_json(typed)
  local value, message = json.decode(typed, 1024 * 1024)
  if value ~= nil then return value end
  local byte = tonumber(match(message, "at byte (%d+)"))
  if not byte then return nil, "JSON이 너무 길어요. 1MB까지 쓸 수 있어요." end
  local line, character = place_of(typed, math.min(byte, #typed + 1))
  return nil, ("JSON으로 읽을 수 없어요: %d번째 줄 %d번째 글자를 확인해 주세요."):format(line, character)
end

function readers.json(column, typed)
  local value, sentence = read_json(typed)
  if value == nil then return nil, sentence end
  if column.base == "jsonb" and find(typed, "\\u0000", 1, true) then return nil, "\\u0000은 저장할 수 없는 글자예요." end
  return typed
end

-- As a JSON array of plain values.
function readers.array(column, typed)
  local list, sentence = read_json(typed)
  if list == nil then return nil, sentence end
  if type(list) ~= "table" or not find(typed, "^%s*%[") then return nil, '목록을 ["사과", "배"]처럼 써 주세요.' end
  local element = { base = column.base, kind = kind.of(column.base), nullable = true }
  for i, value in ipairs(list) do
    if type(value) == "table" then return nil, "목록 안에 다른 목록을 넣을 수 없어요." end
    local read = readers[element.kind]
    if value ~= json.null and read and read ~= readers.json and read ~= readers.choice and element.kind ~= "time" then
      local _, wrong = read(element, type(value) == "number" and ("%.17g"):format(value) or tostring(value))
      if wrong then return nil, ("%d번째 값: %s"):format(i, wrong) end
    end
  end
  return typed
end

-- PostgreSQL is the judge.
function readers.other(_, typed) return typed end

local trims = { integer = true, number = true, date = true, time = true, uuid = true, other = true }

--- Reads what was typed for a column.
---@param column relation.column
---@param typed string|nil   nil: nothing was sent
---@param is_null boolean|nil "NULL" was chosen
---@return string|userdata|nil value   input.null for NULL
---@return string|nil sentence
function input.read(column, typed, is_null)
  if is_null then
    if column.nullable then return input.null end
    return nil, "비워 둘 수 없는 칸이에요."
  end
  typed = text.nfc(typed or "")
  if not typed or has_control(typed) then return nil, "쓸 수 없는 문자가 들어 있어요." end
  typed = gsub(typed, "\r\n?", "\n")
  if trims[column.kind] then typed = match(typed, "^%s*(.-)%s*$") end
  -- an empty text is a value where the schema says so: by a default, or by letting NULL stand beside it
  if typed == "" and (column.kind ~= "text" or not column.nullable and column.default == nil) then
    if column.nullable then return input.null end
    return nil, "비워 둘 수 없는 칸이에요."
  end
  return readers[column.kind](column, typed)
end

return input
