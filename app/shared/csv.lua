-- CSV as RFC 4180 has it, and as Korean spreadsheets have it: with or without a byte order mark, in UTF-8 or in CP949. Rows
-- are read as they come, each with the line that it began in, so that a sentence about a mistake can say where it is.
--
-- A spreadsheet takes a cell that begins with = + - @ for a formula, also one that a shopper typed as a name. What goes out
-- is kept from that by an apostrophe in front, here and nowhere else; what comes back loses it again.

local fault = require "shared.fault"
local text = require "text"

local find, sub, byte, format = string.find, string.sub, string.byte, string.format

local csv = {}

--- What a file begins with, so that spreadsheets take it for UTF-8.
csv.BOM = "\239\187\191"

local RECORD_MOST, COLUMNS_MOST = 1048576, 512
local COMMA, QUOTE, CR, LF = 44, 34, 13, 10

---@class csv.Row
---@field line integer  where it began; 1 is the first
---@field [integer] string

--- Keeps a text from being a formula. Reversible: csv.unguard gives back every text.
---@param s string
---@return string
function csv.guard(s)
  if find(s, "^'*[=+%-@\t\r\n]") and not find(s, "^%-?%d+%.?%d*$") then return "'" .. s end
  return s
end

--- Takes off what csv.guard put in front.
---@param s string
---@return string
function csv.unguard(s)
  if find(s, "^'+[=+%-@\t\r\n]") then return sub(s, 2) end
  return s
end

local function cell(value)
  if value == nil then return "" end
  if type(value) == "number" then
    return value % 1 == 0 and math.abs(value) < 1e15 and format("%d", value) or format("%.14g", value)
  end
  local s = csv.guard(tostring(value))
  if find(s, '[",\r\n]') or find(s, "^ ") or find(s, " $") then return '"' .. s:gsub('"', '""') .. '"' end
  return s
end

--- One line of a file. Numbers stay numbers; texts are guarded and, where need be, quoted.
---@param values (string|number|boolean|nil)[]
---@param count integer|nil how many columns there are; #values unless told
---@return string
function csv.line(values, count)
  local cells = {}
  for i = 1, count or #values do cells[i] = cell(values[i]) end
  return table.concat(cells, ",") .. "\r\n"
end

---@class csv.Reader
---@field encoding "utf-8"|"cp949"|nil  known once a letter beyond ASCII has come
local Reader = {}
Reader.__index = Reader

--- A reader that is fed a file piece by piece.
---@param options {encoding:"utf-8"|"cp949"|nil}|nil
---@return csv.Reader
function csv.reader(options)
  return setmetatable({ buffer = "", line = 1, begun = false, encoding = options and options.encoding }, Reader)
end

-- The end of a quoted field that begins at `at`: its text and what follows it, or nil when it is not there yet.
local function quoted(buffer, at)
  local from, close = at + 1, at
  repeat
    close = find(buffer, '"', close + 1, true)
    if not close then return nil end
    local doubled = byte(buffer, close + 1) == QUOTE
    if doubled then close = close + 1 end
  until not doubled
  return sub(buffer, from, close - 1):gsub('""', '"'), close + 1
end

-- One record from `at` on: its cells and where the next one begins; nil when it is not whole; false and its fault.
local function record(reader, buffer, at, final)
  local cells, n, from = {}, 0, at
  while true do
    n = n + 1
    local value, stop
    if byte(buffer, at) == QUOTE then
      value, stop = quoted(buffer, at)
      if not value and final then return false, fault("csv.quote", { line = reader.line }) end
      if not value then return nil end
    else
      stop = find(buffer, "[,\r\n]", at) or #buffer + 1
      value = sub(buffer, at, stop - 1)
    end
    if n > COLUMNS_MOST or stop - from > RECORD_MOST then return false, fault("csv.too_large", { line = reader.line }) end
    cells[n] = value
    local ending = byte(buffer, stop)
    if not ending or (ending == CR and stop == #buffer) then
      if not final then return nil end
      return cells, #buffer + 1
    end
    if ending == CR then return cells, byte(buffer, stop + 1) == LF and stop + 2 or stop + 1 end
    if ending == LF then return cells, stop + 1 end
    if ending ~= COMMA then return false, fault("csv.quote", { line = reader.line }) end
    at = stop + 1
  end
end

local function lines_in(s)
  local _, feeds = s:gsub("\n", "")
  local _, returns = s:gsub("\r%f[^\r\n]", "")
  return feeds + returns
end

-- A field as UTF-8 with composed letters; nil when it is not of this encoding.
local function decoded(value, encoding)
  if not find(value, "[\128-\255]") then return value end
  local plain = encoding == "cp949" and text.from_cp949(value) or encoding == "utf-8" and value
  return plain and text.nfc(plain) or nil
end

-- How many rows from the first on can be of this encoding.
local function readable(rows, encoding)
  for i, row in ipairs(rows) do
    for _, value in ipairs(row) do
      if not decoded(value, encoding) then return i - 1 end
    end
  end
  return #rows
end

-- Judged by all rows there are: a word alone may be valid in both. Where neither fits, the one that goes further is meant.
local function detect(whole, rows)
  if not find(whole, "[\128-\255]") then return nil end
  if text.valid(whole) then return "utf-8" end
  return readable(rows, "cp949") > readable(rows, "utf-8") and "cp949" or "utf-8"
end

-- Whole records of what there is.
local function read(reader, final)
  local rows, at, buffer = {}, 1, reader.buffer
  while at <= #buffer do
    local cells, stop = record(reader, buffer, at, final)
    if cells == false then return nil, stop end
    if not cells then break end
    if #cells > 1 or cells[1] ~= "" then
      cells.line = reader.line
      rows[#rows + 1] = cells
    end
    reader.line = reader.line + lines_in(sub(buffer, at, stop - 1))
    at = stop
  end
  if #buffer - at > RECORD_MOST then return nil, fault("csv.too_large", { line = reader.line }) end
  reader.encoding = reader.encoding or detect(sub(buffer, 1, at - 1), rows)
  reader.buffer = sub(buffer, at)
  for _, row in ipairs(rows) do
    for i = 1, #row do
      local value = decoded(row[i], reader.encoding)
      if not value then return nil, fault("csv.encoding", { line = row.line, encoding = reader.encoding }) end
      row[i] = csv.unguard(value)
    end
  end
  return rows
end

--- Takes the next piece and gives the rows that are whole by now. Empty lines are none.
---@param bytes string
---@return csv.Row[]|nil
---@return fault|nil  "csv.encoding", "csv.quote" or "csv.too_large", with the line
function Reader:feed(bytes)
  self.buffer = self.buffer .. bytes
  if not self.begun then
    if #self.buffer < 3 and sub(csv.BOM, 1, #self.buffer) == self.buffer then return {} end
    self.begun = true
    if sub(self.buffer, 1, 3) == csv.BOM then
      self.encoding = "utf-8"
      self.buffer = sub(self.buffer, 4)
    end
  end
  return read(self, false)
end

--- The rows that are left when the file has ended.
---@return csv.Row[]|nil
---@return fault|nil
function Reader:finish() return read(self, true) end

--- All rows of a whole file.
---@param bytes string
---@param options {encoding:"utf-8"|"cp949"|nil}|nil
---@return csv.Row[]|nil
---@return fault|nil
function csv.parse(bytes, options)
  local reader = csv.reader(options)
  local rows, wrong = reader:feed(bytes)
  if not rows then return nil, wrong end
  local rest, late = reader:finish()
  if not rest then return nil, late end
  for _, row in ipairs(rest) do rows[#rows + 1] = row end
  return rows
end

return csv
