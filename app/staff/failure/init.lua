-- What slows guessing down: each failure beyond a few makes the next try wait longer. The same for accounts that are there
-- and that are not, so that nothing is learned from waiting.

local crypto = require "crypto"
local runtime = require "runtime"
local rules = require "staff.rules"
local store = require "staff.failure.store"

local failure = { sweep = store.sweep }

-- Addresses may be a whole office's.
local waits = { account = rules.waits(5), device = rules.waits(5), code = rules.waits(5), address = rules.waits(20) }

local key

local function disguise(kind, subject)
  key = key or runtime.secret("staff.failure") or error("SECRET_KEY is not set: tries cannot be counted")
  return crypto.hmac_sha256(key, kind .. "\0" .. subject)
end

---@class staff.failure.subject
---@field [1] "account"|"device"|"code"|"address"
---@field [2] string

--- Counts a try before it is made.
---@param subject staff.failure.subject
---@return integer|nil count    this one included; nil: the wait is not over
---@return integer|nil seconds  how much is left of it
function failure.take(subject) return store.take(disguise(subject[1], subject[2]), waits[subject[1]]) end

--- How long the next try has to wait after so many.
---@param subject staff.failure.subject
---@param count integer
---@return integer seconds
function failure.wait(subject, count)
  local list = waits[subject[1]]
  return list[math.min(count, #list)]
end

---@param subject staff.failure.subject
function failure.give_back(subject) store.give_back(disguise(subject[1], subject[2])) end

---@param subject staff.failure.subject
function failure.clear(subject) store.clear(disguise(subject[1], subject[2])) end

return failure
