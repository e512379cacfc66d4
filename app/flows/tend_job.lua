-- What people do about jobs: try a dead letter again, throw one away, run an entry of the schedule now. Each is written
-- down.

local queue = require "queue"
local fault = require "shared.fault"
local record_audit = require "flows.record_audit"
local require_permission = require("flows.require_permission").run
local transaction = require("flows.store").transaction

local tend_job = {}

local function allowed(who, change)
  local may, forbidden = require_permission(who, "jobs.write")
  if not may then return nil, forbidden end
  return transaction(change)
end

local function on_dead(name, who, id, why)
  return allowed(who, function(tx)
    local job = queue[name](tx, id)
    if not job then return nil, fault("queue.not_dead") end
    record_audit.run(who, "job." .. name, { kind = job.kind, id = id, why = why, mall_id = job.mall_id }, tx)
    return job
  end)
end

--- Has a dead letter tried again.
---@param who context|audit.actor
---@param id string
---@return { id: string, kind: string }|nil
---@return fault|nil staff.forbidden | queue.not_dead: there is no such dead letter, or one like it waits already
function tend_job.retry(who, id) return on_dead("retry", who, id) end

--- Has all dead letters of a kind tried again, as after somebody else's bad day.
---@param who context|audit.actor
---@param kind string
---@return integer|nil count
---@return fault|nil staff.forbidden | queue.not_dead: there is none
function tend_job.retry_all(who, kind)
  return allowed(who, function(tx)
    local count = queue.retry_all(tx, kind)
    if count == 0 then return nil, fault("queue.not_dead") end
    record_audit.run(who, "job.retry_all", { kind = kind, id = kind, changes = { dead = { before = count, after = 0 } } },
      tx)
    return count
  end)
end

--- Throws a dead letter away.
---@param who context|audit.actor
---@param id string
---@param why string
---@return { id: string, kind: string }|nil
---@return fault|nil staff.forbidden | queue.not_dead
function tend_job.discard(who, id, why) return on_dead("discard", who, id, why) end

--- Runs an entry of the schedule now.
---@param who context|audit.actor
---@param name string
---@return string|nil id
---@return fault|nil staff.forbidden | queue.no_entry | queue.overlapped
function tend_job.run_now(who, name)
  return allowed(who, function(tx)
    local id, refused = queue.run_now(tx, name)
    if not id then return nil, refused end
    record_audit.run(who, "job.run_now", { kind = "schedule", id = name }, tx)
    return id
  end)
end

return tend_job
