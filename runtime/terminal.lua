--- What commands say to the person at the terminal: plain lines, a line of progress for whatever takes longer than a
--- moment, and failures that are sentences. Progress goes to standard error, results to standard output.

local task = require "task"
local clock = require "clock"
local tty = require "tty"

local plain = not tty.is(2) or os.getenv("NO_COLOR") ~= nil or os.getenv("TERM") == "dumb"

local terminal = {
  plain = plain, -- whether what is written there cannot be painted or taken back
}

local function paint(code)
  return function(text) return plain and text or ("\27[%sm%s\27[0m"):format(code, text) end
end

terminal.dim, terminal.bold, terminal.green = paint("2"), paint("1"), paint("32")
terminal.red, terminal.yellow = paint("31"), paint("33")

--- A line of narration.
---@param text string
function terminal.say(text, ...)
  io.stderr:write(terminal.dim("·"), " ", select("#", ...) > 0 and text:format(...) or text, "\n")
end

--- Ends the command with a sentence and exit code 1 (no trace: the world failed, not the program).
---@param text string
---@param ... any  for string.format
function terminal.fail(text, ...)
  error({ sentence = select("#", ...) > 0 and text:format(...) or text }, 0)
end

--- Runs a function that may wait, showing that it is at work: on a terminal a counting line after half a second,
--- elsewhere one line after two seconds. What it returns or raises passes through.
---@param label string
---@param work fun(update: fun(detail: string)): ...
function terminal.progress(label, work)
  local started, finished, shown, detail = clock.monotonic(), false, false, ""
  local ticker = task.spawn(function()
    task.sleep(plain and 2000 or 500)
    while not finished do
      local seconds = math.floor((clock.monotonic() - started) / 1000)
      if not plain then
        io.stderr:write("\r\27[K\27[2m·\27[0m ", label, " … ", detail, detail ~= "" and " " or "", seconds .. "s")
      elseif not shown then
        io.stderr:write("· ", label, " …\n")
      end
      shown = true
      io.stderr:flush()
      task.sleep(plain and 10000 or 1000)
    end
  end)
  local function close(ok, ...)
    finished = true
    if ticker.cancel then ticker:cancel() end
    if shown and not plain then io.stderr:write("\r\27[K") end
    if not ok then error((...), 0) end
    if shown then terminal.say("%s: %.1fs", label, (clock.monotonic() - started) / 1000) end
    return ...
  end
  return close(xpcall(work, function(problem)
    if type(problem) == "string" then return debug.traceback(problem, 2) end
    return problem
  end, function(text) detail = text end))
end

local function width(text)
  -- Hangul takes two columns.
  local columns = 0
  for lead in text:gmatch("[%z\1-\127\194-\244][\128-\191]*") do columns = columns + (#lead >= 3 and 2 or 1) end
  return columns
end

-- As much of a line as fits the terminal: one that is wrapped cannot be taken back.
local function fitting(text, columns)
  local used = 0
  for at, character in text:gmatch("()([%z\1-\127\194-\244][\128-\191]*)") do
    used = used + width(character)
    if used > columns then return text:sub(1, at - 1) end
  end
  return text
end

--- Lines that are painted over when they change. Where nothing can be taken back, a line is said when it is new.
---@return { show: fun(lines: string[]) }
function terminal.board()
  local painted, said, before = 0, {}, ""
  return { show = function(lines)
    if plain then
      for _, line in ipairs(lines) do
        if not said[line] then terminal.say("%s", line) end
        said[line] = true
      end
      return
    end
    local text = table.concat(lines, "\n")
    if text == before then return end
    io.stderr:write(painted > 0 and ("\27[%dA\27[J"):format(painted) or "")
    for _, line in ipairs(lines) do io.stderr:write(terminal.dim("·"), " ", fitting(line, tty.width() - 3), "\n") end
    io.stderr:flush()
    painted, before = #lines, text
  end }
end

--- Prints rows under headings, columns lined up (Hangul counts as two).
---@param headings string[]
---@param rows string[][]
function terminal.table(headings, rows)
  local widths = {}
  for i, heading in ipairs(headings) do widths[i] = width(heading) end
  for _, row in ipairs(rows) do
    for i = 1, #headings do widths[i] = math.max(widths[i], width(tostring(row[i] or ""))) end
  end
  local function line(row)
    local cells = {}
    for i = 1, #headings do
      local text = tostring(row[i] or "")
      cells[i] = text .. (i < #headings and (" "):rep(widths[i] - width(text)) or "")
    end
    print((table.concat(cells, "  "):gsub("%s+$", "")))
  end
  line(headings)
  for _, row in ipairs(rows) do line(row) end
end

return terminal
