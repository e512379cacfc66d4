-- The list of prices and stock as a file that can be edited and sent back.

local csv = require "shared.csv"
local rules = require "catalog.bulk.rules"
local task = require "task"
local xlsx = require "xlsx"

local file = {}

-- So many lines are written before others have their turn.
local AT_ONCE = 500

local function turn(i)
  if i % AT_ONCE == 0 then task.sleep(0) end
end

---@param skus table[]
---@return string bytes
function file.csv(skus)
  local titles, lines = {}, {}
  for i, column in ipairs(rules.COLUMNS) do titles[i] = column.title end
  lines[1] = csv.BOM .. csv.line(titles)
  for i, sku in ipairs(skus) do
    lines[i + 1] = csv.line(rules.line(sku))
    turn(i)
  end
  return table.concat(lines)
end

---@param skus table[]
---@return string|nil bytes
---@return string|nil message
function file.xlsx(skus)
  local writer, message = xlsx.create()
  if not writer then return nil, message end
  writer:sheet("가격과 재고", rules.COLUMNS)
  for i, sku in ipairs(skus) do
    local line = rules.line(sku)
    for n, value in ipairs(line) do
      if value == "" then line[n] = nil end
    end
    writer:row(line)
    turn(i)
  end
  return writer:finish()
end

return file
