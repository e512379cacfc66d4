-- By which providers a mall's money comes through PortOne: a channel for all methods, others for some, and whose windows
-- open in the page, since their hosts have to be allowed there. Alike in V1 and V2. Pure.

local hosts = require "payment.rules.hosts"

local channels = {}

--- Whether a value can be a name of theirs.
---@param value any
---@return boolean
function channels.is_name(value) return type(value) == "string" and value:find "^[%w_%-]+$" ~= nil end

local function judge_behind(list)
  if list == nil then return nil end
  if type(list) ~= "table" then return "behind is no list" end
  for _, name in pairs(list) do
    if not hosts.knows(name) then return "behind names a provider that there is none of" end
  end
end

--- Why what a contract says of them will not do; nil when it does.
---@param contract payment.contract
---@param methods table<string, boolean>
---@return string|nil sentence
function channels.problem(contract, methods)
  if not channels.is_name(contract.channel_key) then return "channel_key is missing, or is no name" end
  local given = contract.channels
  if given ~= nil and type(given) ~= "table" then return "channels is no object" end
  for method, channel in pairs(given or {}) do
    if not methods[method] or not channels.is_name(channel) then
      return "channels names a method or a channel that is none"
    end
  end
  return judge_behind(contract.behind)
end

--- The one that a method goes by.
---@param contract payment.contract
---@param method string
---@return string
function channels.of(contract, method) return contract.channels and contract.channels[method] or contract.channel_key end

return channels
