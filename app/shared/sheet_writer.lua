-- A table as a file that people open in a spreadsheet, edit and send back: .xlsx, or CSV with a byte order mark.

local csv = require "shared.csv"
local task = require "task"
local xlsx = require "xlsx"

local sheet_writer = {}

-- So many lines are written before others have their turn.
local AT_ONCE = 500

--- What each kind of file is on the wire.
sheet_writer.TYPES = { csv = "text/csv; charset=utf-8",
  xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }

local function turn(i)
  if i % AT_ONCE == 0 then task.sleep(0) end
end

local makers = {}

function makers.csv(_, columns, rows, line_of)
  local titles, lines = {}, {}
  for i, column in ipairs(columns) do titles[i] = column.title end
  lines[1] = csv.BOM .. csv.line(titles)
  for i, row in ipairs(rows) do
    lines[i + 1] = csv.line(line_of(row), #columns)
    turn(i)
  end
  return table.concat(lines)
end

function makers.xlsx(title, columns, rows, line_of)
  local writer, message = xlsx.create()
  if not writer then return nil, message end
  writer:sheet(title, columns)
  for i, row in ipairs(rows) do
    local line = line_of(row)
    for n = 1, #columns do
      if line[n] == "" then line[n] = nil end
    end
    writer:row(line)
    turn(i)
  end
  return writer:finish()
end

--- Makes a file. Waits.
---@param kind "csv"|"xlsx"
---@param title string        of the sheet
---@param columns { title: string, kind: string, width: integer, hidden: boolean|nil }[]
---@param rows table[]
---@param line_of fun(row: table): (string|number)[]  "" for nothing
---@return string|nil bytes
---@return string|nil message
function sheet_writer.make(kind, title, columns, rows, line_of) return makers[kind](title, columns, rows, line_of) end

return sheet_writer
