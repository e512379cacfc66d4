-- How much of a refund is free of tax, and how much is VAT. Whatever is split over several steps comes out exact in the end,
-- since each step is the difference between what was left before it and what is left after it. Pure.

local fraction = require "shared.fraction"

local tax = {}

---@class refund.instrument  a payment row, as far as money goes back over it
---@field id string
---@field provider string
---@field captured integer
---@field returned integer            went back, or is on its way
---@field tax_free integer            of what was captured
---@field vat integer
---@field returned_tax_free integer
---@field returned_vat integer

-- VAT that stands on what is left of an instrument: its share of the VAT that was charged, half up as that was.
local function vat_left(instrument, taxable_left)
  local taxable = instrument.captured - instrument.tax_free
  if taxable <= 0 or taxable_left <= 0 then return 0 end
  local quotient, rest = fraction.of(instrument.vat, taxable_left, taxable)
  return quotient + fraction.rounding.half_up(rest, taxable, quotient)
end

local function bounds(instrument, amount)
  local free_left = instrument.tax_free - instrument.returned_tax_free
  local taxable_left = instrument.captured - instrument.returned - free_left
  return math.max(0, amount - taxable_left), math.max(0, math.min(amount, free_left)), free_left, taxable_left
end

--- Splits what goes back over each instrument into its parts.
---@param instruments refund.instrument[]
---@param parts { id: string, amount: integer }[]
---@param tax_free_owed integer  what the goods free of VAT that are left still cost
---@return { id: string, amount: integer, tax_free: integer, vat: integer }[]
function tax.split(instruments, parts, tax_free_owed)
  local by_id, wanted, list = {}, -tax_free_owed, {}
  for _, instrument in ipairs(instruments) do
    by_id[instrument.id] = instrument
    wanted = wanted + instrument.tax_free - instrument.returned_tax_free
  end
  for i, part in ipairs(parts) do
    local least, most = bounds(by_id[part.id], part.amount)
    list[i] = { id = part.id, amount = part.amount, tax_free = least, room = most - least }
    wanted = wanted - least
  end
  for _, one in ipairs(list) do
    local more = math.max(0, math.min(wanted, one.room))
    one.tax_free, wanted, one.room = one.tax_free + more, wanted - more, nil
    local instrument = by_id[one.id]
    local _, _, _, taxable_left = bounds(instrument, one.amount)
    local left = instrument.vat - instrument.returned_vat
    local vat = left - vat_left(instrument, taxable_left - (one.amount - one.tax_free))
    one.vat = math.max(0, math.min(vat, left, one.amount - one.tax_free))
  end
  return list
end

return tax
