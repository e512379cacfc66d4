-- Somebody signs up. Whoever reads the answer learns nothing of who is a member already: an address that is somebody's gets
-- a letter that says so, a new one gets the link that begins the account, and the page says the same after the same time.

local member = require "member"
local fault = require "shared.fault"
local even_time = require("flows.even_time").run
local prove_password = require "flows.prove_password"
local send_mail = require "flows.send_mail"
local slow_down = require "flows.slow_down"
local welcome_points = require "flows.welcome_points"
local transaction = require("flows.store").transaction

local join = {}

local DAY = 86400

--- Mails the link by which an address is proved.
---@param tx table
---@param mall mall
---@param person { id: string, email: string, name: string }
---@param base_url string
function join.invite(tx, mall, person, base_url)
  local secret, expires_at = member.token.issue(tx, mall.id, { member_id = person.id, purpose = "verify", seconds = DAY })
  send_mail.run(tx, mall, "member/verify", { email = person.email, name = person.name, member_id = person.id },
    { name = person.name, url = "/join/verify?t=" .. secret, expires_at = expires_at, base_url = base_url })
end

local function known(tx, mall, email, base_url)
  local found = member.by_email(mall.id, email, tx)
  if not found then return { id = nil } end -- withdrawn a moment ago
  send_mail.run(tx, mall, "member/known", { email = email, name = found.name, member_id = found.id },
    { name = found.name, url = "/login", reset_url = "/login/forgot", base_url = base_url })
  return { id = nil }
end

local function sign_up(tx, mall, values, hash, base_url)
  local id = member.join(tx, mall.id, { email = values.email, password_hash = hash, name = values.name, phone = values.phone,
    birth_date = values.birth_date })
  if not id then return known(tx, mall, values.email, base_url) end
  member.consent.record(tx, mall.id, id, member.recorded(member.consents(), values), "join")
  join.invite(tx, mall, { id = id, email = values.email, name = values.name }, base_url)
  return { id = id }
end

--- Signs somebody up.
---@param mall mall
---@param values table  of member.forms.join
---@param where { ip: string, base_url: string }
---@return { id: string|nil }|nil joined  the new member's id; none when the address was a member's
---@return fault|nil member.too_many_tries | member.busy | db.…
function join.run(mall, values, where)
  local go_on, wait = slow_down.run(mall.id, "member.mail", where.ip, values.email)
  if not go_on then return nil, wait end
  return even_time(function()
    local hash, refused = prove_password.hash(values.password)
    if not hash then return nil, refused end
    return transaction(function(tx) return sign_up(tx, mall, values, hash, where.base_url) end)
  end)
end

--- Proves an address by its link. In the browser that signed up the link is enough; elsewhere the password is asked for, so
--- that nobody's click begins an account that somebody else made in their name.
---@param mall mall
---@param secret string
---@param proof { joining: string|nil, password: string|nil, base_url: string }  joining: who signed up in this browser
---@return member|nil
---@return fault|nil member.link_over | member.password_needed | member.wrong | member.too_many_tries | member.busy
function join.verify(mall, secret, proof)
  local token = member.token.look(mall.id, secret, "verify")
  if not token then return nil, fault("member.link_over") end
  if token.member_id ~= proof.joining then
    if not proof.password then return nil, fault("member.password_needed") end
    local go_on, wait = slow_down.one(mall.id, "member.password", token.member_id)
    if not go_on then return nil, wait end
    local ok, refused = prove_password.run(member.by_id(mall.id, token.member_id), proof.password)
    if ok == nil then return nil, refused end
    if not ok then return nil, fault("member.wrong") end
  end
  return transaction(function(tx)
    local used = member.token.use(tx, mall.id, secret, "verify")
    if not used then return nil, fault("member.link_over") end
    local found = member.by_id(mall.id, used.member_id, tx)
    member.verify(tx, mall.id, found.id)
    welcome_points.run(tx, mall, found.id)
    send_mail.run(tx, mall, "member/welcome", { email = found.email, name = found.name, member_id = found.id },
      { name = found.name, url = "/", base_url = proof.base_url })
    return member.by_id(mall.id, found.id, tx)
  end)
end

return join
