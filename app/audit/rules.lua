-- What may stand in the log: of what belongs to a person, only as much as tells one from another. Pure.

local text = require "text"

local rules = {}

-- Fields whose values are somebody's.
local personal = { email = true, phone = true, name = true, birth_date = true, address1 = true, address2 = true,
  orderer_name = true, orderer_phone = true, orderer_email = true, recipient_name = true, recipient_phone = true,
  depositor = true, postcode = true }
-- Fields whose values nobody is to see.
local secret = { password = true, password_hash = true, totp_secret = true, secret = true, token = true }

local function first(s) return text.clip(s, 1, "") end

--- A value that belongs to a person, of which only its beginning is left.
---@param value any
---@return any
function rules.mask(value)
  if type(value) ~= "string" or value == "" then return value end
  local user, host = value:match("^([^@]+)(@.+)$")
  if user then return first(user) .. "***" .. host end
  return first(value) .. "***"
end

local function mask_one(name, value)
  if secret[name] then return "***" end
  if personal[name] then return rules.mask(value) end
  return value
end

-- What was before and what is after, by name or in that order; nil when the change says only what it is.
local function both(change)
  if type(change) ~= "table" then return nil end
  if change.before ~= nil or change.after ~= nil then return true, change.before, change.after end
  if #change == 2 then return true, change[1], change[2] end
end

--- What changed, by field, with what is somebody's masked. A field is { before, after }, { before =, after = } or a value
--- that is new.
---@param changes table<string, any>
---@return table<string, any>
function rules.masked(changes)
  local masked = {}
  for name, change in pairs(changes) do
    local is_pair, before, after = both(change)
    if is_pair then
      masked[name] = { before = mask_one(name, before), after = mask_one(name, after) }
    else
      masked[name] = mask_one(name, change)
    end
  end
  return masked
end

--- What differs between two states of a thing, as `changes` wants it. Only the fields that are named are looked at.
---@param before table
---@param after table
---@param names string[]
---@return table<string, {before: any, after: any}>
function rules.differences(before, after, names)
  local changes = {}
  for _, name in ipairs(names) do
    if before[name] ~= after[name] then changes[name] = { before = before[name], after = after[name] } end
  end
  return changes
end

return rules
