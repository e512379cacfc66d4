-- Throws away what nobody will ask for again: drafts of orders with the names and addresses in them, carts that were left,
-- sessions that ended, counts of tries, snapshots of prices beyond the newest, letters that are long done, sign-ups that
-- nobody finished, what jobs left behind, sessions and links of staff that ended, the history of raw edits after a year.

local cart = require "cart"
local checkout = require "checkout"
local idempotency = require "idempotency"
local mail = require "mail"
local member = require "member"
local queue = require "queue"
local relation = require "relation"
local session = require "session"
local snapshot = require "snapshot"
local staff = require "staff"
local throttle = require "throttle"
local attempts = require "flows.store"

local sweep = {}

local DRAFT_HOURS, CART_DAYS, SESSIONS_A_TIME, PENDING_DAYS = 24, 60, 5000, 30

---@return table<string, integer> gone
function sweep.run()
  return { drafts = checkout.sweep(DRAFT_HOURS), carts = cart.sweep(CART_DAYS) + cart.merge.sweep(),
    sessions = session.purge(SESSIONS_A_TIME), attempts = attempts.sweep_attempts() + throttle.sweep(),
    snapshots = snapshot.sweep(), letters = mail.sweep(), members = member.sweep_pending(PENDING_DAYS),
    tokens = member.token.sweep(), jobs = queue.sweep(), row_changes = relation.sweep(),
    calls = idempotency.sweep(),
    staff = staff.session.sweep() + staff.failure.sweep() + staff.invite.sweep() }
end

return sweep
