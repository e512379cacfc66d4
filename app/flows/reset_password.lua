-- A password is set anew by a mailed link, or changed by who knows the old one. Either way whoever else was in the account
-- is put out, links that are still out die, and the address hears of it.

local member = require "member"
local session = require "session"
local clock = require "shared.clock"
local fault = require "shared.fault"
local even_time = require("flows.even_time").run
local join = require "flows.join"
local prove_password = require "flows.prove_password"
local send_mail = require "flows.send_mail"
local slow_down = require "flows.slow_down"
local transaction = require("flows.store").transaction

local reset_password = {}

local HOUR = 3600

local function invite(tx, mall, found, base_url)
  local secret, expires_at = member.token.issue(tx, mall.id, { member_id = found.id, purpose = "reset", seconds = HOUR })
  send_mail.run(tx, mall, "member/reset", { email = found.email, name = found.name, member_id = found.id },
    { name = found.name, url = "/login/reset?t=" .. secret, expires_at = expires_at, base_url = base_url })
end

--- Mails a member the link to a new password. Of an address that nobody has proved yet, what was typed may be a stranger's:
--- it is to be proved first.
---@param tx table
---@param mall mall
---@param found member
---@param base_url string
function reset_password.remind(tx, mall, found, base_url)
  if found.blocked_at then return end
  local write = found.status == "pending" and join.invite or invite
  write(tx, mall, found, base_url)
end

--- Mails the link to who has forgotten a password. What is answered is the same whether or not somebody has the address.
---@param mall mall
---@param email string
---@param where { ip: string, base_url: string }
---@return true|nil
---@return fault|nil member.too_many_tries | db.…
function reset_password.ask(mall, email, where)
  local go_on, wait = slow_down.run(mall.id, "member.mail", where.ip, email)
  if not go_on then return nil, wait end
  return even_time(function()
    return transaction(function(tx)
      local found = member.by_email(mall.id, email, tx)
      if found then reset_password.remind(tx, mall, found, where.base_url) end
      return true
    end)
  end)
end

local function told(tx, mall, found, base_url)
  send_mail.run(tx, mall, "member/password_changed", { email = found.email, name = found.name, member_id = found.id },
    { name = found.name, at = clock.now(), url = "/login/forgot", base_url = base_url })
end

-- What is left out of a password that says who its owner is, or is everybody's, was asked when the form was read; who the
-- owner is, is known only here.
local function too_easy(found, plain)
  local problem = member.password_problem(plain, found)
  return problem and fault("member.weak_password", { fields = { password = problem } })
end

local function set(tx, mall, found, hash, base_url)
  member.set_password(tx, mall.id, found.id, hash)
  member.token.revoke(tx, mall.id, found.id)
  told(tx, mall, found, base_url)
end

--- Sets a password by its link.
---@param mall mall
---@param secret string
---@param plain string
---@param base_url string
---@return member|nil
---@return fault|nil member.link_over | member.weak_password | member.busy
function reset_password.run(mall, secret, plain, base_url)
  local token = member.token.look(mall.id, secret, "reset")
  local found = token and member.by_id(mall.id, token.member_id)
  if not found then return nil, fault("member.link_over") end
  local weak = too_easy(found, plain)
  if weak then return nil, weak end
  local hash, refused = prove_password.hash(plain)
  if not hash then return nil, refused end
  return transaction(function(tx)
    if not member.token.use(tx, mall.id, secret, "reset") then return nil, fault("member.link_over") end
    set(tx, mall, found, hash, base_url)
    session.revoke_all(mall.id, found.id, nil, tx)
    return member.by_id(mall.id, found.id, tx)
  end)
end

--- Changes the password of who knows it.
---@param mall mall
---@param member_id string
---@param values { current_password: string, password: string }
---@param base_url string
---@return true|nil
---@return fault|nil member.wrong | member.weak_password | member.too_many_tries | member.busy
function reset_password.change(mall, member_id, values, base_url)
  local found, refused = reset_password.prove(mall, member_id, values.current_password)
  if not found then return nil, refused end
  local weak = too_easy(found, values.password)
  if weak then return nil, weak end
  local hash, busy = prove_password.hash(values.password)
  if not hash then return nil, busy end
  return transaction(function(tx)
    set(tx, mall, found, hash, base_url)
    return true
  end)
end

--- Asks a member who is logged in for the password once more, before something that cannot be undone.
---@param mall mall
---@param member_id string
---@param plain string
---@return member|nil
---@return fault|nil member.wrong | member.too_many_tries | member.busy
function reset_password.prove(mall, member_id, plain)
  local go_on, wait = slow_down.one(mall.id, "member.password", member_id)
  if not go_on then return nil, wait end
  local found = member.by_id(mall.id, member_id)
  local ok, refused = prove_password.run(found, plain)
  if ok == nil then return nil, refused end
  if not ok then return nil, fault("member.wrong") end
  slow_down.forget(mall.id, "member.password", member_id)
  return found
end

return reset_password
