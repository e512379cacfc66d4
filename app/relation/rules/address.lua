-- How a row is named in an address: the values of its primary key, in the key's order, divided by commas.

local text = require "text"

local address = {}

local escape = text.escape_url

--- The key as text: "019a…,2026-01-01".
---@param key string[]
---@return string
function address.key(key)
  local parts = {}
  for i, value in ipairs(key) do parts[i] = value:gsub("%%", "%%25"):gsub(",", "%%2C") end
  return table.concat(parts, ",")
end

--- The key that such a text names.
---@param written any
---@return string[]|nil
function address.read_key(written)
  if type(written) ~= "string" or #written > 1000 or not text.valid(written) or written:find "%z" then return nil end
  local key = {}
  for part in (written .. ","):gmatch "([^,]*)," do
    key[#key + 1] = part:gsub("%%2C", ","):gsub("%%25", "%%")
  end
  return key
end

--- An address of a table.
---@param table_name string
---@param page string|nil   "row", "edit" …
---@param query { [1]: string, [2]: string }[]|nil  names and values in order
---@return string
function address.of(table_name, page, query)
  local url = "/admin/tables/" .. escape(table_name) .. (page and "/" .. page or "")
  local parts = {}
  for _, pair in ipairs(query or {}) do parts[#parts + 1] = escape(pair[1]) .. "=" .. escape(pair[2]) end
  return #parts > 0 and url .. "?" .. table.concat(parts, "&") or url
end

--- The address of one row.
---@param table_name string
---@param key string[]
---@param page string|nil  "row" unless told
---@return string
function address.row(table_name, key, page) return address.of(table_name, page or "row", { { "key", address.key(key) } }) end

return address
