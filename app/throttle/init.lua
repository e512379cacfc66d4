-- The public face of what slows guessing down: each failure beyond a few makes the next try wait longer. It is counted in
-- PostgreSQL and closed when that does not answer: Redis gone or a worker restarted, guessing stays as slow as it was.

local crypto = require "crypto"
local runtime = require "runtime"
local store = require "throttle.store"
local rules = require "throttle.rules"

local throttle = { sweep = store.sweep }

local key

-- Addresses and names have few values: a plain hash of one would be no secret to who can read the table.
local function disguise(subject)
  key = key or runtime.secret("attempt") or error("SECRET_KEY is not set: tries cannot be counted")
  return crypto.hex(crypto.hmac_sha256(key, subject))
end

--- The part of an address that one connection has: of IPv6 a whole network.
throttle.network = rules.network

--- Counts a try before it is made, as if it failed: of many at the same moment no more pass than one after the other.
---@param mall_id string
---@param kind string
---@param subject string  who or what is tried
---@return integer|nil seconds  how long to wait; nil: go on
function throttle.take(mall_id, kind, subject)
  return store.take(mall_id, kind, disguise(subject), rules.policy(kind))
end

--- The try was no guess: it is taken back.
---@param mall_id string
---@param kind string
---@param subject string
function throttle.give_back(mall_id, kind, subject) store.give_back(mall_id, kind, disguise(subject)) end

--- Nothing counts any more of what was tried before.
---@param mall_id string
---@param kind string
---@param subject string
function throttle.clear(mall_id, kind, subject) store.clear(mall_id, kind, disguise(subject)) end

return throttle
