-- Asks what slows guessing down before something guessable is tried: by account and by the address it comes from.

local throttle = require "throttle"
local fault = require "shared.fault"

local slow_down = {}

local function refusal(seconds)
  local wait = seconds < 60 and seconds .. "초" or math.ceil(seconds / 60) .. "분"
  return fault("member.too_many_tries", { wait = wait, retry_after = seconds })
end

--- Counts a try by both; nil and a fault when one of them has to wait.
---@param mall_id string
---@param kind string  "member.login": its policies are "member.login.address" and "member.login.account"
---@param ip string
---@param account string
---@return true|nil
---@return fault|nil member.too_many_tries (with `wait` in words, `retry_after` seconds)
function slow_down.run(mall_id, kind, ip, account)
  local wait = throttle.take(mall_id, kind .. ".address", throttle.network(ip))
    or throttle.take(mall_id, kind .. ".account", account)
  if wait then return nil, refusal(wait) end
  return true
end

--- The same by one subject alone.
---@return true|nil
---@return fault|nil member.too_many_tries
function slow_down.one(mall_id, kind, subject)
  local wait = throttle.take(mall_id, kind, subject)
  if wait then return nil, refusal(wait) end
  return true
end

--- It was no guess.
function slow_down.forgive(mall_id, kind, ip, account)
  throttle.give_back(mall_id, kind .. ".address", throttle.network(ip))
  throttle.clear(mall_id, kind .. ".account", account)
end

--- The same by one subject alone.
function slow_down.forget(mall_id, kind, subject) throttle.clear(mall_id, kind, subject) end

return slow_down
