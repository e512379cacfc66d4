-- Throws away what nobody will ask for again: drafts of orders with the names and addresses in them, carts that were left,
-- sessions that ended, counts of tries, snapshots of prices beyond the newest, letters that are long done.

local cart = require "cart"
local checkout = require "checkout"
local mail = require "mail"
local session = require "session"
local snapshot = require "snapshot"
local attempts = require "flows.store"

local sweep = {}

local DRAFT_HOURS, CART_DAYS, SESSIONS_A_TIME = 24, 60, 5000

---@return {drafts:integer, carts:integer, sessions:integer, attempts:integer, snapshots:integer, letters:integer} gone
function sweep.run()
  return { drafts = checkout.sweep(DRAFT_HOURS), carts = cart.sweep(CART_DAYS), sessions = session.purge(SESSIONS_A_TIME),
    attempts = attempts.sweep_attempts(), snapshots = snapshot.sweep(),
    letters = mail.sweep() }
end

return sweep
