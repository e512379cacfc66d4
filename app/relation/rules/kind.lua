-- What sort of thing a column holds: it decides how the column is shown, filtered and typed in. What PostgreSQL knows beyond
-- these is "other": shown and typed as PostgreSQL writes it.

local kind = {}

---@alias relation.kind "text"|"choice"|"integer"|"number"|"boolean"|"date"|"time"|"uuid"|"json"|"array"|"bytes"|"other"

local kinds = { text = "text", varchar = "text", bpchar = "text", name = "text", citext = "text", int2 = "integer",
  int4 = "integer", int8 = "integer", numeric = "number", float4 = "number", float8 = "number", bool = "boolean",
  date = "date",
  timestamptz = "time", uuid = "uuid", json = "json", jsonb = "json", bytea = "bytes" }

-- The bounds of whole numbers as digits: a double cannot hold the widest.
local bounds = {
  int2 = { "-32768", "32767" },
  int4 = { "-2147483648", "2147483647" },
  int8 = { "-9223372036854775808", "9223372036854775807" },
}

-- Kinds whose values have an order that a list can follow, cheaply and without surprise.
local sortable = { text = true, choice = true, integer = true, number = true, boolean = true, date = true, time = true,
  uuid = true }

--- @param base string  the type's name in pg_type: "int8", "_text"
--- @return relation.kind
function kind.of(base)
  if base:sub(1, 1) == "_" then return "array" end
  return kinds[base] or "other"
end

--- The least and the greatest whole number of a type, as digits.
---@param base string
---@return string|nil
---@return string|nil
function kind.bounds(base)
  local found = bounds[base]
  if found then return found[1], found[2] end
end

---@param of relation.kind
---@return boolean
function kind.sorts(of) return sortable[of] or false end

return kind
