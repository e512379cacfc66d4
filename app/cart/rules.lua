-- What a cart amounts to, and what stands in its way to the till. Pure arithmetic on integer won: each line is rounded
-- never, and the identity goods + shipping − discount = payable is checked each time.

local fault = require "shared.fault"
local text = require "text"
local won = require("shared.money").won

local rules = {}

-- What is wrong with a line, if anything; `blocks` keeps the cart from the till.
local function problem_of(row)
  if not row.on_sale then return "판매가 끝난 상품이에요. 장바구니에서 빼 주세요.", true end
  if row.available <= 0 then return "품절된 상품이에요. 장바구니에서 빼 주세요.", true end
  if row.qty > row.available then return ("남은 수량이 %d개예요. 수량을 줄여 주세요."):format(row.available), true end
  if row.qty > row.max_qty then return ("한 번에 %d개까지 살 수 있어요. 수량을 줄여 주세요."):format(row.max_qty), true end
  if row.price ~= row.price_seen then
    return ("담을 때 %s이던 가격이 %s으로 바뀌었어요."):format(won(row.price_seen):format(), won(row.price):format()), false
  end
  return nil, false
end

---@param row table a row of cart.store.lines
---@return table line
function rules.line(row)
  local problem, blocks = problem_of(row)
  local buyable = row.on_sale and row.available > 0
  return {
    id = row.id, sku_id = row.sku_id, product_id = row.product_id, sku_code = row.sku_code,
    product = { name = row.name, url = "/p/" .. row.slug, slug = row.slug, image = row.image, brand = row.brand },
    sku_label = row.label ~= "" and row.label or nil, qty = row.qty,
    max_qty = math.max(1, math.min(row.max_qty, row.available)), unit_price = row.price,
    list_price = row.list_price, amount = (won(row.price) * row.qty).amount, counted = buyable,
    tax_free = row.tax_free or false,
    stock_text = buyable and row.available <= 5 and row.available .. "개 남음" or nil,
    problem = problem, blocks = blocks, perishable = row.perishable,
  }
end

--- Σ of what can be bought, with the shipping it is given, less what is taken off.
---@param lines table[] of rules.line
---@param shipping integer won
---@param discount integer|nil won; nothing unless told
---@return {goods:integer, discount:integer, shipping:integer, payable:integer, item_count:integer}
function rules.totals(lines, shipping, discount)
  local count = 0
  for _, line in ipairs(lines) do
    if line.counted then count = count + line.qty end
  end
  local goods = rules.goods(lines)
  discount = discount or 0
  local payable = won(goods) + won(shipping) - won(discount)
  return rules.assert_adds_up {
    goods = goods, discount = discount, shipping = shipping, payable = payable.amount, item_count = count }
end

--- Raises when a total is not what its parts say: no page may show and no order may carry such a sum.
function rules.assert_adds_up(totals)
  if totals.goods + totals.shipping - totals.discount ~= totals.payable then
    error(fault("money.mismatch", { message = ("%d + %d - %d is not %d"):format(totals.goods, totals.shipping,
      totals.discount, totals.payable) }))
  end
  return totals
end

--- Goods alone, before shipping is known.
---@param lines table[]
---@return integer
function rules.goods(lines)
  local goods = won(0)
  for _, line in ipairs(lines) do
    if line.counted then goods = goods + won(line.amount) end
  end
  return goods.amount
end

---@param lines table[]
---@return boolean
function rules.can_checkout(lines)
  for _, line in ipairs(lines) do
    if line.blocks then return false end
  end
  return #lines > 0
end

--- What stands above the lines: each problem once, with the product it is about.
---@param lines table[]
---@return {line_id:string, text:string}[]
function rules.problems(lines)
  local list = {}
  for _, line in ipairs(lines) do
    if line.problem then list[#list + 1] = { line_id = line.id, text = line.product.name .. ": " .. line.problem } end
  end
  return list
end

--- What to say after something was put in or changed: did the shopper get what was asked for?
---@param done {name:string, most:integer, max_qty:integer, qty:integer}
---@param wanted integer the quantity that the line should have now, if known
---@return string|nil
function rules.clamp_notice(done, wanted)
  if done.qty >= wanted then return nil end
  if done.most < done.max_qty then
    return ("%s 재고가 %d개라 %d개만 담았어요."):format(text.particle(done.name, "은/는"), done.most, done.qty)
  end
  return ("%s 한 번에 %d개까지 살 수 있어 %d개만 담았어요."):format(text.particle(done.name, "은/는"), done.max_qty, done.qty)
end

---@param done {name:string, label:string}
---@return string
function rules.added_notice(done)
  local name = done.label ~= "" and ("%s (%s)"):format(done.name, done.label) or done.name
  return text.particle(name, "을/를") .. " 장바구니에 담았어요."
end

return rules
