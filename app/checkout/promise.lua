-- What a shopper is promised when they are shown what an order comes to: the goods as they are called, each amount with its
-- parts, whose rules reckoned it. It stands in the draft for some minutes; an order is made of it and of nothing else, so
-- that nobody pays another sum than the one they confirmed. Its hash covers every amount: the confirmation carries it, and
-- of two windows the one that shows old sums confirms nothing.

local crypto = require "crypto"
local json = require "json"

local promise = {}

---@class checkout.promise
---@field format integer
---@field currency string
---@field region "normal"|"jeju"|"island"
---@field member_id string|nil  whose coupon and points it counts with
---@field shipping {code:string, fee:integer, free_from:integer|nil, jeju_surcharge:integer, island_surcharge:integer}
---@field promotions {id:string, version:string}[]
---@field lines table[]
---@field totals table
---@field taxes table
---@field discounts table[]

local TERMS = { "code", "fee", "free_from", "jeju_surcharge", "island_surcharge" }
local LINE = { "sku_id", "product_id", "sku_code", "sku_label", "qty", "unit_price", "list_price", "gross", "discount",
  "amount", "tax_free", "perishable" }
local HASHED_LINE = { "sku_id", "qty", "unit_price", "discount", "amount", "tax_free" }
local HASHED_DISCOUNT = { "kind", "source_id", "amount", "shares" }
local TOTALS = { "goods", "discount", "shipping", "payable", "points", "charge", "item_count" }

local function only(names, from)
  local kept = {}
  for _, name in ipairs(names) do kept[name] = from[name] end
  return kept
end

local function each(names, list)
  local kept = json.array {}
  for i, from in ipairs(list) do kept[i] = only(names, from) end
  return kept
end

--- What is promised by what was priced.
---@param input quote.input
---@param priced quote.priced
---@param member_id string|nil
---@return checkout.promise
function promise.of(input, priced, member_id)
  local lines = each(LINE, priced.lines)
  for i, line in ipairs(priced.lines) do
    local image = line.product.image
    lines[i].product = { name = line.product.name, slug = line.product.slug, brand = line.product.brand,
      image = image and { id = image.id, alt = image.alt, width = image.width, height = image.height, color = image.color } }
  end
  local discounts = json.array {}
  for i, discount in ipairs(priced.discounts) do
    discounts[i] = { kind = discount.kind, source_id = discount.source_id, title = discount.title, policy = discount.policy,
      terms = discount.terms, amount = discount.amount, shares = json.array(discount.shares) }
  end
  return { format = input.format, currency = input.currency, region = input.region, member_id = member_id,
    shipping = only(TERMS, input.shipping), promotions = json.array {}, lines = lines, totals = only(TOTALS, priced.totals),
    taxes = priced.taxes, discounts = discounts }
end

--- The hash of all that a promise says of money.
---@param made checkout.promise
---@return string  64 hexadecimal digits
function promise.hash(made)
  return crypto.hex(crypto.sha256(json.encode { currency = made.currency, region = made.region,
    promotions = made.promotions, lines = each(HASHED_LINE, made.lines), totals = made.totals, taxes = made.taxes,
    discounts = each(HASHED_DISCOUNT, made.discounts) }))
end

--- Whether a cart still holds what was promised, and all of it may be sold: neither prices nor stock, which have their own
--- say.
---@param made checkout.promise
---@param standing {sku_id:string, qty:integer, on_sale:boolean}[]
---@return "same"|"changed"|"not_ready"
function promise.holds(made, standing)
  local qty, count = {}, 0
  for _, line in ipairs(standing) do
    if not line.on_sale then return "not_ready" end
    qty[line.sku_id], count = line.qty, count + 1
  end
  if count == 0 then return "not_ready" end
  for _, line in ipairs(made.lines) do
    if qty[line.sku_id] ~= line.qty then return "changed" end
  end
  return count == #made.lines and "same" or "changed"
end

return promise
