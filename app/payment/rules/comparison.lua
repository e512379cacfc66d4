-- Our books against a provider's, payment by payment: what came in, what went back. Pure.

local comparison = {}

local function won(amount) return ("%d"):format(amount) end

---@class comparison.difference
---@field what "unanswered"|"unknown_there"|"captured"|"cancelled"
---@field ours string
---@field theirs string

--- What a provider says otherwise than we do; none where both say the same. An answer that nobody gave is no difference.
---@param attempt { captured_amount: integer, returned_amount: integer, status: string }
---@param result payment.result
---@return comparison.difference[]
function comparison.of(attempt, result)
  if result.outcome == "unknown" then return {} end
  if result.outcome == "declined" then
    return attempt.captured_amount > 0
      and { { what = "unknown_there", ours = won(attempt.captured_amount), theirs = result.code or "" } } or {}
  end
  local list = {}
  local captured = result.captured or (result.state == "paid" and result.amount) or 0
  -- what was voided was taken, and went back
  if captured ~= attempt.captured_amount and not (attempt.status == "failed" and captured == (result.cancelled or 0)) then
    list[1] = { what = "captured", ours = won(attempt.captured_amount), theirs = won(captured) }
  end
  local cancelled = result.cancelled or 0
  if cancelled ~= attempt.returned_amount and #list == 0 and captured == attempt.captured_amount then
    list[1] = { what = "cancelled", ours = won(attempt.returned_amount), theirs = won(cancelled) }
  end
  return list
end

comparison.words = { unknown_there = "결제사에 없는 결제", captured = "받은 금액이 다름",
  cancelled = "돌려준 금액이 다름" }

return comparison
