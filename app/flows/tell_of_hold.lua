-- Letters about goods that are held back, and about the end of that: of all lines that one press is about in one letter,
-- in the transaction of what it tells of. Only units that would have been sent are anybody's news, and who never heard of a
-- hold hears nothing of its end.

local order = require "order"
local shipment = require "shipment"
local tell_orderer = require "flows.tell_orderer"

local tell_of_hold = {}

-- Says whether there was anything to tell, and anybody to be told.
local function tell(tx, subject, template, lines, say)
  local units = {}
  for _, line in ipairs(lines) do
    local qty = shipment.waiting(subject.portions[line.position])
    if qty > 0 then units[#units + 1] = { position = line.position, qty = qty } end
  end
  if #units == 0 or subject.order.orderer_email == "" then return false end
  local rows = order.lines(subject.mall_id, subject.id, tx)
  tell_orderer.run(tx, subject.mall, template, subject.order, order.sent_letter.held(subject.order, rows, units, say))
  return true
end

--- These lines are held back.
---@param tx table
---@param subject move.subject
---@param lines table[]    of the subject
---@param say string|nil   why, for whoever ordered
---@return boolean told
function tell_of_hold.held(tx, subject, lines, say) return tell(tx, subject, "order/held", lines, say) end

--- These lines are free again.
---@param tx table
---@param subject move.subject
---@param lines table[]    as they were held
---@return boolean told
function tell_of_hold.freed(tx, subject, lines)
  local known = {}
  for _, line in ipairs(lines) do
    if line.held_told then known[#known + 1] = line end
  end
  return tell(tx, subject, "order/freed", known)
end

return tell_of_hold
