-- Rows as a file: what is hidden is hidden there too.

local view = require "relation.rules.view"

local sheet = {}

--- The names of a table's columns as the first line of a file.
---@param one relation.table
---@param line fun(values: string[]): string
---@return string
function sheet.head(one, line)
  local names = {}
  for i, column in ipairs(one.columns) do names[i] = column.name end
  return line(names)
end

--- Rows as the lines of a file: whole numbers without marks between their digits, so that they are numbers there.
---@param one relation.table
---@param rows relation.row[]
---@param line fun(values: (string|nil)[], count: integer): string
---@return string
function sheet.lines(one, rows, line)
  local lines = {}
  for n, row in ipairs(rows) do
    local values = {}
    for i, column in ipairs(one.columns) do
      local cell = row.cells[column.name]
      values[i] = column.hidden and view.value(column, cell).text or cell.text
    end
    lines[n] = line(values, #one.columns)
  end
  return table.concat(lines)
end

return sheet
