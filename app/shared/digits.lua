-- Numbers as people read them.

local format, abs, gsub = string.format, math.abs, string.gsub

local digits = {}

local function grouped(n)
  local text = format("%.0f", abs(n))
  local lead = #text % 3
  if #text > 3 then
    text = (lead > 0 and text:sub(1, lead) .. "," or "") .. gsub(text:sub(lead + 1), "%d%d%d", "%0,"):sub(1, -2)
  end
  return n < 0 and "-" .. text or text
end

-- The same prices are on page after page.
local known, count = {}, 0

--- 12345 → "12,345".
---@param n number  a whole number
---@return string
function digits.group(n)
  local text = known[n]
  if text then return text end
  if count >= 4096 then known, count = {}, 0 end
  text = grouped(n)
  known[n], count = text, count + 1
  return text
end

return digits
