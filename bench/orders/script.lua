-- Makes a script for pgbench of what was recorded of two placements of the same goods. What is the same in both stays as it
-- is; ids and numbers that only the first one has are an order's own, and get a new value for each transaction. They come
-- out of a table that is filled beforehand, by one statement outside the transaction.

local crypto = require "crypto"

local script = {}

local UUID = "%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x"
local NUMBER = "%d%d%d%d%d%d%-[%dA-Z][%dA-Z][%dA-Z][%dA-Z][%dA-Z][%dA-Z][%dA-Z]"

local function tokens_of(recording)
  local seen = {}
  for _, statement in ipairs(recording) do
    for i = 1, statement.n do
      local value = statement.params[i]
      if type(value) == "string" then
        for token in value:gmatch(UUID) do seen[token] = "uuid" end
        for token in value:gmatch(NUMBER) do seen[token] = "number" end
      end
    end
  end
  return seen
end

-- The first recording's own tokens, in a fixed order.
local function own_tokens(one, other)
  local mine, theirs, list = tokens_of(one), tokens_of(other), {}
  for token, kind in pairs(mine) do
    if not theirs[token] then list[#list + 1] = { token = token, kind = kind } end
  end
  table.sort(list, function(a, b) return a.token < b.token end)
  return list
end

-- A constant: pgbench takes a colon before a letter for a variable of its own, wherever it stands.
local function literal(text)
  return "E'" .. text:gsub("\\", "\\\\"):gsub("'", "''"):gsub(":", "\\x3a") .. "'"
end

local function plain(text) return (text:gsub("%p", "%%%0")) end

---@class bench.script
---@field text string             for pgbench
---@field columns string[]        texts with an order's own tokens in them, one a column of the table
---@field tokens { token: string, kind: "uuid"|"number" }[]

--- The script, and what its table has to hold.
---@param one { sql: string, params: table, n: integer }[]
---@param other { sql: string, params: table, n: integer }[]
---@param name string  of the table, and of the sequence of its rows
---@return bench.script
function script.make(one, other, name)
  local tokens, columns, known, lines = own_tokens(one, other), {}, {}, {}
  local function column(value)
    if not known[value] then
      columns[#columns + 1] = value
      known[value] = #columns
    end
    return ":c" .. known[value]
  end
  local function written(value)
    if value == false or value == nil then return "NULL" end
    for _, own in ipairs(tokens) do
      if value:find(own.token, 1, true) then return column(value) end
    end
    return literal(value)
  end
  for _, statement in ipairs(one) do
    local sql = statement.sql:gsub("%-%-[^\n]*", ""):gsub("%s+", " ")
    lines[#lines + 1] = sql:gsub("%$(%d+)", function(n) return written(statement.params[tonumber(n)]) end) .. ";"
  end
  local names = {}
  for i = 1, #columns do names[i] = "c" .. i end
  local text = ("SELECT %s FROM %s WHERE n = (SELECT nextval('%s_turn')) \\gset\nBEGIN;\n%s\nCOMMIT;\n"):format(
    table.concat(names, ", "), name, name, table.concat(lines, "\n"))
  return { text = text, columns = columns, tokens = tokens }
end

local letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

local function drawn(token)
  local bytes, made = crypto.random(7), {}
  for i = 1, 7 do
    local n = bytes:byte(i) % 32 + 1
    made[i] = letters:sub(n, n)
  end
  return token:sub(1, 7) .. table.concat(made)
end

--- A row of its table: the texts with new values in the place of the first order's own.
---@param made bench.script
---@param given table<string, string>  by token: what is known of the new order, its cart and its key
---@return string[]
function script.row(made, given)
  local new, row = {}, {}
  for _, own in ipairs(made.tokens) do
    new[own.token] = given[own.token] or own.kind == "uuid" and crypto.uuid7() or drawn(own.token)
  end
  for i, column in ipairs(made.columns) do
    for token, value in pairs(new) do column = column:gsub(plain(token), value) end
    row[i] = column
  end
  return row
end

return script
