-- Which releases may go: old ones that nobody deployed. What a deployment names stays as long as the deployment does,
-- since it is where a rollback leads and what an order's prices are explained by.

local retention = {}

--- How many of the newest are kept in any case.
retention.KEEP = 100

--- The releases that may be thrown away.
---@param shas string[]  all there are, the newest first
---@param named table<string, boolean>  those that something still refers to
---@param keep integer|nil
---@return string[]
function retention.retire(shas, named, keep)
  local gone = {}
  for i = (keep or retention.KEEP) + 1, #shas do
    if not named[shas[i]] then gone[#gone + 1] = shas[i] end
  end
  return gone
end

return retention
