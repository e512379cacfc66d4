-- What PostgreSQL's own wording of a constraint or a default says, where it says something simple: a list of allowed words,
-- bounds of a number, a constant. What is not simple stays a definition to be quoted.

local find, match, gsub, sub = string.find, string.match, string.gsub, string.sub

local definition = {}

-- The string literal that begins at `from`, and where it ends.
local function literal_at(text, from)
  if sub(text, from, from) ~= "'" then return nil end
  local at = from + 1
  while true do
    local quote = find(text, "'", at, true)
    if not quote then return nil end
    if sub(text, quote + 1, quote + 1) ~= "'" then
      return (gsub(sub(text, from + 1, quote - 1), "''", "'")), quote
    end
    at = quote + 2
  end
end

-- The words of "'a'::text, 'b'::text".
local function words_of(text)
  local words, at = {}, 1
  while true do
    local word, last = literal_at(text, at)
    if not word then return nil end
    words[#words + 1] = word
    local _, stop = find(text, "^::[%a ]+", last + 1)
    at = (stop or last) + 1
    if at > #text then return words end
    local _, comma = find(text, "^, ?", at)
    if not comma then return nil end
    at = comma + 1
  end
end

-- The expression without "CHECK (…)" and without parentheses that hold all of it.
local function bare(text)
  text = match(text, "^CHECK %((.*)%)") or text
  while true do
    local inner = match(text, "^%((.*)%)$")
    if not inner then return text end
    local depth = 0
    for parenthesis in inner:gmatch "[()]" do
      depth = depth + (parenthesis == "(" and 1 or -1)
      if depth < 0 then return text end
    end
    text = inner
  end
end

local function number_of(text)
  return tonumber(match(text, "^'?(%-?%d+)'?$") or match(text, "^'(%-?%d+)'::%a+$") or match(text, "^%((%-%d+)%)$"))
end

-- "qty >= 1" → minimum or maximum of whole numbers; what is bounded may be inside a function.
local function bound_of(text, column, pattern)
  local name, operator, value = match(bare(text), "^" .. pattern .. " ([<>]=?) (.+)$")
  local number = name == column and number_of(value)
  if not number then return nil end
  if operator == ">=" then return number end
  if operator == ">" then return number + 1 end
  if operator == "<=" then return nil, number end
  return nil, number - 1
end

local ITSELF, ITS_LENGTH = '"?([%w_]+)"?', 'length%("?([%w_]+)"?%)'

local function bounds_of(text, column, pattern)
  local low, high = match(text, "^(.+) AND (.+)$")
  if not low then return bound_of(text, column, pattern) end
  local min, max = bound_of(low, column, pattern), select(2, bound_of(high, column, pattern))
  if min and max then return min, max end
end

--- What a CHECK over one column allows, if it is a list of words, a pair of bounds, or of how many letters there may be.
---@param text string    pg_get_constraintdef
---@param column string
---@return { choices: string[]|nil, min: number|nil, max: number|nil, shortest: integer|nil, longest: integer|nil }
function definition.check(text, column)
  local plain = bare(gsub(text, " NOT VALID$", ""))
  local name, rest = match(plain, '^%(*"?([%w_]+)"?[)a-z:]- = (.+)$')
  if name == column then
    local list = match(rest, "^ANY %(ARRAY%[(.*)%]%)$") or match(rest, "^ANY %(%(ARRAY%[(.*)%]%)::[%a ]+%[%]%)$")
    local choices = words_of(list or rest)
    if choices then return { choices = choices } end
  end
  local min, max = bounds_of(plain, column, ITSELF)
  local shortest, longest = bounds_of(plain, column, ITS_LENGTH)
  return { min = min, max = max, shortest = shortest, longest = longest }
end

--- The constant that a column's default is, as text; nil when it is worked out anew for each row.
---@param text string|nil  pg_get_expr
---@return string|nil
function definition.constant(text)
  if not text then return nil end
  local word, last = literal_at(text, 1)
  if word then
    local rest = sub(text, last + 1)
    return (rest == "" or find(rest, "^::[%w_ \"]+[%[%]]*$") or find(rest, "^::[%a ]+%(%d+%)$")) and word or nil
  end
  if text == "true" or text == "false" then return text end
  return match(text, "^%-?%d+%.?%d*$") or match(text, "^%((%-%d+%.?%d*)%)$")
end

return definition
