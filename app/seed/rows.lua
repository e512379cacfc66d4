-- The demo malls' data as rows of the tables, by column name. Pure: ids that the database gave are passed in.

local json = require "json"
local entry = require "catalog.rules.entry"

local rows = {}

local function map(list, fn)
  local out = {}
  for i, item in ipairs(list) do out[i] = fn(item, i) end
  return out
end

local function picture_id(media, picture) return picture and media[picture.file] or nil end

function rows.mall(data, position)
  return { code = data.code, name = data.name, tagline = data.tagline, description = data.description, theme = data.theme,
    footer = data.footer, position = position }
end

function rows.hosts(mall_id, data)
  return map(data.hosts, function(host, i) return { host = host, mall_id = mall_id, position = i } end)
end

function rows.categories(mall_id, data, media)
  return map(data.categories, function(category, i)
    return { mall_id = mall_id, code = category.code, slug = category.code, name = category.name,
      description = category.description, icon = category.icon, media_id = picture_id(media, category.picture),
      media_alt = category.picture and category.picture.alt or "", position = i }
  end)
end

function rows.brands(mall_id, data)
  return map(data.brands, function(brand)
    return { mall_id = mall_id, code = brand.code, name = brand.name, description = brand.story }
  end)
end

function rows.tags(mall_id, data)
  local list, seen = {}, {}
  for _, product in ipairs(data.products) do
    for _, name in ipairs(product.tags) do
      if not seen[name] then list[#list + 1] = { mall_id = mall_id, name = name, position = #list + 1 } end
      seen[name] = true
    end
  end
  return list
end

-- When a product came to the shelf: new ones lately, the others over the months before, in a fixed order.
local function published_at(product, i)
  return product.new and ("2026-11-%02dT09:00:00+09:00"):format(20 - i % 14)
    or ("2026-%02d-%02dT09:00:00+09:00"):format(3 + i % 7, 1 + i * 5 % 27)
end

function rows.products(mall_id, data, category_ids, brand_ids)
  return map(data.products, function(product, i)
    return { mall_id = mall_id, code = product.code, slug = product.code, name = product.name,
      brand_id = brand_ids[product.brand], category_id = category_ids[product.category], summary = product.summary,
      description = json.array(product.description), origin = product.origin or "", maker = product.maker or "",
      contents = json.array(product.contains or {}), storage_method = product.storage or "",
      expiry_text = product.expiry or "", notice = json.array(product.notice), perishable = product.perishable or false,
      tax_free = product.tax_free or false,
      notice_kind = product.notice_kind or "", notice_facts = product.notice_facts or {}, rank = product.rank,
      is_new = product.new or false, is_best = product.best or false, published_at = published_at(product, i) }
  end)
end

function rows.product_tags(mall_id, data, product_ids, tag_ids)
  local list = {}
  for _, product in ipairs(data.products) do
    for i, name in ipairs(product.tags) do
      list[#list + 1] = { mall_id = mall_id, product_id = product_ids[product.code], tag_id = tag_ids[name], position = i }
    end
  end
  return list
end

function rows.pictures(mall_id, data, product_ids, media)
  local list = {}
  for _, product in ipairs(data.products) do
    for role, pictures in pairs { gallery = product.pictures, detail = product.detail_pictures } do
      for i, picture in ipairs(pictures) do
        list[#list + 1] = { mall_id = mall_id, product_id = product_ids[product.code], role = role, position = i,
          media_id = media[picture.file], alt = picture.alt }
      end
    end
  end
  return list
end

---@return {options:table[], values:table[]}
function rows.options(mall_id, data, product_ids)
  local options, values = {}, {}
  for _, product in ipairs(data.products) do
    local id = product_ids[product.code]
    for i, option in ipairs(product.options) do
      options[#options + 1] = { mall_id = mall_id, product_id = id, position = i, name = option.name }
      for j, label in ipairs(option.values) do
        values[#values + 1] = { mall_id = mall_id, product_id = id, option_position = i, position = j, label = label }
      end
    end
  end
  return { options = options, values = values }
end

local function each_sku(data, fn)
  local list = {}
  for _, product in ipairs(data.products) do
    for i, sku in ipairs(product.skus) do list[#list + 1] = fn(sku, product, i) end
  end
  return list
end

function rows.skus(mall_id, data, product_ids)
  return each_sku(data, function(sku, product, i)
    local unit = sku.unit or {}
    return { mall_id = mall_id, product_id = product_ids[product.code], code = sku.code,
      label = table.concat(sku.values, " / "), options = json.array(sku.values), price = sku.price,
      list_price = sku.list_price, weight_g = sku.weight_g, unit_label = unit.label, unit_size = unit.size,
      unit_quantity = unit.quantity, position = i }
  end)
end

function rows.stock(data, product_ids, sku_ids)
  return each_sku(data, function(sku, product)
    return { sku_id = sku_ids[sku.code], product_id = product_ids[product.code], qty = sku.stock }
  end)
end

local function labels_of(product)
  local labels = {}
  for _, option in ipairs(product.options) do
    for _, label in ipairs(option.values) do labels[#labels + 1] = label end
  end
  return labels
end

local function names_of(list)
  local names = {}
  for _, item in ipairs(list) do names[item.code] = item.name end
  return names
end

function rows.listings(mall_id, data, product_ids, category_ids, brand_ids)
  local brands, categories = names_of(data.brands), names_of(data.categories)
  return map(data.products, function(product, i)
    local made = entry.of(mall_id, { name = product.name, brand = brands[product.brand], rank = product.rank,
      category = categories[product.category], tags = product.tags, labels = labels_of(product), skus = product.skus })
    return { mall_id = mall_id, product_id = product_ids[product.code], category_id = category_ids[product.category],
      brand_id = brand_ids[product.brand], rank = product.rank, price = made.price, discount = made.discount,
      published_at = published_at(product, i), name_key = made.name_key, tags = json.array(product.tags),
      grams = json.array(made.grams) }
  end)
end

local function image(media, picture)
  if not picture then return nil end
  return { id = media[picture.file], alt = picture.alt, width = picture.width, height = picture.height,
    color = picture.color }
end

function rows.settings(mall_id, data, media)
  local heroes = map(data.home.heroes, function(hero)
    return { title = hero.title, text = hero.text, url = hero.url, color = hero.color, image = image(media, hero.picture),
      mobile_image = image(media, hero.mobile_picture) }
  end)
  return {
    { mall_id = mall_id, name = "home", value = { heroes = json.array(heroes), sections = json.array(data.home.sections) } },
    { mall_id = mall_id, name = "popular", value = json.array(data.popular) },
    { mall_id = mall_id, name = "due_days", value = data.payment.due_days },
    { mall_id = mall_id, name = "return_fee", value = data.shipping.return_fee },
  }
end

function rows.accounts(mall_id, data)
  return map(data.payment.accounts, function(account, i)
    return { mall_id = mall_id, number = account.number, code = account.bank_code, bank = account.bank,
      holder = account.holder, position = i }
  end)
end

function rows.policies(mall_id, data)
  local shipping = data.shipping
  return { { mall_id = mall_id, code = "standard", name = "일반 택배", carrier = shipping.carrier, fee = shipping.fee,
    free_from = shipping.free_from, jeju_surcharge = shipping.jeju_surcharge,
    island_surcharge = shipping.island_surcharge, dispatch_text = shipping.dispatch_text } }
end

function rows.regions(mall_id, data)
  return map(data.shipping.regions, function(region)
    return { mall_id = mall_id, postcode_from = region.from, postcode_to = region.to, kind = region.kind, name = region.name }
  end)
end

function rows.pages(mall_id, data)
  local list = {}
  for slug, page in pairs(data.pages) do
    list[#list + 1] = { mall_id = mall_id, slug = slug, title = page.title, body = json.array(page.sections),
      updated_at = page.updated_on .. "T00:00:00+09:00" }
  end
  return list
end

function rows.notices(mall_id, data)
  return map(data.notices, function(notice)
    return { mall_id = mall_id, slug = notice.code, title = notice.title, body = json.array(notice.body),
      published_at = notice.date .. "T09:00:00+09:00" }
  end)
end

--- What was said, as reviews and questions that no member wrote.
---@return {product_id:string, author:string, rating:integer, days:integer, option_label:string, body:string}[] reviews
---@return {product_id:string, author:string, days:integer, body:string, answer:string|nil, secret:boolean}[] questions
function rows.voices(data, product_ids)
  return map(data.voices.reviews, function(said)
    return { product_id = product_ids[said[1]], author = said[2], rating = said[3], days = said[4], option_label = said[5],
      body = said[6] }
  end), map(data.voices.questions, function(said)
    return { product_id = product_ids[said[1]], author = said[2], days = said[3], body = said[4], answer = said[5],
      secret = said[6] or false }
  end)
end

return rows
