-- What happened when a page raised: the message, each frame of the stack with the source around it and its local
-- values, and the SQL of the request. Gathered where the error is raised, because afterwards the stack is gone.

local pg = require "pg"
local runtime = require "runtime"

local format, sub, match, find = string.format, string.sub, string.match, string.find

local report = {}

local frame_limit, locals_limit, around = 40, 30, 5
local longest_value = 240
local secrets = { "secret", "password", "^sid$", "token", "cookie", "_key$", "^key$", "^hashed$" }

local function is_secret(name)
  if type(name) ~= "string" then return false end
  for _, pattern in ipairs(secrets) do
    if find(name, pattern) then return true end
  end
  return false
end

local function short(value)
  if type(value) == "string" then
    local quoted = format("%q", #value > longest_value and sub(value, 1, longest_value) or value)
    return (quoted:gsub("\\\n", "\\n")) .. (#value > longest_value and " … (" .. #value .. " bytes)" or "")
  end
  local ok, text = pcall(tostring, value)
  return ok and text or "(" .. type(value) .. ")"
end

local function nested(item)
  if type(item) ~= "table" then return short(item) end
  return #item > 0 and "{" .. #item .. (#item == 1 and " item}" or " items}") or "{…}"
end

-- The fields of a table, those it inherits included, as a view seen by a template inherits the page's own; methods
-- are not worth a line.
local function fields_of(value)
  local names, seen = {}, {}
  local from = value
  for _ = 1, 3 do
    for name, item in next, from do
      if not seen[name] and (from == value or type(item) ~= "function") then names[#names + 1] = name end
      seen[name] = seen[name] or { item }
    end
    local metatable = debug.getmetatable(from)
    from = metatable and rawget(metatable, "__index")
    if type(from) ~= "table" then break end
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  return names, seen
end

--- A value in one line, a table one level deep.
---@param value any
---@return string
function report.show(value)
  if type(value) ~= "table" then return short(value) end
  local parts = {}
  local names, seen = fields_of(value)
  for i, name in ipairs(names) do
    if i > 24 then
      parts[i] = "… " .. #names - 24 .. " more"
      break
    end
    parts[i] = tostring(name) .. " = " .. (is_secret(name) and "(hidden)" or nested(seen[name][1]))
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

-- The path of a chunk within the tree, and the file itself.
local function place(source)
  local path = match(source, "^@(.*)")
  if not path then return source, nil end
  local root = runtime.root() .. "/"
  if sub(path, 1, #root) == root then return sub(path, #root + 1), path end
  return path, sub(path, 1, 1) == "/" and path or root .. path
end

local function excerpt(path, line)
  local file = path and io.open(path, "rb")
  if not file then return {} end
  local lines, n = {}, 0
  for text in file:lines() do
    n = n + 1
    if n > line + around then break end
    if n >= line - around then lines[#lines + 1] = { n = n, text = text, here = n == line } end
  end
  file:close()
  return lines
end

local function locals_of(level)
  local list = {}
  for i = 1, locals_limit do
    local name, value = debug.getlocal(level + 1, i)
    if not name then break end
    -- neither temporaries nor what a compiled template carries with it
    if sub(name, 1, 1) ~= "(" and sub(name, 1, 2) ~= "__" and name ~= "h" then
      list[#list + 1] = { name = name, value = is_secret(name) and "(hidden)" or report.show(value) }
    end
  end
  return list
end

--- Gathers a report; to be called by the handler of the error, on the stack that raised it.
---@param problem any   what was raised
---@param level integer the first frame worth showing, counted from the caller
---@return table
function report.gather(problem, level)
  local frames = {}
  for at = level + 1, level + frame_limit do
    local info = debug.getinfo(at, "Sln")
    -- what called the page's xpcall is the runtime's business
    if not info or info.what == "C" and info.name == "xpcall" then break end
    if info.what ~= "C" then
      local shown, path = place(info.source)
      frames[#frames + 1] = { place = shown, line = info.currentline,
        name = info.name or info.what == "main" and "(file)" or "?",
        source = excerpt(path, info.currentline), locals = locals_of(at) }
    end
  end
  return { message = tostring(problem), frames = frames }
end

--- Statements that a request sent five times or more: mostly one query for each row of another.
---@param sql { sql: string, ms: number, rows: integer }[]
---@return { sql: string, times: integer, ms: number }[]
function report.repeated(sql)
  local by_text, list = {}, {}
  for _, one in ipairs(sql) do
    local seen = by_text[one.sql]
    if not seen then
      seen = { sql = one.sql, times = 0, ms = 0 }
      by_text[one.sql] = seen
      list[#list + 1] = seen
    end
    seen.times, seen.ms = seen.times + 1, seen.ms + (one.ms or 0)
  end
  local often = {}
  for _, one in ipairs(list) do
    if one.times >= 5 then often[#often + 1] = one end
  end
  return often
end

--- Has the statements of this request kept from here on.
function report.follow() pg.trace(true) end

--- The request's statements so far.
---@return { sql: string, ms: number, rows: integer }[]
function report.statements() return pg.traced() or {} end

return report
