-- The second factor: a code of the telephone, or, on the way in, one of the recovery codes. Each counts once, tries are
-- counted before they are made, and whoever tries too often is waited for and written to.

local clock = require "shared.clock"
local staff = require "staff"
local warn_staff = require "flows.warn_staff"
local fault = require "shared.fault"

local prove_staff = {}

---@class staff.proof
---@field by "totp"|"recovery"
---@field drift integer  seconds that the telephone's clock is off; 0: it is not
---@field left integer|nil  recovery codes that are left

-- Full-width digits and spaces are what some keyboards make of a code.
local function digits_of(typed)
  local plain = typed:gsub("\239\188([\144-\153])", function(last) return string.char(last:byte() - 96) end):gsub("%s", "")
  return plain:match("^%d%d%d%d%d%d$")
end

--- Why a code does not count: the clock that made it is off, or it is none.
---@param secret string
---@param code string
---@param now number
---@return fault staff.clock (`seconds`, `way`) | staff.code_wrong
function prove_staff.explain(secret, code, now)
  local drift = staff.totp.drift(secret, code, now)
  if not drift then return fault("staff.code_wrong") end
  return fault("staff.clock", { seconds = math.abs(drift), way = drift < 0 and "늦어요" or "빨라요" })
end

local function by_code(account, code)
  local secret, now = staff.secret_of(account), clock.now()
  local step, offset = staff.totp.match(secret, code, now)
  if step then
    if not staff.use_step(account.id, step) then return nil, fault("staff.code_used") end
    return { by = "totp", drift = offset * staff.totp.PERIOD }
  end
  return nil, prove_staff.explain(secret, code, now)
end

local function by_recovery(account, code)
  if not staff.recovery.use(account.id, code) then return nil, fault("staff.code_wrong") end
  return { by = "recovery", drift = 0, left = staff.recovery.left(account.id) }
end

--- Tries a code.
---@param ctx context
---@param account staff.account  with a second factor
---@param typed string
---@param allows_recovery boolean
---@return staff.proof|nil
---@return fault|nil staff.code_wrong | staff.code_used | staff.clock (`seconds`, `way`) | staff.locked (`wait_minutes`)
function prove_staff.run(ctx, account, typed, allows_recovery)
  local subject = { "code", account.id }
  local count, left = staff.failure.take(subject)
  if not count then return nil, warn_staff.locked(left) end
  local code, recovery = digits_of(typed), allows_recovery and staff.recovery.read(typed)
  local proof, refused = nil, fault("staff.code_wrong")
  if code then
    proof, refused = by_code(account, code)
  elseif recovery then
    proof, refused = by_recovery(account, recovery)
  end
  if proof then
    staff.failure.clear(subject)
    return proof
  end
  warn_staff.failed(ctx, account, subject, count, refused.code)
  return nil, refused
end

return prove_staff
