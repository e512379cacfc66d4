-- Cuts a template's source into pieces: text, `{{ value }}`, `{{{ markup }}}`, `{% statement %}`; comments vanish.
-- What stands between the braces is Lua, so its end is found by reading Lua (a `}}` inside a string or a nested table
-- does not close), and every piece keeps the line it began on, so that a compiled template can keep its line numbers.

local byte, find, sub, match, gsub = string.byte, string.find, string.sub, string.match, string.gsub

local lexer = {}

local closers = { ["{{{"] = "}}}", ["{{"] = "}}", ["{%"] = "%}" }
local kinds = { ["{{{"] = "markup", ["{{"] = "value", ["{%"] = "statement" }

--- The position just after a Lua string that begins at `at`; nil when `at` begins none. Raises via fail when it never
--- ends.
local function after_string(source, at, fail)
  local quote = sub(source, at, at)
  if quote == '"' or quote == "'" then
    local i = at + 1
    while true do
      local stop = find(source, "[\\\n" .. quote .. "]", i)
      local char = stop and sub(source, stop, stop)
      if not stop or char == "\n" then fail(at, "a string is not closed") end
      if char == quote then return stop + 1 end
      i = stop + 2
    end
  end
  local level = match(source, "^%[(=*)%[", at)
  if not level then return nil end
  local _, last = find(source, "]" .. level .. "]", at, true)
  if not last then fail(at, "a long string is not closed") end
  return last + 1
end

--- Where the Lua that begins at `at` meets `closer` outside strings and brackets.
local function find_closer(source, at, closer, fail)
  local depth, i = 0, at
  while true do
    i = find(source, "[\"'%[%]{}()%%%-]", i)
    if not i then fail(at, "'" .. closer .. "' is missing") end
    if depth == 0 and sub(source, i, i + #closer - 1) == closer then return i end
    local char, past = byte(source, i), after_string(source, i, fail)
    if past then
      i = past
    elseif char == 45 and byte(source, i + 1) == 45 then
      fail(i, "a Lua comment does not belong in a template: use {# … #}")
    else
      if char == 123 or char == 40 or char == 91 then
        depth = depth + 1
      elseif char == 125 or char == 41 or char == 93 then
        depth = depth - 1
      end
      i = i + 1
    end
  end
end

--- The words of a piece of Lua in order, without strings: what is needed to see where its blocks open and close.
---@param code string
---@return string[]
function lexer.words(code)
  local words, i = {}, 1
  while true do
    i = find(code, "[%a_\"'%[]", i)
    if not i then return words end
    local past = after_string(code, i, error)
    if past then
      i = past
    else
      local word = match(code, "^[%a_][%w_]*", i)
      -- a field (`v.end_at`, `x.repeat`) is no keyword
      if word and not match(sub(code, 1, i - 1), "[%.:]%s*$") then words[#words + 1] = word end
      i = i + (word and #word or 1)
    end
  end
end

local function count_lines(text)
  local _, n = gsub(text, "\n", "")
  return n
end

---@class template_piece
---@field kind "text"|"value"|"markup"|"statement"
---@field text string    the text, or the Lua between the braces without the space around it
---@field line integer   where it begins
---@field fresh boolean|nil  text: it begins at the beginning of a line

--- Cuts `source` into pieces. A statement or comment alone on its line takes the whole line with it.
---@param source string
---@param fail fun(line: integer, message: string)  raises
---@return template_piece[]
function lexer.cut(source, fail)
  local pieces, at, line = {}, 1, 1
  local function fail_at(position, message)
    fail(1 + count_lines(sub(source, 1, position - 1)), message)
  end
  local fresh = true
  local function add_text(text, on)
    if text ~= "" then pieces[#pieces + 1] = { kind = "text", text = text, line = on, fresh = fresh } end
  end
  while true do
    local open = find(source, "{[{%%#]", at)
    if not open then
      add_text(sub(source, at), line)
      return pieces
    end
    local text = sub(source, at, open - 1)
    local mark = match(source, "^{{{", open) or sub(source, open, open + 1)
    local piece_line = line + count_lines(text)
    local stop, past
    if mark == "{#" then
      stop = find(source, "#}", open + 2, true)
      if not stop then fail_at(open, "'#}' is missing") end
      past = stop + 2
    else
      stop = find_closer(source, open + #mark, closers[mark], fail_at)
      past = stop + #closers[mark]
    end
    if mark == "{%" or mark == "{#" then
      -- alone on its line: neither the indentation nor the line's end is wanted
      local rest = match(source, "^[ \t]*\n", past)
      local before_is_blank = match(text, "\n[ \t]*$") or (match(text, "^[ \t]*$") and (open == 1 or #text == open - 1
        or byte(source, at - 1) == 10))
      if rest and before_is_blank then
        text = gsub(text, "[ \t]+$", "")
        add_text(text, line)
        line = piece_line + count_lines(sub(source, open, past - 1)) + 1
        at, fresh = past + #rest, true
      else
        add_text(text, line)
        line = piece_line + count_lines(sub(source, open, past - 1))
        at, fresh = past, false
      end
    else
      add_text(text, line)
      line = piece_line + count_lines(sub(source, open, past - 1))
      at, fresh = past, false
    end
    if mark ~= "{#" then
      local code = sub(source, open + #mark, stop - 1)
      local lead = match(code, "^%s*")
      code = match(code, "^%s*(.-)%s*$")
      if code == "" then fail(piece_line, "nothing stands between the braces") end
      pieces[#pieces + 1] = { kind = kinds[mark], text = code, line = piece_line + count_lines(lead) }
    end
  end
end

return lexer
