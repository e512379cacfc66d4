-- Throws away old drafts, carts, sessions, counts and snapshots of prices.

local sweep = require "flows.sweep"
local log = require "log"

local job = {}

function job.run() log.info("swept", sweep.run()) end

return job
