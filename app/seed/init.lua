-- Brings the demo malls of app/seed into the database and their pictures into the data folder. Everything is found again
-- by its code, so that a second run changes nothing but what the data changed; stock that is there stays as it is.

local fs = require "fs"
local crypto = require "crypto"
local media = require "media"
local runtime = require "runtime"
local store = require "seed.store"
local rows = require "seed.rows"

local seed = {}

-- Reads a picture, puts its bytes where media/rules.lua looks for them, and says what it is.
local function keep_picture(root, picture)
  local bytes, message = fs.read(root .. "/app/seed/pictures/" .. picture.file)
  if not bytes then error("seed: " .. picture.file .. ": " .. tostring(message)) end
  local digest = crypto.hex(crypto.sha256(bytes))
  local path = media.path { sha256 = digest, format = "webp" }
  if not fs.stat(path) then
    assert(fs.mkdir(path:match("^(.*)/"), 493, true))
    assert(fs.write(path, bytes))
  end
  return { sha256 = digest, format = "webp", bytes = #bytes, width = picture.width, height = picture.height,
    color = picture.color:lower(), name = picture.file }
end

local function pictures_of(mall)
  local list = {}
  local function add(picture) list[#list + 1] = picture or nil end
  for _, hero in ipairs(mall.home.heroes) do
    add(hero.picture)
    add(hero.mobile_picture)
  end
  for _, category in ipairs(mall.categories) do add(category.picture) end
  for _, product in ipairs(mall.products) do
    for _, picture in ipairs(product.pictures) do add(picture) end
    for _, picture in ipairs(product.detail_pictures) do add(picture) end
  end
  return list
end

-- All pictures of a mall; the answer tells a picture's media row by its file.
local function keep_pictures(mall, progress)
  local root, kept = runtime.root(), {}
  local list = pictures_of(mall)
  for i, picture in ipairs(list) do
    kept[picture.file] = keep_picture(root, picture)
    if i % 20 == 0 then progress(("%s: pictures %d/%d"):format(mall.name, i, #list)) end
  end
  return kept
end

local function import(tx, data, position, kept)
  local mall_id = store.upsert_mall(tx, rows.mall(data, position))
  store.replace(tx, "mall_host", mall_id, rows.hosts(mall_id, data))
  local media_ids = store.upsert_media(tx, mall_id, kept)
  local category_ids = store.upsert(tx, "category", "code", rows.categories(mall_id, data, media_ids))
  local brand_ids = store.upsert(tx, "brand", "code", rows.brands(mall_id, data))
  local tag_ids = store.upsert(tx, "tag", "name", rows.tags(mall_id, data))
  local product_ids = store.upsert(tx, "product", "code", rows.products(mall_id, data, category_ids, brand_ids))
  store.replace(tx, "product_tag", mall_id, rows.product_tags(mall_id, data, product_ids, tag_ids))
  store.replace(tx, "product_picture", mall_id, rows.pictures(mall_id, data, product_ids, media_ids))
  store.replace_options(tx, mall_id, rows.options(mall_id, data, product_ids))
  local sku_ids = store.upsert(tx, "sku", "code", rows.skus(mall_id, data, product_ids))
  store.add_stock(tx, mall_id, rows.stock(data, product_ids, sku_ids))
  store.upsert(tx, "product_listing", "product_id", rows.listings(mall_id, data, product_ids, category_ids, brand_ids))
  store.upsert(tx, "setting", "name", rows.settings(mall_id, data, media_ids))
  store.replace(tx, "bank_account", mall_id, rows.accounts(mall_id, data))
  store.upsert(tx, "shipping_policy", "code", rows.policies(mall_id, data))
  store.replace(tx, "shipping_region", mall_id, rows.regions(mall_id, data))
  store.upsert(tx, "page", "slug", rows.pages(mall_id, data))
  store.upsert(tx, "notice", "slug", rows.notices(mall_id, data))
  if data.voices then store.add_voices(tx, mall_id, rows.voices(data, product_ids)) end
  return true
end

--- Imports one mall, in one transaction.
---@param data seed.Mall
---@param position integer its place among the malls
---@param progress fun(detail:string)|nil
---@return true|nil
---@return fault|nil
function seed.import(data, position, progress)
  progress = progress or function() end
  local kept = keep_pictures(data, progress)
  progress(data.name .. ": catalogue")
  return store.transaction(function(tx) return import(tx, data, position, kept) end)
end

--- Imports the demo malls.
---@param options {progress:fun(detail:string)|nil}|nil
---@return true|nil
---@return fault|nil
function seed.run(options)
  for position, name in ipairs(require("seed.shape").malls) do
    local done, fault = seed.import(require(name), position, options and options.progress)
    if not done then return nil, fault end
  end
  return true
end

return seed
