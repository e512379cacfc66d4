-- Which design a page is drawn in: the back office has one of its own, whatever it is looked at with; a shopper's browser
-- gets what it chose itself ("PC 버전 보기"), else what it says it is.

local find, sub = string.find, string.sub

local device = {}

--- The cookie of a browser that has chosen.
device.cookie = "sijang_device"

--- Whether a path is the back office's.
---@param path string
---@return boolean
function device.is_admin(path) return sub(path, 1, 6) == "/admin" and (#path == 6 or sub(path, 7, 7) == "/") end

---@param req table
---@param chosen string|nil  what its cookie says
---@return "pc"|"mobile"
function device.of(req, chosen)
  if chosen == "pc" or chosen == "mobile" then return chosen end
  local hint = req:header("Sec-CH-UA-Mobile")
  if hint == "?1" then return "mobile" end
  if hint == "?0" then return "pc" end
  local agent = req:header("User-Agent")
  if agent and (find(agent, "iPhone", 1, true) or find(agent, "iPod", 1, true)
    or find(agent, "Mobile", 1, true) and not find(agent, "iPad", 1, true)) then
    return "mobile"
  end
  return "pc"
end

return device
