-- What follows from the matrix in permissions.lua, and how long somebody who guesses has to wait. Pure.

local permissions = require "staff.permissions"

local rules = {}

local column = {}
for i, role in ipairs(permissions.roles) do column[role.name] = i end

-- For each permission: the roles that have it, and whether it takes a role in all malls.
local known = {}

local function grant(permission, row, first, sufficient, everywhere)
  local holders = {}
  for role, i in pairs(column) do
    local cell = row[first + i - 1]
    if not cell then error("permissions.lua: " .. permission .. " does not say what the role " .. role .. " may do", 0) end
    holders[role] = sufficient[cell] or nil
  end
  known[permission] = { holders = holders, everywhere = everywhere or false }
end

for _, row in ipairs(permissions.areas) do
  grant(row[1] .. ".read", row, 3, { read = true, write = true }, row.everywhere)
  grant(row[1] .. ".write", row, 3, { write = true }, row.everywhere)
end
for _, row in ipairs(permissions.others) do grant(row[1], row, 3, { yes = true }, row.everywhere) end

---@class staff.role
---@field role string
---@field mall_id string|nil  nil: in all malls

--- Whether a permission is one of the matrix.
---@param permission string
---@return boolean
function rules.knows(permission) return known[permission] ~= nil end

--- Whether somebody with these roles may do something in a mall. Raises for a permission that the matrix does not have.
---@param roles staff.role[]
---@param permission string
---@param mall_id string
---@return boolean
function rules.may(roles, permission, mall_id)
  local wanted = known[permission] or error("the permission " .. tostring(permission) .. " is not in permissions.lua", 2)
  for _, one in ipairs(roles) do
    local here = one.mall_id == nil or not wanted.everywhere and one.mall_id == mall_id
    if here and wanted.holders[one.role] then return true end
  end
  return false
end

--- The role that somebody has in a mall: the one that may most; nil when they have none.
---@param roles staff.role[]
---@param mall_id string
---@return string|nil
function rules.role_in(roles, mall_id)
  local best
  for _, one in ipairs(roles) do
    local here = one.mall_id == nil or one.mall_id == mall_id
    if here and (not best or column[one.role] < column[best]) then best = one.role end
  end
  return best
end

--- What a role is called.
---@param role string
---@return string
function rules.label(role) return permissions.roles[column[role]].label end

--- Whether a word is a role.
---@param role string
---@return boolean
function rules.is_role(role) return column[role] ~= nil end

local FIRST, LONGEST = 60, 3600

--- How long nobody may try again after the first failure in a row, after the second …: a minute after the last free one,
--- twice as long each time after, an hour at most.
---@param free integer  tries in all before somebody has to wait
---@return integer[] seconds
function rules.waits(free)
  local waits = {}
  for failures = 1, free - 1 do waits[failures] = 0 end
  local wait = FIRST
  while wait < LONGEST do
    waits[#waits + 1] = wait
    wait = wait * 2
  end
  waits[#waits + 1] = LONGEST
  return waits
end

return rules
