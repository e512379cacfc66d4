-- Members write to us as often as somebody with something to say does; a program that writes stops here.

local fault = require "shared.fault"
local count = require("flows.store").count

local HOUR, MOST = 3600, 20

local may_write = {}

---@param mall mall
---@param member_id string
---@return true|nil
---@return fault|nil web.too_many
function may_write.run(mall, member_id)
  local tries, left = count(mall.id, "write", member_id, HOUR)
  if tries > MOST then return nil, fault("web.too_many", { retry_after = left }) end
  return true
end

return may_write
