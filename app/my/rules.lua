-- What a browser tells us of the goods that somebody looked at: codes in a cookie that its script keeps. It is typed by
-- nobody we know, so only what looks like a code is taken.

local rules = {}

--- So many are shown.
rules.MOST = 20

--- "galbitang.apple-busa" → {"galbitang", "apple-busa"}
---@param cookie string|nil
---@param most integer
---@return string[]
function rules.seen(cookie, most)
  local list, known = {}, {}
  if not cookie or #cookie > 2000 then return list end
  for code in cookie:gmatch "[^.]+" do
    if #list == most then break end
    if #code <= 60 and code:find "^[%w_-]+$" and not known[code] then
      list[#list + 1], known[code] = code, true
    end
  end
  return list
end

return rules
