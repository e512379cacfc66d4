-- Who is told when somebody fails to come in: the log always, and, when it happens so often that the account is locked for a
-- while, the person and the owners.

local log = require "log"
local record_audit = require "flows.record_audit"
local send_mail = require "flows.send_mail"
local staff = require "staff"
local clock = require "shared.clock"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local warn_staff = {}

--- Who has to wait is told how long.
---@param seconds integer
---@return fault
function warn_staff.locked(seconds)
  local minutes = math.ceil(seconds / 60)
  return fault("staff.locked", { wait_minutes = minutes, retry_after = seconds })
end

-- Why, in the words of the log.
local words = { ["staff.wrong"] = "비밀번호가 틀림", ["staff.code_wrong"] = "코드가 틀림", ["staff.code_used"] = "이미 쓴 코드",
  ["staff.clock"] = "휴대폰 시계가 맞지 않음" }

local function write_letters(ctx, account, count, seconds, tx)
  local now, told = clock.now(), {}
  local people = staff.owners()
  people[#people + 1] = account
  for _, person in ipairs(people) do
    if not told[person.email] then
      told[person.email] = true
      send_mail.run(tx, ctx.mall, "staff/locked", { email = person.email, name = person.name }, { name = account.name,
        at = now,
        failures = count, address = ctx:address(), device = ctx:agent(), until_at = now + seconds, base_url = ctx.base_url })
    end
  end
end

--- Somebody failed at an account.
---@param ctx context
---@param account staff.account
---@param subject staff.failure.subject  what the tries are counted by
---@param count integer                  in a row
---@param reason string
function warn_staff.failed(ctx, account, subject, count, reason)
  local seconds = staff.failure.wait(subject, count)
  log.warn(seconds > 0 and "staff.locked" or "staff.login_failed", { staff = account.id, address = ctx:address(),
    reason = reason,
    failures = count, seconds = seconds })
  assert(transaction(function(tx)
    if seconds > 0 then write_letters(ctx, account, count, seconds, tx) end
    return record_audit.run({ actor = account.email, staff_id = account.id, request = ctx },
      seconds > 0 and "staff.locked" or "staff.login_failed", { kind = "staff", id = account.id, why = words[reason] }, tx)
  end))
end

--- Somebody came in with a browser that was not seen before.
---@param ctx context
---@param account staff.account
---@param tx pg.tx
function warn_staff.new_device(ctx, account, tx)
  send_mail.run(tx, ctx.mall, "staff/new_device", { email = account.email, name = account.name }, { name = account.name,
    at = clock.now(), address = ctx:address(), device = ctx:agent(), url = ctx.base_url .. "/admin/me",
      base_url = ctx.base_url })
end

return warn_staff
