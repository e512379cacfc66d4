-- Whether somebody knows a password, and a new one made fit to be stored. Both take time in the thread pool: never within a
-- transaction, which would hold its connection all the while.

local log = require "log"
local password = require "password"
local fault = require "shared.fault"

local prove_password = {}

local function busy(message, code)
  log.warn("password.refused", { code = code, message = message })
  return nil, fault("member.busy", { message = message })
end

--- Verifies; without a member, or one without a password, after as long and with the same answer as for a wrong one.
---@param found { password_hash: string|nil }|nil
---@param plain string
---@return boolean|nil ok
---@return boolean|fault|nil needs_rehash | member.busy
function prove_password.run(found, plain)
  local stored = found and found.password_hash
  if stored and stored:sub(1, 1) == "!" then stored = nil end -- Django's mark of an account that has none
  local ok, more, code = password.verify(plain, stored)
  if ok == nil and code == "format" then
    log.error("password.unreadable", { member = found.id })
    ok, more, code = password.verify(plain)
  end
  if ok == nil then return busy(more, code) end
  return ok, more
end

--- Hashes.
---@param plain string
---@return string|nil hash
---@return fault|nil member.busy
function prove_password.hash(plain)
  local hash, message, code = password.hash(plain)
  if not hash then return busy(message, code) end
  return hash
end

return prove_password
