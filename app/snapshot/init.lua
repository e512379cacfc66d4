-- The public face of price snapshots: what some carts were priced from and at, kept for `sijang replay`. No shopper waits
-- for one: it is written by a task of its own, those that come while one is being written go together in the next
-- statement, and what cannot be kept is lost, which nobody is told but the log. Orders need none: what they were priced
-- from stands on them, and to write it twice would cost each purchase a twelfth more.

local log = require "log"
local runtime = require "runtime"
local task = require "task"
local rules = require "snapshot.rules"
local store = require "snapshot.store"

local snapshot = {}

--- So many are kept of a mall.
snapshot.MOST = 5000

-- A flood, or a database that is slow, fills no memory: what comes beyond these is not kept.
local MOST_WAITING = 100

local waiting, writing = {}, false

local function write()
  while waiting[1] do
    local batch = waiting
    waiting = {}
    local ok, problem = pcall(store.insert, batch)
    if not ok then log.warn("snapshot.lost", { count = #batch, reason = tostring(problem) }) end
  end
  writing = false
end

local function keep(mall_id, input, priced)
  if #waiting >= MOST_WAITING then return end
  local kept = rules.of(input, priced)
  kept.mall_id = mall_id
  waiting[#waiting + 1] = kept
  if writing then return end
  writing = true
  task.spawn(write)
end

--- Keeps what was priced. Never raises and never waits.
---@param mall_id string
---@param input quote.input
---@param priced {lines:table[], totals:table}
function snapshot.keep(mall_id, input, priced)
  local ok, problem = pcall(keep, mall_id, input, priced)
  if not ok then log.warn("snapshot.lost", { count = 1, reason = tostring(problem) }) end
end

--- Whether this cart is one of those that are kept: of so many as PRICE_SAMPLE says, one.
---@return boolean
function snapshot.is_due()
  local of = tonumber(runtime.setting "PRICE_SAMPLE") or 0
  return of > 0 and math.random(of) == 1
end

--- Throws away what is beyond the newest.
---@return integer thrown away
function snapshot.sweep() return store.sweep(snapshot.MOST) end

return snapshot
