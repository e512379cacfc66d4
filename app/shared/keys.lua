-- The keys of tables in a fixed order: what `pairs` gives in another one each time.

local keys = {}

--- The keys of all of a list's tables, each once.
---@generic K
---@param list table<K, any>[]
---@return K[]
function keys.of_all(list)
  local found, seen = {}, {}
  for _, one in ipairs(list) do
    for key in pairs(one) do
      if not seen[key] then found[#found + 1] = key end
      seen[key] = true
    end
  end
  table.sort(found)
  return found
end

--- The keys of a table.
---@generic K
---@param one table<K, any>
---@return K[]
function keys.sorted(one)
  local found = {}
  for key in pairs(one) do found[#found + 1] = key end
  table.sort(found)
  return found
end

return keys
