-- Goods as other pages show them: pictures, cards in a row of products, lines of a cart and of an order.

local goods = {}

--- A picture; each number another one.
---@param n integer
function goods.image(n)
  return { id = ("00000000-0000-7000-8000-%012d"):format(n), width = 1000, height = 800, color = "#d8c4a0",
    alt = "견본 사진 " .. n }
end

local full = {
  { name = "맑은 갈비탕 700g", slug = "galbitang", brand = "모락키친", price = 10900, list_price = 12800,
    discount_percent = 14, unit_price_text = "100g당 1,557원", low_stock_text = "4개 남음", tags = { "국·탕", "냉동" },
    badges = { { kind = "best", text = "베스트" }, { kind = "sale", text = "할인" }, { kind = "low", text = "품절 임박" } } },
  { name = "해남 포기 배추김치 1.5kg", slug = "kimchi", brand = "뒤란김치", price = 15900, unit_price_text = "100g당 1,060원",
    tags = { "김치", "냉장" }, badges = { { kind = "new", text = "신상품" } } },
  { name = "새벽 블렌드 원두 200g", slug = "house-blend", brand = "새벽로스터리", price = 9800, tags = {}, badges = {} },
  { name = "돌산 갓김치 1kg", slug = "gat-kimchi", brand = "모락키친", price = 17500, tags = {}, sold_out = true,
    badges = { { kind = "soldout", text = "품절" } } },
}

--- Cards with all that one can state.
---@param count integer
---@return table[]
function goods.cards(count)
  local list = {}
  for i = 1, count do
    local of = full[(i - 1) % #full + 1]
    list[i] = { id = "product-" .. i, slug = of.slug, url = "/p/" .. of.slug, name = of.name, brand = of.brand,
      image = goods.image(10 + i), price = of.price, list_price = of.list_price, discount_percent = of.discount_percent,
      unit_price_text = of.unit_price_text, low_stock_text = of.low_stock_text, tags = of.tags, badges = of.badges,
      sold_out = of.sold_out or false, summary = "견본 소개" }
  end
  return list
end

--- A card that states only what every product has.
---@return table
function goods.least_card()
  return { id = "product-0", slug = "plain", url = "/p/plain", name = "이름뿐인 상품", brand = "들녘곳간", price = 1300,
    tags = {}, badges = {}, sold_out = false }
end

local function line(n, fields)
  local of = full[n]
  local made = { id = "line-" .. n, sku_id = "sku-" .. n, product_id = "product-" .. n, sku_code = "S" .. n, qty = n,
    max_qty = 9, unit_price = of.price, list_price = of.list_price, amount = of.price * n, counted = true, blocks = false,
    perishable = false,
    product = { name = of.name, url = "/p/" .. of.slug, slug = of.slug, brand = of.brand, image = goods.image(10 + n) } }
  for name, value in pairs(fields) do made[name] = value end
  return made
end

--- Lines of a cart that can be bought.
---@return table[]
function goods.lines()
  return {
    line(1, { sku_label = "순한맛", stock_text = "4개 남음", perishable = true }),
    line(2, { problem = "담을 때 14,900원이던 가격이 15,900원으로 바뀌었어요." }),
    line(3, { sku_label = "굵게 간 것" }),
  }
end

--- A line that stands in the way to the till.
---@return table
function goods.broken_line()
  return line(4, { problem = "품절된 상품이에요. 장바구니에서 빼 주세요.", blocks = true, counted = false, max_qty = 1 })
end

--- The one line of a small cart.
---@return table
function goods.least_line()
  return { id = "line-0", sku_id = "sku-0", product_id = "product-0", sku_code = "S0", qty = 1, max_qty = 1,
    unit_price = 1300, amount = 1300, counted = true, blocks = false, perishable = false,
    product = { name = "이름뿐인 상품", url = "/p/plain", slug = "plain", brand = "들녘곳간" } }
end

--- Sums before an address is known and after, and those of the small cart.
goods.totals = { goods = 71800, discount = 5200, shipping = 3000, payable = 69600, item_count = 6 }
--- Those at the till, where points pay a part.
goods.till_totals = { goods = 71800, discount = 5200, shipping = 6000, payable = 72600, item_count = 6, points = 5000,
  charge = 67600, shipping_note = "제주 추가 배송비 3,000원 포함" }
goods.least_totals = { goods = 1300, discount = 0, shipping = 0, payable = 1300, item_count = 1 }

return goods
