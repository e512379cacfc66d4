-- What an event on a payment means to the sums that are kept of it: how much came, how much of it went back. Pure.

local amounts = {}

-- What came and went before (a bank took it back) stays in the sums.
local function so_far(row, amount) return { captured_amount = row.returned_amount + amount } end

local function came(row, facts) return so_far(row, facts.captured or facts.amount or row.amount) end
local function gone(row) return { returned_amount = row.captured_amount } end
local function back(row, facts) return { returned_amount = row.returned_amount + facts.amount } end

local BY_EVENT = {
  approve = came, deposit = came, spend = came, reopen = came, add = came,
  -- money in quarantine was counted when it came
  accept = function(row, facts) return facts.captured and so_far(row, facts.captured) or {} end,
  quarantine = function(row, facts) return so_far(row, facts.captured or 0) end,
  recall = gone, void = gone,
  return_part = back, return_rest = back,
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
