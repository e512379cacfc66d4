---@meta json

---@class json
---@field null lightuserdata null, in both directions
local json = {}

---Members in the order of their names; numbers that read back the same; `<` escaped, so that the text may stand in a
---script element. Raises for what is not JSON: NaN, infinities, nil, functions, holes, mixed keys, invalid UTF-8,
---nesting beyond 64.
---@param value any
---@return string
function json.encode(value) end

---One string as JSON, for text that is put together from parts. Raises when it is not UTF-8.
---@param s string
---@return string
function json.quote(s) end

---Strict (RFC 8259). Whole numbers beyond 2^53 come as strings of digits; null as json.null.
---@param s string
---@param most_bytes? integer default 8388608
---@return any value, string? message, "json"? code nil, message and code when s is not JSON or too long
function json.decode(s, most_bytes) end

---Marks a table as an array, so that an empty one is written []. Decoded arrays are marked.
---@generic T: table
---@param t? T
---@return T
function json.array(t) end

return json
