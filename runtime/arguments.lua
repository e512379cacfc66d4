--- What a command accepts, as data, and the one reader of command lines: flags may stand anywhere, `--name=value`
--- equals `--name value`, `--` ends the flags, and whatever is not declared is an error that names the nearest one.

local arguments = {}

---@class flag
---@field name string            long name without dashes
---@field short string|nil        one letter: -m WORDS equals --message WORDS
---@field value string|nil       what the value is called in the help; nil makes a switch
---@field kind "integer"|"path"|"duration"|nil  a value's type: text unless told; a duration ("90s", "10m", "2h") comes
---  as seconds
---@field help string

---@class command
---@field summary string         one line for the list of commands
---@field judges_settings boolean|nil  it runs although CONFIG_FILE cannot be read, and says so itself
---@field usage string           what follows the command's name in the help
---@field text string|nil        a paragraph for the help
---@field flags flag[]|nil
---@field operands {min: integer, max: integer|nil}|nil   none unless told; without max any number
---@field needs "database"|"owner"|"redis"|(fun(args: table): string|nil)|nil   DATABASE_URL (of the application, or the
---  schema's owner), REDIS_URL; a function where it depends on what was asked
---@field run fun(args: table): integer|nil    flags by name (dashes turned to underscores), operands by number

local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = math.min(row[j] + 1, row[j - 1] + 1, diagonal + cost)
      diagonal, row[j] = row[j], best
    end
  end
  return row[#b]
end

--- The known name nearest to a mistyped one.
---@param word string
---@param names string[]
---@return string|nil  nil if nothing is near
function arguments.nearest(word, names)
  local best, best_distance
  for _, name in ipairs(names) do
    local d = name:sub(1, #word) == word and 1 or distance(word, name)
    if not best or d < best_distance then best, best_distance = name, d end
  end
  if best and best_distance <= math.ceil(#word / 3) then return best end
end

local seconds_in = { s = 1, m = 60, h = 3600 }

local function convert(flag, text)
  if flag.kind == "duration" then
    local count, unit = text:match("^(%d+)([smh])$")
    if not count then return nil, ("--%s wants a duration such as 90s, 10m or 2h, not '%s'"):format(flag.name, text) end
    return tonumber(count) * seconds_in[unit]
  end
  if flag.kind == "integer" then
    local number = text:match("^%d+$") and tonumber(text)
    if not number then return nil, ("--%s wants a whole number, not '%s'"):format(flag.name, text) end
    return number
  end
  if text == "" then return nil, ("--%s wants a value"):format(flag.name) end
  return text
end

local function unknown(name, flags)
  local names = { "help" }
  for _, flag in ipairs(flags) do names[#names + 1] = flag.name end
  local near = arguments.nearest(name, names)
  return ("unknown option --%s%s"):format(name, near and (" (did you mean --%s?)"):format(near) or "")
end

--- Reads a command line.
---@param command command
---@param words string[]
---@return table|nil args, string|nil problem
function arguments.read(command, words)
  local flags, by_name, args = command.flags or {}, {}, {}
  local by_letter = {}
  for _, flag in ipairs(flags) do
    by_name[flag.name] = flag
    if flag.short then by_letter[flag.short] = flag.name end
  end
  local at, only_operands = 1, false
  while at <= #words do
    local word = words[at]
    local name, inline = word:match("^%-%-([^=]+)=?(.*)$")
    local letter = not only_operands and word:match("^%-(%a)$")
    if letter and by_letter[letter] then word, name = "--" .. by_letter[letter], by_letter[letter] end
    if only_operands or word == "-" or word:sub(1, 1) ~= "-" then
      args[#args + 1] = word
    elseif word == "--" then
      only_operands = true
    elseif word == "-h" or name == "help" then
      return { help = true }
    elseif not name then
      return nil, ("unknown option %s"):format(word)
    else
      local flag = by_name[name]
      if not flag then return nil, unknown(name, flags) end
      local given = word:find("=", 1, true) ~= nil
      local key = name:gsub("%-", "_")
      if not flag.value then
        if given then return nil, ("--%s takes no value"):format(name) end
        args[key] = true
      else
        if not given then
          at = at + 1
          inline = words[at]
          if not inline then return nil, ("--%s wants a value: %s"):format(name, flag.value) end
        end
        local value, problem = convert(flag, inline)
        if value == nil then return nil, problem end
        args[key] = value
      end
    end
    at = at + 1
  end
  local operands = command.operands or { min = 0, max = 0 }
  if #args < operands.min then return nil, "something is missing: " .. command.usage end
  if operands.max and #args > operands.max then
    return nil, ("'%s' is one argument too many"):format(args[operands.max + 1])
  end
  return args
end

--- The page that --help shows.
---@param name string
---@param command command
---@return string
function arguments.help(name, command)
  local out = { ("Usage: sijang %s%s\n\n%s\n"):format(name, command.usage ~= "" and " " .. command.usage or "",
    command.text or (command.summary:sub(1, 1):upper() .. command.summary:sub(2) .. ".")) }
  local rows, width = {}, #"--help"
  for _, flag in ipairs(command.flags or {}) do
    local left = (flag.short and "-" .. flag.short .. ", " or "") .. "--" .. flag.name
      .. (flag.value and " " .. flag.value or "")
    rows[#rows + 1] = { left, flag.help }
    width = math.max(width, #left)
  end
  rows[#rows + 1] = { "--help", "show this page" }
  out[#out + 1] = "\nOptions:\n"
  for _, row in ipairs(rows) do
    out[#out + 1] = ("  %s%s  %s\n"):format(row[1], (" "):rep(width - #row[1]), row[2])
  end
  return table.concat(out)
end

return arguments
