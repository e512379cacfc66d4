-- The way into the back office: the password, then the second factor. Whoever has none yet sets it up first
-- (flows/enrol_staff.lua). Words and time are the same for accounts that are there and that are not.

local log = require "log"
local password = require "password"
local even_time = require "flows.even_time"
local prove_staff = require "flows.prove_staff"
local record_audit = require "flows.record_audit"
local staff = require "staff"
local throttle = require "throttle"
local warn_staff = require "flows.warn_staff"
local clock = require "shared.clock"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local log_in_staff = {}

-- Tries are counted by where they come from, and by the account; from a browser that the person has come in with before, by
-- that, so that nobody elsewhere can lock them out.
local function subjects_of(ctx, email)
  local device = staff.device.known(ctx, email)
  return { { "address", throttle.network(ctx:address()) }, device and { "device", device } or { "account", email } }
end

local function take(subjects)
  local count
  for i, subject in ipairs(subjects) do
    local taken, left = staff.failure.take(subject)
    if not taken then
      for taken_before = 1, i - 1 do staff.failure.give_back(subjects[taken_before]) end
      return nil, warn_staff.locked(left)
    end
    count = taken
  end
  return count
end

local function check(ctx, email, plain)
  local subjects = subjects_of(ctx, email)
  local count, locked = take(subjects)
  if not count then return nil, locked end
  local account = staff.by_email(email)
  local stored = account and account.status == "active" and account.password_hash or nil
  local matches, needs_rehash = password.verify(plain, stored)
  if matches == nil then return nil, fault("staff.busy", { message = needs_rehash }) end
  if not matches then
    if account then
      warn_staff.failed(ctx, account, subjects[2], count, "staff.wrong")
    else
      log.warn("staff.login_failed", { address = ctx:address(), reason = "staff.unknown" })
    end
    return nil, fault("staff.wrong")
  end
  for _, subject in ipairs(subjects) do staff.failure.give_back(subject) end
  local anew = needs_rehash and password.hash(plain) or nil
  if anew then staff.set_password(account.id, anew) end
  return account
end

--- The first step.
---@param ctx context
---@param email string
---@param plain string
---@return "code"|"enrol"|nil step  the next one
---@return fault|nil staff.wrong | staff.locked (`wait_minutes`) | staff.enrol_over | staff.busy
function log_in_staff.password(ctx, email, plain)
  local account, refused = even_time.run(function() return check(ctx, email, plain) end)
  if not account then return nil, refused end
  if not account.totp_secret and account.enrol_until < clock.now() then return nil, fault("staff.enrol_over") end
  local step = account.totp_secret and "code" or "enrol"
  staff.session.step(ctx, step, account.id)
  return step
end

--- The last step, from wherever. It is written down, and told of when the browser is new, before anything is open.
---@param ctx context
---@param account staff.account
---@param how table  for the log
function log_in_staff.open(ctx, account, how)
  for _, subject in ipairs(subjects_of(ctx, account.email)) do staff.failure.clear(subject) end
  ctx.staff = staff.person({ staff_id = account.id, email = account.email, name = account.name,
    roles = staff.roles(account.id) }, ctx.mall.id)
  assert(transaction(function(tx)
    if staff.device.remember(ctx, tx, account.id) then warn_staff.new_device(ctx, account, tx) end
    return record_audit.run(ctx, "staff.login", { kind = "staff", id = account.id, changes = how }, tx)
  end))
  staff.saw(account.id)
  staff.session.step(ctx, "open", account.id)
end

--- The second step.
---@param ctx context  with a session in step "code"
---@param typed string
---@return staff.proof|nil
---@return fault|nil staff.step_over | what flows/prove_staff.lua refuses with
function log_in_staff.code(ctx, typed)
  local row = ctx.session.row
  if not row or row.stage ~= "code" then return nil, fault("staff.step_over") end
  local account = staff.by_id(row.staff_id)
  if not account or not account.totp_secret then return nil, fault("staff.step_over") end
  local proof, refused = prove_staff.run(ctx, account, typed, true)
  if not proof then return nil, refused end
  log_in_staff.open(ctx, account, { by = proof.by, drift = proof.drift })
  return proof
end

--- A code again, before something dangerous.
---@param ctx context  of somebody who is in
---@param typed string
---@return staff.proof|nil
---@return fault|nil
function log_in_staff.prove(ctx, typed)
  local proof, refused = prove_staff.run(ctx, staff.by_id(ctx.staff.id), typed, false)
  if not proof then return nil, refused end
  record_audit.run(ctx, "staff.proved", { kind = "staff", id = ctx.staff.id })
  ctx.session:prove()
  return proof
end

--- Leaves.
---@param ctx context
function log_in_staff.leave(ctx)
  record_audit.run(ctx, "staff.logout", { kind = "staff", id = ctx.staff.id })
  ctx.session:finish(ctx)
end

return log_in_staff
