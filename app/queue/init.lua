-- The public face of jobs: work that happens after the request, because its row was committed with what caused it. A job runs
-- at least once; `id` is the same at every attempt, so that what it does can be done once.
--
--   queue.enqueue(tx, "mail.send", { mail_id = id }, { mall_id = mall.id, unique = "mail:" .. id })

local insertion = require "queue.insertion"
local kinds = require "queue.kinds"
local reaper = require "queue.reaper"
local schedule = require "queue.schedule"
local worker = require "queue.worker"

return {
  know = kinds.know,
  enqueue = insertion.enqueue,
  enqueue_batch = insertion.enqueue_batch,
  hooks = worker.hooks,
  -- throws away what nobody will ask for again
  sweep = function() return reaper.sweep() + schedule.sweep() end,
}
