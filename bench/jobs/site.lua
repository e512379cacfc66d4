-- A site whose job does nothing, so that what is measured is the queue.

local queue = require "queue"

queue.know { { kind = "bench.nothing", args = { number = "integer" }, run = function() return true end } }

return {
  handle = function() return 200, {}, "" end,
  admit = function() end,
  self_check = function() return true end,
  jobs = queue.hooks(),
}
