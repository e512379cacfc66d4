-- What is kept of a priced cart: what pricing looked at and what it came to, by names that stand here. What is not named is
-- not kept, so nothing of a person can slip in with a new column.

local rules = {}

local INPUT = { "format", "currency", "now", "region" }
local POLICY = { "code", "fee", "free_from", "jeju_surcharge", "island_surcharge" }
local LINE = { "sku_id", "product_id", "sku_code", "label", "name", "slug", "brand", "category", "perishable", "qty",
  "max_qty", "available", "on_sale", "price", "price_seen", "list_price" }
local TOTALS = { "goods", "discount", "shipping", "payable" }
local PROMISED_LINE = { "unit_price", "amount" }

local function only(names, from)
  local kept = {}
  for _, name in ipairs(names) do kept[name] = from[name] end
  return kept
end

local function each(names, list)
  local kept = {}
  for i, from in ipairs(list) do kept[i] = only(names, from) end
  return kept
end

---@class snapshot
---@field format integer
---@field input quote.input
---@field promised {goods:integer, discount:integer, shipping:integer, payable:integer,
---  lines:{unit_price:integer, amount:integer}[]}

---@param input quote.input
---@param priced {lines:table[], totals:table}
---@return snapshot
function rules.of(input, priced)
  local kept, promised = only(INPUT, input), only(TOTALS, priced.totals)
  kept.shipping, kept.lines = only(POLICY, input.shipping), each(LINE, input.lines)
  promised.lines = each(PROMISED_LINE, priced.lines)
  return { format = input.format, input = kept, promised = promised }
end

return rules
