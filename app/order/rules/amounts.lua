-- What an event on a payment means to the sums that are kept of it: how much came, how much of it went back. Pure.

local amounts = {}

local function came(row, facts) return { captured_amount = facts.captured or facts.amount or row.amount } end
local function gone(row) return { returned_amount = row.captured_amount } end

local BY_EVENT = {
  approve = came, deposit = came, spend = came, reopen = came,
  -- money in quarantine was counted when it came
  accept = function(row, facts) return { captured_amount = facts.captured or row.captured_amount } end,
  quarantine = function(_, facts) return { captured_amount = facts.captured or 0 } end,
  recall = gone, void = gone,
  restore = function() return { returned_amount = 0 } end,
}

--- The sums that an event sets.
---@param event string
---@param row table  the payment before
---@param facts table
---@return table<string, integer>
function amounts.of(event, row, facts)
  local of = BY_EVENT[event]
  return of and of(row, facts) or {}
end

return amounts
