-- Carts that nobody has, priced by the very rules that are about to go live: a release whose sums do not hold is refused
-- like one that does not compile, before a shopper sees a price.

local cart = require "cart"
local shipping = require "shipping"
local won = require("shared.money").won

local check_money = {}

local POLICIES = {
  { fee = 3000, free_from = 30000, jeju_surcharge = 3000, island_surcharge = 5000 },
  { fee = 2500, jeju_surcharge = 0, island_surcharge = 7000 },
  { fee = 0, jeju_surcharge = 3000, island_surcharge = 3000 },
}
local REGIONS = { "normal", "jeju", "island" }
-- price, quantity, and what is left of it
local GOODS = { { 0, 1, 5 }, { 1, 99, 99 }, { 12345, 2, 100 }, { 29999, 1, 1 }, { 9900000000, 99, 99 }, { 5000, 2, 0 } }

local function line(n)
  local price, qty, available = unpack(GOODS[n])
  return cart.line { id = "line-" .. n, sku_id = "sku-" .. n, product_id = "product-" .. n, sku_code = "S" .. n,
    name = "상품 " .. n, slug = "p-" .. n, brand = "집", label = "", qty = qty, max_qty = 99, price = price, price_seen = price,
    available = available, on_sale = true }
end

local function is_money(amount)
  return type(amount) == "number" and amount >= 0 and amount <= 1e12 and amount == math.floor(amount)
end

-- What is wrong with a sum, as a sentence; nil when it holds.
local function fault_of(lines, expected, fee, totals)
  if not is_money(fee) then return "the shipping fee is " .. tostring(fee) end
  if #lines == 0 and fee ~= 0 then return "an empty cart owes a fee of " .. fee end
  for name, amount in pairs(totals) do
    if not is_money(amount) then return ("%s is %s"):format(name, tostring(amount)) end
  end
  if totals.goods ~= expected then return ("goods are %s instead of %s"):format(totals.goods, expected) end
  if totals.shipping ~= fee then return ("shipping is %s instead of %s"):format(totals.shipping, fee) end
  if totals.goods + totals.shipping - totals.discount ~= totals.payable then
    return "the parts do not add up to the total"
  end
end

-- The set of goods that `bits` stands for, forwards or backwards: the order of lines must not matter.
local function lines_of(bits, all)
  local lines, goods = {}, won(0)
  for n = 1, #GOODS do
    if math.floor(bits / 2 ^ (n - 1)) % 2 == 1 then
      table.insert(lines, bits % 2 == 1 and 1 or #lines + 1, all[n])
      local price, qty, available = unpack(GOODS[n])
      if available > 0 then goods = goods + won(price) * qty end
    end
  end
  return lines, goods.amount
end

--- What does not hold; nil when every sum does.
---@return string|nil sentence
function check_money.problem()
  local all = {}
  for n = 1, #GOODS do all[n] = line(n) end
  for bits = 0, 2 ^ #GOODS - 1 do
    local lines, expected = lines_of(bits, all)
    for _, policy in ipairs(POLICIES) do
      for _, region in ipairs(REGIONS) do
        local fee = shipping.fee(policy, cart.goods(lines), region)
        local fault = fault_of(lines, expected, fee, is_money(fee) and cart.totals(lines, fee) or {})
        if fault then return ("a cart of %d lines to %s: %s"):format(#lines, region, fault) end
      end
    end
  end
end

return check_money
