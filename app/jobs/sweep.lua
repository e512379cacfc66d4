-- Throws away old drafts, carts, sessions and counts.

local sweep = require "flows.sweep"
local log = require "log"

local job = {}

function job.run() log.info("swept", sweep.run()) end

return job
