-- Puts a mall together from its parts: products get their category, rank, notice rows and pictures, and what refers to
-- something that does not exist is an error here, at load time, before a database is touched.

local notice = require "catalog.rules.notice"

---@class seed.Parts
---@field mall table                          seed.Mall without brands, categories, products and pages
---@field brands seed.Brand[]
---@field categories seed.Category[]
---@field shelves table<string, table[]>      products by category code; `notice` still {kind, facts}
---@field pictures table<string, seed.Picture[]>   by product code, "category-<code>" or "hero-<n>"
---@field ranking string[]                    product codes, best seller first; the rest follow in shelf order
---@field notice_defaults fun(product:table, kind:string):table<string, string>   facts a product need not repeat
---@field pages table<string, seed.Page>
---@field voices seed.Voices

local function index(list, what)
  local by_code = {}
  for _, item in ipairs(list) do
    if by_code[item.code] then error(("%s %s appears twice"):format(what, item.code)) end
    by_code[item.code] = item
  end
  return by_code
end

local function split_pictures(list)
  local gallery, detail = {}, {}
  for _, picture in ipairs(list or {}) do
    local target = picture.width < 1000 and picture.height > picture.width and detail or gallery
    target[#target + 1] = picture
  end
  return gallery, detail
end

local function finish(product, parts, category)
  local kind = product.notice[1]
  local facts = parts.notice_defaults(product, kind)
  for key, value in pairs(product.notice) do
    if key ~= 1 then facts[key] = value end
  end
  product.category = category.code
  product.options = product.options or {}
  product.notice, product.notice_kind, product.notice_facts = notice.rows(kind, facts), kind, facts
  product.pictures, product.detail_pictures = split_pictures(parts.pictures[product.code])
  for _, sku in ipairs(product.skus) do
    sku.values = sku.values or {}
    if #sku.values ~= #product.options then error(sku.code .. " does not match its option axes") end
  end
end

local function rank(products, ranking)
  local by_code, at = index(products, "product"), 0
  local function place(product)
    if not product.rank then
      at = at + 1
      product.rank = at
    end
  end
  for _, code in ipairs(ranking) do
    place(by_code[code] or error("ranking names an unknown product: " .. code))
  end
  for _, product in ipairs(products) do place(product) end
  return by_code
end

local function furnish_home(mall, parts, by_code)
  for i, hero in ipairs(mall.home.heroes) do
    local list = parts.pictures["hero-" .. mall.code .. "-" .. i] or {}
    hero.picture, hero.mobile_picture = list[1], list[2]
  end
  for _, section in ipairs(mall.home.sections) do
    for _, code in ipairs(section.products) do
      if not by_code[code] then error(("section %s names an unknown product: %s"):format(section.title, code)) end
    end
  end
end

-- What was said of a product that there is.
local function check_voices(voices, by_code)
  for _, list in pairs(voices) do
    for _, said in ipairs(list) do
      if not by_code[said[1]] then error("something is said of an unknown product: " .. said[1]) end
    end
  end
end

---@param parts seed.Parts
---@return seed.Mall
return function(parts)
  local mall, products = parts.mall, {}
  local brands = index(parts.brands, "brand")
  for _, category in ipairs(parts.categories) do
    category.picture = (parts.pictures["category-" .. category.code] or {})[1]
    for _, product in ipairs(parts.shelves[category.code]) do
      if not brands[product.brand] then error(product.code .. " has an unknown brand") end
      finish(product, parts, category)
      products[#products + 1] = product
    end
  end
  local by_code = rank(products, parts.ranking)
  furnish_home(mall, parts, by_code)
  check_voices(parts.voices, by_code)
  mall.brands, mall.categories, mall.products, mall.pages = parts.brands, parts.categories, products, parts.pages
  mall.voices = parts.voices
  return mall
end
