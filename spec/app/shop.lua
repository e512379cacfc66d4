-- A small mall for specs: two shelves, a few goods without pictures, opened in a database of its own. It goes the way the
-- demo malls go, through the importer.

local database = require "spec.support.database"
local crypto = require "crypto"

local shop = {}

local function product(fields)
  local skus = fields.skus or { { code = fields.code:upper(), price = fields.price or 3300, stock = fields.stock or 100,
    list_price = fields.list_price } }
  for _, sku in ipairs(skus) do sku.values, sku.weight_g = sku.values or {}, 500 end
  return {
    code = fields.code, category = fields.category or "tea", brand = fields.brand or "field", name = fields.name or fields.code,
    summary = "한 줄 소개", tags = fields.tags or {}, origin = "국산", maker = "제조원", options = fields.options or {},
    skus = skus, description = {}, notice = {}, rank = fields.rank, new = fields.new, best = fields.best,
    pictures = {}, detail_pictures = {},
  }
end

--- The mall's data, as the importer takes it.
---@param products table[]
---@param changes table|nil
---@return seed.Mall
function shop.data(products, changes)
  local list = {}
  for i, fields in ipairs(products) do
    fields.rank = fields.rank or i
    list[i] = product(fields)
  end
  local data = {
    code = "shop", hosts = { "shop.test" }, name = "시험상회", tagline = "", description = "", theme = "food", footer = {},
    shipping = { carrier = "택배", fee = 3000, free_from = 30000, jeju_surcharge = 3000, island_surcharge = 5000,
      dispatch_text = "오늘 보내요", return_fee = 3000,
      regions = { { kind = "jeju", name = "제주", from = "63000", to = "63644" },
        { kind = "island", name = "울릉", from = "40200", to = "40240" } } },
    payment = { due_days = 3, accounts = { { bank = "국민은행", bank_code = "004", number = "1-2", holder = "시험" } } },
    brands = { { code = "field", name = "들녘", story = "" }, { code = "sea", name = "바다", story = "" } },
    categories = { { code = "tea", name = "차·음료", description = "", icon = "cup" },
      { code = "rice", name = "쌀·잡곡", description = "", icon = "grain" } },
    products = list, home = { heroes = {}, sections = {} }, notices = {}, popular = {}, pages = {},
  }
  for key, value in pairs(changes or {}) do data[key] = value end
  return data
end

--- Opens a mall with these goods in a fresh database.
---@param products table[]
---@param changes table|nil
---@return mall
function shop.open(products, changes)
  database.fresh()
  return shop.add(products, changes)
end

--- Opens a mall in the database that is there.
---@return mall
function shop.add(products, changes)
  local data = shop.data(products, changes)
  assert(require("seed").import(data, 1))
  return require("mall").of_code(data.code)
end

--- The id of a SKU.
---@param code string
---@return string
function shop.sku(code)
  return (database.execute(("SELECT id FROM sku WHERE code = '%s'"):format(code)):match("%S+"))
end

--- What lies on hand and what is promised of a SKU.
---@param code string
---@return integer on_hand
---@return integer reserved
function shop.stock(code)
  local on_hand, reserved = database.execute(
    ("SELECT on_hand, reserved FROM stock s JOIN sku k ON k.id = s.sku_id WHERE k.code = '%s'"):format(code)):match("(%d+)|(%d+)")
  return tonumber(on_hand), tonumber(reserved)
end

--- Rows of a table, counted.
---@param what string "from …"
---@return integer
function shop.count(what) return tonumber((database.execute("SELECT count(*) FROM " .. what))) end

--- A cart with these goods.
---@param mall mall
---@param goods table<string, integer> quantity by SKU code
---@return string cart_id
function shop.cart(mall, goods)
  local cart, id = require "cart", crypto.uuid7()
  for code, qty in pairs(goods) do assert(cart.add(mall.id, id, shop.sku(code), qty).line_id) end
  return id
end

--- What somebody types at checkout.
---@param changes table|nil
---@return table
function shop.form(changes)
  local typed = { orderer_name = "김철수", orderer_phone = "010-1234-5678", orderer_email = "kim@example.kr",
    same_as_orderer = "1", postcode = "06236", address1 = "서울 강남구 테헤란로 1", address2 = "2층", agree_age = "1",
    agree_order = "1", agree_privacy = "1" }
  for name, value in pairs(changes or {}) do typed[name] = value end
  return (assert(require("checkout.forms").checkout:read(typed)))
end

--- A confirmed draft: cart, form, review.
---@param mall mall
---@param goods table<string, integer>
---@param changes table|nil of the form
---@param member {id:string}|nil
---@return {cart_id:string, place_key:string, quote:string, channel:"pc", member_id:string|nil}
function shop.draft(mall, goods, changes, member)
  local prepare = require "flows.prepare_order"
  local asked = { cart_id = shop.cart(mall, goods), member = member, device = "pc" }
  assert(prepare.save(mall, asked, shop.form(changes)))
  local view = assert(prepare.review(mall, asked))
  return { cart_id = asked.cart_id, place_key = view.place_key, quote = view.quote, channel = "pc", member_id = member and member.id }
end

return shop
