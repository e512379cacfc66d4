-- A call with a key happens once, however often it is sent and whatever breaks on the way: the same answer, to the byte, for
-- fifteen days; a key that comes with other parameters is refused; while the first is still under way the others wait a
-- little.

local clock = require "clock"
local crypto = require "crypto"
local task = require "task"
local rules = require "idempotency.rules"
local store = require "idempotency.store"
local fault = require "shared.fault"

local idempotency = { is_key = rules.is_key, is_kept = rules.is_kept }

-- How long a call waits for the one before it: longer than whoever died on that is thought to work on it, so that the same
-- button makes the order then.
local PATIENCE = (rules.LEASE + 2) * 1000
local FIRST_LOOK, LAST_LOOK = 20, 320

--- The hash of all that a call asks.
---@param asked {method:string, path:string, query:string, fields:table, body:string|nil}
---@return string
function idempotency.hash(asked) return crypto.sha256(rules.text(asked)) end

--- Begins a call: it is ours to make, or it was made before.
---@param call idempotency.call
---@return string|nil claim               ours: to be answered or given up under this claim
---@return idempotency.answer|fault|nil   what it was answered | idempotency.mismatch | idempotency.running
function idempotency.begin(call)
  local deadline, pause, claim = clock.monotonic() + PATIENCE, FIRST_LOOK, crypto.uuid7()
  while not store.claim(call, claim) do
    local known = store.look(call)
    while known do
      if not known.same then return nil, fault("idempotency.mismatch") end
      if known.status then return nil, known end
      if known.left == 0 and store.take_over(call, claim) then return claim end
      if clock.monotonic() > deadline then
        return nil, fault("idempotency.running", { retry_after = math.max(1, known.left) })
      end
      task.sleep(pause)
      pause = math.min(pause * 2, LAST_LOOK)
      known = store.look(call)
    end
  end
  return claim
end

idempotency.answer, idempotency.give_up = store.answer, store.give_up

local AT_ONCE = 10000

--- Throws away what is older than promised.
---@return integer gone
function idempotency.sweep() return store.sweep(rules.DAYS, AT_ONCE) end

return idempotency
