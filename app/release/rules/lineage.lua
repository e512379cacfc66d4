-- Where a rollback leads. What was deployed forms a pile: a deploy lays its release on top, a rollback takes off what lies
-- above the one it went back to. So a second rollback goes further back, and never forward again to what was left behind.

local lineage = {}

---@class release.deployed
---@field epoch integer
---@field stable string
---@field canary string|nil
---@field kind "deploy"|"canary"|"promote"|"rollback"

local function position(pile, sha)
  for i = #pile, 1, -1 do
    if pile[i] == sha then return i end
  end
end

-- The releases that were stable, each at its place, the live one last.
local function pile_up(history)
  local pile = {}
  for _, row in ipairs(history) do
    local below = row.kind == "rollback" and position(pile, row.stable)
    if below then
      for i = #pile, below + 1, -1 do pile[i] = nil end
    elseif row.stable ~= pile[#pile] then
      pile[#pile + 1] = row.stable
    end
  end
  return pile
end

--- The release before the live one.
---@param history release.deployed[]  the oldest first
---@return string|nil sha
function lineage.before(history)
  local pile = pile_up(history)
  return pile[#pile - 1]
end

--- Where a rollback leads that names no release: a canary ends first, else the release before comes back.
---@param history release.deployed[]  the oldest first
---@return string|nil sha
function lineage.back(history)
  local newest = history[#history]
  if newest and newest.canary then return newest.stable end
  return lineage.before(history)
end

return lineage
