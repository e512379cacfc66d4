-- The public face of jobs: work that happens after the request, because its row was committed with what caused it. A job
-- runs at least once; `id` is the same at every attempt, so that what it does can be done once.
--
--   queue.enqueue(tx, "mail.send", { mail_id = id }, { mall_id = mall.id, unique = "mail:" .. id })

local fault = require "shared.fault"
local inspection = require "queue.inspection.store"
local insertion = require "queue.insertion"
local kinds = require "queue.kinds"
local reaper = require "queue.reaper"
local schedule = require "queue.schedule"
local worker = require "queue.worker"

local queue = {
  enqueue = insertion.enqueue,
  enqueue_batch = insertion.enqueue_batch,
  hooks = worker.hooks,
  states = inspection.states,
  dead = inspection.dead,
  count_dead = inspection.count_dead,
  find = inspection.find,
  discard = inspection.discard,
  schedule = schedule.overview,
}

--- Takes the kinds of jobs that the site has, and when which of them is due; raises when something of it is not whole.
---@param list table[]              jobs/kinds.lua
---@param entries queue.entry[]|nil  jobs/schedule.lua
function queue.know(list, entries)
  kinds.know(list)
  schedule.know(entries or {}, kinds.by_name)
end

--- What each kind is, its limits included, by name.
---@return table<string, queue.kind>
function queue.kinds() return kinds.by_name end

--- Has a dead letter tried again from the beginning.
---@param tx table
---@param id string
---@return { id: string, kind: string, mall_id: string|nil }|nil
function queue.retry(tx, id)
  local job = inspection.retry(tx, id)
  if job then tx:on_commit(insertion.bell.ring) end
  return job
end

--- The same for all of a kind.
---@param tx table
---@param kind string
---@return integer count
function queue.retry_all(tx, kind)
  local count = inspection.retry_all(tx, kind)
  if count > 0 then tx:on_commit(insertion.bell.ring) end
  return count
end

local refusals = { unknown = "queue.no_entry", overlapped = "queue.overlapped" }

--- Runs an entry of the schedule now, outside its times.
---@param tx table
---@param name string
---@return string|nil id
---@return fault|nil queue.no_entry | queue.overlapped
function queue.run_now(tx, name)
  local id, why = schedule.run_now(tx, name)
  if not id then return nil, fault(refusals[why], { name = name }) end
  return id
end

--- Throws away what nobody will ask for again.
---@return integer
function queue.sweep() return reaper.sweep() + schedule.sweep() end

return queue
