-- What nobody looks after: jobs whose worker shows no sign of life, and jobs that no worker will ever understand.

local runtime = require "runtime"
local kinds = require "queue.kinds"
local rules = require "queue.rules"
local random = require "queue.random"
local rows = require "queue.store"
local store = require "queue.reaper.store"

local reaper = {}

local plain = rules.kind { kind = "unknown", run = function() end }

--- Takes back jobs whose lease ran out: they are tried again after a while, so that what one of them did to its worker does
--- not happen to all of them again, or are dead letters if that was their last attempt.
---@return integer taken back
function reaper.reap()
  return rows.transaction(function(tx)
    local outcomes = {}
    for i, job in ipairs(store.lost(tx)) do
      outcomes[i] = rules.failed(job, kinds.by_name[job.kind] or plain,
        ("its worker (%s) showed no sign of life before the lease ran out"):format(job.leased_by), random())
    end
    if outcomes[1] then rows.settle(outcomes, tx) end
    return #outcomes
  end)
end

--- Makes dead letters of jobs that this logic should understand and does not: of a kind that is not there, or with args of a
--- later format. What another release enqueued may become understood when that one is live, and has a day to.
---@return integer
function reaper.bury_strangers()
  return rows.transaction(function(tx)
    local outcomes = {}
    for i, job in ipairs(store.strangers(tx, kinds.all, runtime.release())) do
      local why = kinds.by_name[job.kind] and ("args of format %d, and this release knows format %d"):format(job.format,
        kinds.by_name[job.kind].format) or ("there is no kind of job called %s"):format(job.kind)
      outcomes[i] = { id = job.id, token = job.lease_token, outcome = "dead", delay = 0, problem = why }
    end
    if outcomes[1] then rows.settle(outcomes, tx) end
    return #outcomes
  end)
end

reaper.sweep = store.sweep

return reaper
