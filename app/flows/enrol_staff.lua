-- A telephone becomes somebody's second factor: it is shown a secret, and counts once a code of it was right. With it come
-- ten recovery codes, which are shown this once.

local clock = require "shared.clock"
local fault = require "shared.fault"
local log_in_staff = require "flows.log_in_staff"
local prove_staff = require "flows.prove_staff"
local record_audit = require "flows.record_audit"
local staff = require "staff"
local transaction = require("flows.store").transaction

local enrol_staff = {}

local function is_enrolling(ctx)
  local row = ctx.session.row
  return row and (row.stage == "enrol" or row.stage == "open")
end

--- What is shown to set a telephone up.
---@param ctx context  of somebody on the way in who has no second factor, or of somebody who is in and gets another one
---@return { secret: string, uri: string }|nil  as people type it, and as the QR code says it
---@return fault|nil staff.step_over
function enrol_staff.offer(ctx)
  if not is_enrolling(ctx) then return nil, fault("staff.step_over") end
  local account = staff.by_id(ctx.session.row.staff_id)
  local secret = staff.offered_secret(ctx.session.row.id, account)
  local uri = staff.totp.uri(secret, ctx.mall.name .. " 관리", account.email)
  return { secret = staff.totp.shown(secret), uri = uri }
end

local function keep(ctx, tx, account, secret, step, hashed)
  local row = ctx.session.row
  local now = staff.by_id(account.id, tx)
  if row.stage == "enrol" and now.totp_secret then return nil, fault("staff.step_over") end
  if row.stage == "open" then staff.session.revoke(account.id, { but = row.id }, tx) end
  staff.set_totp(tx, account.id, staff.seal_secret(account.id, secret), step)
  staff.recovery.replace(tx, account.id, hashed)
  local who = { actor = account.email, staff_id = account.id, request = ctx }
  record_audit.run(who, "staff.enrol", { kind = "staff", id = account.id,
    changes = { second_factor = { before = account.totp_secret ~= nil, after = true } } }, tx)
  return true
end

--- Takes the telephone whose code was typed, and opens the back office to who was on the way in.
---@param ctx context
---@param typed string
---@return string[]|nil recovery codes, as people read them
---@return fault|nil staff.step_over | staff.code_wrong | staff.clock | staff.locked | staff.busy
function enrol_staff.confirm(ctx, typed)
  if not is_enrolling(ctx) then return nil, fault("staff.step_over") end
  local row = ctx.session.row
  local account = staff.by_id(row.staff_id)
  local secret, now = staff.offered_secret(row.id, account), clock.now()
  local code = typed:gsub("%s", "")
  local step = staff.totp.match(secret, code, now)
  if not step then return nil, prove_staff.explain(secret, code, now) end
  local codes, busy = staff.recovery.make()
  if not codes then return nil, busy end
  local kept, refused = transaction(function(tx) return keep(ctx, tx, account, secret, step, codes.hashed) end)
  if not kept then return nil, refused end
  if row.stage == "enrol" then log_in_staff.open(ctx, account, { by = "enrol" }) else ctx.session:prove() end
  return codes.shown
end

--- Ten recovery codes in the place of those there were.
---@param ctx context  of somebody who is in
---@return string[]|nil codes
---@return fault|nil staff.busy
function enrol_staff.renew_recovery(ctx)
  local codes, busy = staff.recovery.make()
  if not codes then return nil, busy end
  local done, refused = transaction(function(tx)
    staff.recovery.replace(tx, ctx.staff.id, codes.hashed)
    return record_audit.run(ctx, "staff.recovery_renewed", { kind = "staff", id = ctx.staff.id }, tx)
  end)
  return done and codes.shown, refused
end

return enrol_staff
