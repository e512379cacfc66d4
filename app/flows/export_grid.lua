-- A list as a file: what is asked for, all pages of it, with the columns that are shown. That it was taken along is written
-- down like every other look at what belongs to people.

local clock = require "shared.clock"
local csv = require "shared.csv"
local face = require "shared.listing.face"
local fault = require "shared.fault"
local xlsx = require "xlsx"
local record_audit = require("flows.record_audit").run

local export_grid = {}

local kinds = { won = "won", number = "number", date = "time", day = "date" }

local function cells_of(columns, row)
  local cells = {}
  for i, column in ipairs(columns) do cells[i] = face.plain(column, row) end
  return cells
end

local makers = {}

function makers.csv(_, columns, rows)
  local titles = {}
  for i, column in ipairs(columns) do titles[i] = column.label end
  local lines = { csv.BOM .. csv.line(titles) }
  for i, row in ipairs(rows) do lines[i + 1] = csv.line(cells_of(columns, row), #columns) end
  return table.concat(lines), "text/csv; charset=utf-8"
end

function makers.xlsx(title, columns, rows)
  local writer, message = xlsx.create()
  if not writer then return nil, message end
  local heads = {}
  for i, column in ipairs(columns) do heads[i] = { title = column.label, kind = kinds[column.kind] } end
  writer:sheet(title, heads)
  for _, row in ipairs(rows) do
    local written, problem = writer:row(cells_of(columns, row))
    if not written then return nil, problem end
  end
  local bytes, problem = writer:finish()
  return bytes, bytes and "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" or problem
end

--- Answers with the file.
---@param ctx context
---@param ask listing.ask
---@param rows table[]
---@param title string  what the file is called
---@param format "csv"|"xlsx"
---@return integer|nil, string[]|fault, string|nil
function export_grid.run(ctx, ask, rows, title, format)
  local bytes, kind = makers[format](title, ask.shown, rows)
  if not bytes then return nil, fault("web.failed", { message = kind }) end
  record_audit(ctx, ask.grid.name .. ".export", { kind = "list", id = ask.grid.name,
    changes = { rows = { after = #rows }, query = { after = ask:query() } } })
  return ctx:download(bytes, kind, ("%s-%s.%s"):format(title, clock.day(clock.now()), format))
end

--- Whether there is such a format.
---@param format any
---@return boolean
function export_grid.knows(format) return makers[format] ~= nil end

return export_grid
