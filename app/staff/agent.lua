-- A browser in a few words: "Chrome · Windows". What it says of itself is not to be relied on; it tells one's own devices
-- apart.

local browsers = { { "Edg/", "Edge" }, { "Whale/", "Whale" }, { "SamsungBrowser/", "삼성 인터넷" }, { "OPR/", "Opera" },
  { "Firefox/", "Firefox" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" } }
local systems = { { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" }, { "Windows", "Windows" },
  { "Macintosh", "Mac" }, { "Linux", "Linux" } }

local function first(list, agent)
  for _, pair in ipairs(list) do
    if agent:find(pair[1], 1, true) then return pair[2] end
  end
end

---@param agent string
---@return string
return function(agent)
  local browser, system = first(browsers, agent), first(systems, agent)
  if browser and system then return browser .. " · " .. system end
  return browser or system or "알 수 없는 기기"
end
