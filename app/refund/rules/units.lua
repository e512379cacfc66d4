-- Units of a line and their shares of a discount. A share of a line is divided over its units as evenly as won allow, the
-- earlier units first in line for what is left over: that is how it was frozen, so that any k units have one exact sum.

local units = {}

--- What the units from `first` to `last` of a line have of a discount.
---@param discount refund.discount
---@param line refund.line
---@param first integer
---@param last integer
---@return integer
function units.shares(discount, line, first, last)
  local share = discount.shares[line.position] or 0
  if share == 0 or last < first then return 0 end
  local extra = share % line.qty
  local each = (share - extra) / line.qty
  local before, upto = math.min(first - 1, extra), math.min(last, extra)
  return each * (last - first + 1) + upto - before
end

--- What the units that are kept have of it.
---@param gone string[]
---@return integer
function units.kept_shares(discount, line, gone) return units.shares(discount, line, #gone + 1, line.qty) end

--- What the units have of it that went at the shop's fault.
---@param gone string[]
---@return integer
function units.seller_shares(discount, line, gone)
  local sum = 0
  for i, fault in ipairs(gone) do
    if fault == "seller" then sum = sum + units.shares(discount, line, i, i) end
  end
  return sum
end

--- How many units count as bought: what is kept, and what went at the shop's fault.
---@param line refund.line
---@param gone string[]
---@return integer
function units.counted(line, gone)
  local count = line.qty - #gone
  for _, fault in ipairs(gone) do
    if fault == "seller" then count = count + 1 end
  end
  return count
end

--- What the units that count as bought have of a discount.
---@return integer
function units.counted_shares(discount, line, gone)
  return units.kept_shares(discount, line, gone) + units.seller_shares(discount, line, gone)
end

return units
