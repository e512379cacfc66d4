-- Form fields as raw bytes: providers post in EUC-KR, sign over what they sent, and break rules that browsers keep. Whoever
-- knows the provider decodes. Pure.

local form = {}

local MOST = 200

local function decode(s)
  return (s:gsub("+", " "):gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

--- The fields of a query or of a posted body; of a name that comes twice the first counts.
---@param encoded string
---@return table<string, string>
function form.read(encoded)
  local fields, count = {}, 0
  for pair in encoded:gmatch "[^&]+" do
    count = count + 1
    if count > MOST then break end
    local name, value = pair:match "^([^=]*)=?(.*)$"
    name = decode(name)
    if name ~= "" and fields[name] == nil then fields[name] = decode(value) end
  end
  return fields
end

return form
