-- A refund that was approved is carried out, whatever became of its job: what has stood for ten minutes is queued again. A
-- job that is still there is not queued twice.

local refund = require "refund"
local ask_refund = require "flows.ask_refund"
local transaction = require("flows.store").transaction

local resume_refunds = {}

local SECONDS, MOST = 600, 200

---@return integer resumed
function resume_refunds.run()
  local stuck = refund.stuck(SECONDS, MOST)
  for _, one in ipairs(stuck) do
    transaction(function(tx)
      ask_refund.queue(tx, one.mall_id, one.id)
      return true
    end)
  end
  return #stuck
end

return resume_refunds
