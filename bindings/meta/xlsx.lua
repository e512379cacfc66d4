---@meta xlsx
-- Spreadsheets as .xlsx: what is read comes from anybody, what is written goes to anybody. Both are packed and unpacked in
-- the thread pool. Codes of failures: "format" (no .xlsx, or a damaged one), "too_large" (beyond a limit; a bomb),
-- "no_sheet", "memory", and errno names such as "ENOENT".

local xlsx = {}

---@class xlsx.Limits
---@field sheet string|nil    the sheet to read; the first one unless told
---@field rows integer|nil    with something in them; 100000 unless told
---@field columns integer|nil 256 unless told
---@field bytes integer|nil   that it may unpack to; 100 MB unless told

---@class xlsx.Book
local Book = {} -- luacheck: ignore 241

---Opens a file and finds the sheet. Waits.
---@param path string
---@param options? xlsx.Limits
---@return xlsx.Book? book, string? message, string? code
function xlsx.open(path, options) end

---@return string[] names in their order
function Book:sheets() end

---Some more rows that have something in them; nil alone at the end. A row has its cells by column, with holes, and its
---number in the sheet as `line`. Days are texts: "2026-11-29", "2026-11-29 13:05:00", "13:05:00". Of a formula its result.
---Waits.
---@return ({line: integer, [integer]: string|number|boolean}[])? rows, string? message, string? code
function Book:rows() end

---Gives it back early; the collector would too.
function Book:close() end

---@class xlsx.Column
---@field title string
---@field kind "text"|"number"|"won"|"date"|"time"|nil  how numbers and days are shown; "text" unless told
---@field width number|nil      letters
---@field hidden boolean|nil

---@class xlsx.Writer
local Writer = {} -- luacheck: ignore 241

---Begins a workbook; its rows go to a temporary file as they come.
---@return xlsx.Writer? writer, string? message, string? code
function xlsx.create() end

---Begins a sheet: a frozen line of titles, under which row after row is written.
---@param name string at most 31 letters, none of []:*?/\
---@param columns xlsx.Column[] at most 256
function Writer:sheet(name, columns) end

---A string is a text, whatever it begins with, and never a formula; in columns of days one like "2026-11-29" or "2026-11-29
---13:05" is a day. A number there is seconds since 1970, shown in Asia/Seoul. Texts beyond 32,767 bytes are cut.
---@param values (string|number|boolean|nil)[] by column
---@return true? written, string? message, "too_large"|nil code
function Writer:row(values) end

---The whole file. Waits.
---@return string? bytes, string? message, string? code
function Writer:finish() end

---Throws away what was not finished; the collector would too.
function Writer:close() end

return xlsx
