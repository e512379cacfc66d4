-- What a product card states: the facts of a row of the catalogue, put into the words a shopper reads.

local won = require("shared.money").won

local card = {}

--- At or below so many, the shopper is told how many are left.
card.LOW = 5

--- Whole percent, rounded down: a shop never promises more than it gives.
---@param price integer
---@param list_price integer|nil
---@return integer|nil
function card.discount(price, list_price)
  if not list_price or list_price <= price then return nil end
  local percent = math.floor((list_price - price) * 100 / list_price)
  return percent > 0 and percent or nil
end

--- 단위가격: "100g당 1,616원", half rounded up.
---@param row {price:integer, unit_label:string|nil, unit_size:integer|nil, unit_quantity:integer|nil}
---@return string|nil
function card.unit_price(row)
  if not row.unit_label then return nil end
  return row.unit_label .. "당 " .. won(row.price):ratio(row.unit_size, row.unit_quantity):format()
end

---@param available integer
---@return "in"|"low"|"out" state
---@return string text
function card.stock(available)
  if available <= 0 then return "out", "품절" end
  if available <= card.LOW then return "low", available .. "개 남음" end
  return "in", "구매 가능"
end

local function badges(row, state, percent)
  local list = {}
  if state == "out" then return { { kind = "soldout", text = "품절" } } end
  if row.is_best then list[#list + 1] = { kind = "best", text = "베스트" } end
  if row.is_new then list[#list + 1] = { kind = "new", text = "신상품" } end
  if percent then list[#list + 1] = { kind = "sale", text = "할인" } end
  if state == "low" then list[#list + 1] = { kind = "low", text = "품절 임박" } end
  return list
end

---@param row table a row of catalog.store
---@return table P the contract's product card
function card.view(row)
  local percent = card.discount(row.price, row.list_price)
  local state, stock_text = card.stock(row.available)
  return {
    id = row.id, slug = row.slug, url = "/p/" .. row.slug, name = row.name, brand = row.brand,
    image = row.image, price = row.price, list_price = percent and row.list_price or nil,
    discount_percent = percent, unit_price_text = card.unit_price(row), tags = row.tags or {},
    badges = badges(row, state, percent), sold_out = state == "out",
    low_stock_text = state == "low" and stock_text or nil, summary = row.summary,
  }
end

---@param rows table[]
---@return table[]
function card.views(rows)
  local list = {}
  for i, row in ipairs(rows) do list[i] = card.view(row) end
  return list
end

return card
