-- A table that somebody uploaded, as .xlsx or as CSV: rows of texts and numbers, each with its line.

local crypto = require "crypto"
local csv = require "shared.csv"
local fault = require "shared.fault"
local file = require "file"
local task = require "task"
local text = require "text"
local xlsx = require "xlsx"

local sheet = {}

local BYTES_MOST, PIECE = 16 * 1048576, 65536

---@class sheet.Row
---@field line integer
---@field [integer] string|number|boolean  by column, with holes

local function read_xlsx(path, limits)
  local book, message, code = xlsx.open(path, limits)
  local all = {}
  while book do
    local rows
    rows, message, code = book:rows()
    if not rows then break end
    for _, row in ipairs(rows) do all[#all + 1] = row end
  end
  if book then book:close() end
  if not code then return all end
  return nil, fault(code == "too_large" and "sheet.too_large" or "sheet.format", { message = message })
end

-- Piece by piece, and between them others have their turn.
local function read_csv(bytes, limits)
  local reader, all = csv.reader(), {}
  for at = 1, #bytes + PIECE, PIECE do
    local rows, wrong
    if at <= #bytes then rows, wrong = reader:feed(bytes:sub(at, at + PIECE - 1)) else rows, wrong = reader:finish() end
    if not rows then return nil, wrong end
    for _, row in ipairs(rows) do all[#all + 1] = row end
    if #all > limits.rows then return nil, fault("sheet.too_large") end
    task.sleep(0)
  end
  return all
end

--- All rows of a file that is there for the request. Waits.
---@param path string
---@param limits { rows: integer, columns: integer }
---@return sheet.Row[]|nil
---@return fault|nil  "sheet.format", "sheet.too_large", or one of shared/csv.lua
function sheet.read(path, limits)
  local bytes, message, code = file.read(path, BYTES_MOST)
  if not bytes then
    return nil, fault(code == "too_large" and "sheet.too_large" or "sheet.format", { message = message })
  end
  if bytes:sub(1, 2) == "PK" then return read_xlsx(path, limits) end
  -- an old .xls, or a workbook with a password
  if bytes:sub(1, 4) == "\208\207\17\224" then return nil, fault("sheet.format", { message = "an OLE file" }) end
  return read_csv(bytes, limits)
end

--- What tells a file from every other: the same bytes are the same file. Waits.
---@param path string
---@return string|nil  raw
---@return fault|nil   "sheet.too_large", "sheet.format"
function sheet.digest(path)
  local bytes, message, code = file.read(path, BYTES_MOST)
  if bytes then return crypto.sha256(bytes) end
  return nil, fault(code == "too_large" and "sheet.too_large" or "sheet.format", { message = message })
end

--- What stands in a cell, as text; "" for nothing. A whole number has no decimals.
---@param value string|number|boolean|nil
---@return string
function sheet.text(value)
  if value == nil then return "" end
  if type(value) == "number" then return value % 1 == 0 and ("%d"):format(value) or ("%.14g"):format(value) end
  return type(value) == "string" and (text.nfc(value) or ""):match("^%s*(.-)%s*$") or tostring(value)
end

return sheet
