-- Who a person is, by address and password. A name that nobody has, a wrong password and an account of another kind look the
-- same: one password is verified, and a refusal comes after the same time in the same words. What is wrong with an account
-- is told only to who knows its password.

local member = require "member"
local fault = require "shared.fault"
local even_time = require("flows.even_time").run
local join = require "flows.join"
local prove_password = require "flows.prove_password"
local sleep_members = require "flows.sleep_members"
local slow_down = require "flows.slow_down"
local transaction = require("flows.store").transaction

local log_in = {}

-- A hash of old parameters, or Django's: this is the only moment at which the password is known.
local function rehash(mall, found, plain)
  local hash = prove_password.hash(plain)
  if hash then member.rehash(mall.id, found.id, found.password_hash, hash) end
end

-- Another link, as often as letters may be asked for: who signed up with a stranger's address is not to fill their box.
local function invite_again(mall, found, where)
  if not slow_down.run(mall.id, "member.mail", where.ip, found.email) then return end
  transaction(function(tx)
    join.invite(tx, mall, found, where.base_url)
    return true
  end)
end

-- What keeps somebody out who knows the password.
local function admit(mall, found, where)
  if found.blocked_at then return nil, fault("member.blocked") end
  if found.status == "pending" then
    invite_again(mall, found, where)
    return nil, fault("member.unverified")
  end
  if found.status == "dormant" then
    local woken, refused = sleep_members.wake(mall, found.id)
    if not woken and refused then return nil, refused end
    found = member.by_id(mall.id, found.id)
    found.woken = true
  end
  return found
end

local function prove(mall, email, plain)
  local found = member.by_email(mall.id, email)
  local ok, more = prove_password.run(found, plain)
  if ok == nil then return nil, more end
  if not ok then return nil, fault("member.wrong") end
  if more then rehash(mall, found, plain) end
  return found
end

--- Proves who somebody is.
---@param mall mall
---@param email string  in lower case
---@param plain string
---@param where { ip: string, base_url: string, known: boolean|nil }  known: this browser was let in by this address before
---@return (member|{woken:boolean|nil})|nil  woken: the account was dormant until now
---@return fault|nil member.wrong | member.too_many_tries | member.unverified | member.blocked | member.busy
function log_in.run(mall, email, plain, where)
  -- who fails elsewhere keeps nobody out of a browser of their own
  local account = where.known and "known " .. email or email
  local go_on, wait = slow_down.run(mall.id, "member.login", where.ip, account)
  if not go_on then return nil, wait end
  local found, refused = even_time(function() return prove(mall, email, plain) end)
  if not found then return nil, refused end
  slow_down.forgive(mall.id, "member.login", where.ip, account)
  return admit(mall, found, where)
end

return log_in
