-- The kinds of filters: how each is read from an address, what SQL it is, and what it says of itself. A filter's SQL comes
-- from its declaration; what was typed becomes a parameter.

local text = require "text"
local clock = require "shared.clock"
local korean = require "shared.korean"
local money = require "shared.money"

local filters = {}

---@class listing.kind
---@field names fun(filter: listing.filter): string[]   of its fields in the address
---@field read fun(filter: listing.filter, typed: table<string, string[]>, options: table[]): any, string|nil
---@field sql fun(filter: listing.filter, value: any, add: fun(value: any): string): string
---@field say fun(filter: listing.filter, value: any, options: table[]): string

local longest = 100
local particle = text.particle

local function one(list)
  local typed = list and list[#list]
  typed = typed and korean.squeeze(typed)
  return typed ~= "" and typed or nil
end

local function only_name(filter) return { filter.name } end
local function both_ends(filter) return { filter.name .. "_from", filter.name .. "_to" } end

-- What LIKE reads as a pattern is meant as it stands.
local function as_pattern(value) return (value:gsub("[\\%%_]", "\\%0")) end

-- What a search among many rows is asked by, each in the way that an index can answer; nil: it cannot be of that kind.
local ways = {
  exact = function(value) return value end,
  starts = function(value) return as_pattern(value) .. "%" end,
  upper = function(value) return value:upper() end,
  email = function(value) return value:find("@", 1, true) and as_pattern(value:lower()) .. "%" or nil end,
  digits = function(_, digits) return digits and #digits >= 9 and digits or nil end,
  tail = function(_, digits) return digits and #digits >= 4 and digits:sub(-4) or nil end,
  ends = function(_, digits) return digits and #digits >= 4 and "%" .. digits or nil end,
}

-- Rows found by any of several statements, each of which an index answers: an OR over them would read every row.
local function among(filter, value, add)
  local digits, parts, given = korean.digits(value), {}, {}
  for _, statement in ipairs(filter.among) do
    local can = true
    for name in statement:gmatch "{(%l+)}" do can = can and ways[name](value, digits) ~= nil end
    parts[#parts + 1] = can and statement:gsub("{(%l+)}", function(name)
      given[name] = given[name] or add(ways[name](value, digits))
      return given[name]
    end) or nil
  end
  return #parts > 0 and filter.sql .. " IN (" .. table.concat(parts, " UNION ALL ") .. ")" or "false"
end

filters.text = {
  names = only_name,
  read = function(filter, typed)
    local value = one(typed[filter.name])
    if not value then return nil end
    if not text.valid(value) or value:find("[%z\1-\31\127]") then
      return nil, filter.label .. "에 쓸 수 없는 문자가 들어 있어요."
    end
    if text.length(value) > longest then
      return nil, particle(filter.label, "은/는") .. " " .. longest .. "자까지 찾을 수 있어요."
    end
    return text.nfc(value)
  end,
  sql = function(filter, value, add)
    if filter.among then return among(filter, value, add) end
    local parts, contains, digits = {}, nil, korean.digits(value)
    for _, place in ipairs(type(filter.sql) == "table" and filter.sql or { filter.sql }) do
      if type(place) == "string" then
        contains = contains or add("%" .. as_pattern(value) .. "%")
        parts[#parts + 1] = place .. " ILIKE " .. contains
      elseif place.exact then
        parts[#parts + 1] = place.sql .. " = " .. add(value)
      elseif place.prefix then
        parts[#parts + 1] = place.sql .. " ILIKE " .. add(as_pattern(value) .. "%")
      elseif digits and #digits >= 4 then -- a telephone: fewer digits would match everybody's
        parts[#parts + 1] = place.sql .. " LIKE " .. add("%" .. digits .. "%")
      end
    end
    return #parts > 0 and "(" .. table.concat(parts, " OR ") .. ")" or "false"
  end,
  say = function(_, value) return "“" .. value .. "”" end,
}

filters.choice = {
  names = only_name,
  read = function(filter, typed, options)
    local known, values, chosen, seen = {}, {}, typed[filter.name] or {}, {}
    for _, option in ipairs(options) do known[option.value] = true end
    for _, value in ipairs(chosen) do
      if known[value] and not seen[value] then values[#values + 1], seen[value] = value, true end
    end
    if #values > 0 then return values end
    if one(chosen) then return nil, filter.label .. "에 없는 값이에요." end
  end,
  -- Values with a comma cannot be told apart, and no option has one.
  sql = function(filter, value, add)
    local list = "string_to_array(" .. add(table.concat(value, ",")) .. ", ',')"
    return filter.sql .. " = ANY (" .. list .. (filter.type and "::" .. filter.type .. "[]" or "") .. ")"
  end,
  say = function(_, value, options)
    local labels, words = {}, {}
    for _, option in ipairs(options) do labels[option.value] = option.label end
    for i, one_of in ipairs(value) do words[i] = labels[one_of] or one_of end
    return table.concat(words, ", ")
  end,
}

local function read_day(typed)
  local year, month, day = typed:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if not year then return nil end
  local at = clock.at(tonumber(year), tonumber(month), tonumber(day))
  return clock.day(at) == typed and at or nil
end

local function ends(filter, typed, read, problem)
  local value, found = {}, false
  for _, side in ipairs { "from", "to" } do
    local given = one(typed[filter.name .. "_" .. side])
    if given then
      value[side] = read(given)
      if not value[side] then return nil, problem end
      found = true
    end
  end
  if value.from and value.to and value.from > value.to then return nil, filter.label .. "의 앞뒤가 바뀌었어요." end
  return found and value or nil
end

local function range(value, from, to)
  local parts = {}
  if value.from then parts[#parts + 1] = from end
  if value.to then parts[#parts + 1] = to end
  return "(" .. table.concat(parts, " AND ") .. ")"
end

-- Days in Seoul, both ends with them.
filters.date = {
  names = both_ends,
  read = function(filter, typed)
    return ends(filter, typed, read_day, particle(filter.label, "을/를") .. " 2026-11-29처럼 입력해 주세요.")
  end,
  sql = function(filter, value, add)
    return range(value, value.from and filter.sql .. " >= to_timestamp(" .. add(value.from) .. ")",
      value.to and filter.sql .. " < to_timestamp(" .. add(clock.start_of_day(value.to, 1)) .. ")")
  end,
  say = function(_, value)
    return (value.from and clock.day(value.from) or "") .. " ~ " .. (value.to and clock.day(value.to) or "")
  end,
}

local function read_number(typed)
  local digits = typed:gsub(",", ""):gsub("원$", ""):match("^%-?%d+$")
  return digits and #digits <= 15 and tonumber(digits) or nil
end

filters.number = {
  names = both_ends,
  read = function(filter, typed)
    return ends(filter, typed, read_number, filter.label .. "에는 숫자만 입력해 주세요.")
  end,
  sql = function(filter, value, add)
    return range(value, value.from and filter.sql .. " >= " .. add(value.from),
      value.to and filter.sql .. " <= " .. add(value.to))
  end,
  say = function(filter, value)
    local function side(n) return n and money.group(n) .. (filter.unit or "") or "" end
    return side(value.from) .. " ~ " .. side(value.to)
  end,
}

filters.flag = {
  names = only_name,
  read = function(filter, typed) return one(typed[filter.name]) == "1" or nil end,
  sql = function(filter) return "(" .. filter.sql .. ")" end,
  say = function() return "예" end,
}

return filters
