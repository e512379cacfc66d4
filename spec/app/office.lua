--- Somebody in the back office, for specs: an account with a role, and a browser that is in already. How people come in is
--- what spec/app/staff/ is about; whoever needs somebody who is in takes this.

local crypto = require "crypto"
local pg = require "pg"
local shopper = require "spec.app.web.shopper"

local office = {}

local count = 0

--- Makes an account.
---@param role string
---@param options { mall_id: string|nil, email: string|nil, name: string|nil }|nil  mall_id: the role's; nil: all malls
---@return string id
---@return string email
function office.account(role, options)
  options = options or {}
  count = count + 1
  local id, email = crypto.uuid7(), options.email or ("%s%d@shop.kr"):format(role, count)
  pg.write("INSERT INTO staff (id, email, name, password_hash) VALUES ($1, $2, $3, '!')", id, email, options.name or "김직원")
  pg.write("INSERT INTO staff_role (staff_id, mall_id, role) VALUES ($1, $2, $3)", id, options.mall_id or pg.null, role)
  return id, email
end

--- Lets somebody in: the cookies of a browser that has logged in just now.
---@param id string
---@param proved_seconds_ago integer|nil  0
---@param stage "code"|"enrol"|nil         still on the way in, with its secret under the same name
---@return table<string, string> cookies
---@return string session_id
function office.session(id, proved_seconds_ago, stage)
  local secret, session_id = crypto.random(32), crypto.uuid7()
  pg.write([[
    INSERT INTO staff_session (id, secret_hash, staff_id, stage, address, agent, proved_at, expires_at)
    VALUES ($1, $2, $3, $4, '127.0.0.1', 'spec', now() - make_interval(secs => $5), now() + interval '12 hours')]],
    session_id, pg.bytea(crypto.sha256(secret)), id, stage or "open", proved_seconds_ago or 0)
  return { sijang_staff = crypto.base64url(secret) }, session_id
end

--- Somebody with a role who is in: a browser as spec/app/web/shopper.lua has them, and the account's id.
---@param site table  what app/boot.lua returns
---@param role string
---@param options { mall_id: string|nil, host: string|nil, email: string|nil, name: string|nil }|nil
---@return table browser
---@return string id
function office.enter(site, role, options)
  local id = office.account(role, options)
  local browser = shopper(site, options and options.host)
  browser.cookies = office.session(id)
  return browser, id
end

return office
