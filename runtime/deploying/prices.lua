--- What a release would change of what shoppers pay, asked before anybody sees it: the newest carts and orders are priced by
--- the live release and by the new one. A change beyond what may go live unasked waits for somebody who accepts it.

local release = require "release"
local scratch = require "deploying.scratch"
local terminal = require "terminal"

local prices = {}

--- Compares, and says so; nil where there is nothing to compare with.
---@param folder string          where the new one is laid out
---@param before release.bundle  what is live
---@return replay.report|nil
function prices.compare(folder, before)
  if #before.files == 0 then return nil end
  return terminal.progress("Pricing the newest carts and orders", function()
    return scratch.with(before, function(live_folder) return release.replay.compare(live_folder, folder) end)
  end)
end

--- Why it must not go live by what it changes; nil when it may.
---@param report replay.report|nil
---@param accepted boolean|nil  somebody accepts what it changes
---@return string|nil
function prices.objection(report, accepted)
  if not report or report.verdict == "same" or report.verdict == "within" then return nil end
  if report.verdict == "broken" then return "prices: " .. report.reason end
  if accepted then
    terminal.say("prices change, and that is accepted: %s", report.reason)
    return nil
  end
  return ("prices: %s (./sijang replay shows which; --accept-price-changes accepts it)"):format(report.reason)
end

return prices
