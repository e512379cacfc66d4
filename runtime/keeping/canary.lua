--- While a release is tried: tells what both versions did here, and judges it, as every node does, so that it ends well
--- though nobody watches. A node that starts anew counts anew: less is known then, so it takes longer.

local keeper = require "keeper"
local log = require "log"
local release = require "release"

local canary = {}

--- One look. Raises db.unavailable and the like.
---@param id string    this node's
---@param host string  for the record
function canary.look(id, host)
  local counts, order = keeper.counts(), keeper.ordered()
  if not counts then return end
  release.node.count(id, counts.epoch, order.serve, counts.stable)
  release.node.count(id, counts.epoch, order.canary, counts.canary)
  local sight = release.judge.look(host)
  if sight and sight.ended then
    log.info("node.judged", { epoch = counts.epoch, release = order.canary, verdict = sight.verdict, reason = sight.reason })
  end
end

return canary
