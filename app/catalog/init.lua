-- The public face of the catalogue: lists, searches and single products as the views that pages show. What it reads is
-- remembered by the worker until PostgreSQL says that the mall's catalogue or stock changed.

local cache = require "shared.cache"
local store = require "catalog.store"
local products = require "catalog.product.store"
local product_rules = require "catalog.product.rules"
local card = require "catalog.rules.card"
local listing = require "catalog.rules.listing"
local seo = require "catalog.rules.seo"
local grams = require "catalog.rules.grams"
local closeness = require "catalog.rules.closeness"
local search_store = require "catalog.search.store"
local sitemap = require "catalog.rules.sitemap"
local sitemap_store = require "catalog.sitemap.store"
local former = require "catalog.former.store"
local shelf = require "catalog.shelf"

local catalog = {}

local views = cache.region { channel = "catalog", limit = 3000, seconds = 60 }
-- What shoppers make up (words, combinations of filters) is without end, and must not push the goods out.
local answers = cache.region { channel = "catalog", limit = 500, seconds = 60 }

local function read_categories(mall_id)
  local list = {}
  for i, row in ipairs(store.categories(mall_id)) do
    list[i] = { id = row.id, code = row.code, slug = row.slug, name = row.name, description = row.description,
      icon = row.icon, url = "/c/" .. row.slug, image = row.image, hidden = row.hidden or nil }
  end
  return list
end

local function read_shown(mall_id)
  local shown = {}
  for _, category in ipairs(read_categories(mall_id)) do
    if not category.hidden then shown[#shown + 1] = category end
  end
  return shown
end

--- The categories of a mall that its navigation shows, in its order. Shared by all requests: do not change it.
---@param mall_id string
---@return {id:string, slug:string, name:string, description:string, icon:string, url:string, image:table|nil}[]
function catalog.categories(mall_id) return views:fetch(mall_id, "categories", read_shown, mall_id) end

--- One category, also a hidden one: who has its address may look at it.
---@param mall_id string
---@param slug string
---@return table|nil
function catalog.category(mall_id, slug)
  for _, category in ipairs(views:fetch(mall_id, "all categories", read_categories, mall_id)) do
    if category.slug == slug then return category end
  end
end

---@param mall_id string
---@param ids string[]
---@return table[] cards in this order; what is not on sale is missing
function catalog.cards(mall_id, ids) return card.views(store.cards(mall_id, ids)) end

---@param mall_id string
---@param codes string[]
---@return table<string, table> cards by code; what is not on sale is missing
function catalog.cards_by_code(mall_id, codes)
  local cards = {}
  for _, row in ipairs(store.cards_by_code(mall_id, codes)) do cards[row.code] = card.view(row) end
  return cards
end

--- The best-ranked products.
---@param mall_id string
---@param limit integer
---@return table[] cards
function catalog.best(mall_id, limit)
  return card.views(store.best(mall_id, limit))
end

--- The facts of a product, as rows; nil when it is not on sale.
---@param mall_id string
---@param slug string
---@return table|nil
catalog.product = products.by_slug

--- Those facts as a page states them.
---@param found table
---@param shipping table the terms of shipping
---@return table product
---@return table[] related
catalog.product_view = product_rules.view

--- What the head of the front page says, which shows that image first.
function catalog.home_page(mall, base_url, image)
  return { title = mall.name .. " | " .. mall.tagline, description = mall.description, canonical = base_url .. "/",
    og = seo.og(base_url, image), jsonld = seo.home(mall, base_url) }
end

--- What the head of a product's page says.
---@param rating {count:integer, average:string|nil}  of its reviews
function catalog.product_page(product, mall, base_url, rating)
  return { title = product.name .. " | " .. mall.name, description = product.summary, canonical = base_url .. product.url,
    og = seo.product_og(product, base_url), jsonld = seo.product(product, base_url, rating),
    category = product.category.slug }
end

--- What `key` was the last time this mall's catalogue changed, or what `load(...)` makes of it now.
---@param mall_id string
---@param key string
---@param load fun(...): any
---@return any
function catalog.remember(mall_id, key, load, ...) return views:fetch(mall_id, key, load, ...) end

local function list_view(mall, category, args, base_url)
  local mall_id, path = mall.id, "/c/" .. category.slug
  local crumbs = { { name = "홈", url = "/" }, { name = category.name, url = path } }
  local from, to = listing.price_range(args.price)
  local filter = { category_id = category.id, brands = listing.split(args.brand), tags = listing.split(args.tag),
    price_from = from, price_to = to }
  local page = args.page or 1
  local rows, total = store.list(mall_id, filter, args.sort or "recommended", listing.PAGE_SIZE,
    (page - 1) * listing.PAGE_SIZE)
  local filters, active = listing.filters(store.facets(mall_id, { category_id = category.id }), path, args)
  return {
    category = category, crumbs = crumbs,
    products = card.views(rows), total = total, sort = args.sort or "recommended",
    sorts = listing.sorts(listing.SORTS, path, args), filters = filters, active_filters = active,
    pager = listing.pager(path, args, page, total),
    page = { title = category.name .. " | " .. mall.name, description = category.description,
      canonical = base_url .. listing.address(path, { page = page > 1 and page or nil }),
      robots = (category.hidden or args.brand or args.tag or args.price or args.sort) and "noindex, follow" or nil,
      og = seo.og(base_url, category.image or seo.first_picture(rows)),
      jsonld = { seo.crumbs(crumbs, base_url) }, category = category.slug },
  }
end

--- One page of a category.
---@param mall mall
---@param category table
---@param args {brand:string|nil, tag:string|nil, price:string|nil, sort:string|nil, page:integer|nil}
---@param base_url string
---@return table view
function catalog.list(mall, category, args, base_url)
  local key = "list " .. base_url .. listing.address("/c/" .. category.slug, args)
  return answers:fetch(mall.id, key, list_view, mall, category, args, base_url)
end

-- Of products that share these grams, those near enough to have been meant; nearest first.
local function near_ones(mall_id, q, shared)
  local near = {}
  for place, row in ipairs(search_store.guess(mall_id, shared)) do
    local distance, meant = closeness.nearest(q, row.name_key)
    if distance <= closeness.LIMIT then
      near[#near + 1] = { id = row.product_id, distance = distance, meant = meant, place = place }
    end
  end
  table.sort(near, function(a, b)
    if a.distance ~= b.distance then return a.distance < b.distance end
    return a.place < b.place
  end)
  return near
end

-- Nothing matched: products that may have been meant, and how that is written.
local function guess(mall_id, q)
  if #grams.letters(q) > closeness.LONGEST then return {}, {} end
  local of_letters, of_initials = grams.of_guess(mall_id, q)
  local near = near_ones(mall_id, q, of_letters)
  if #near == 0 then near = near_ones(mall_id, q, of_initials) end
  local ids, words, seen = {}, {}, {}
  for i = 1, math.min(#near, 8) do
    ids[i] = near[i].id
    if not seen[near[i].meant] and #words < 3 then
      words[#words + 1] = { text = near[i].meant, url = listing.address("/search", { q = near[i].meant }) }
    end
    seen[near[i].meant] = true
  end
  return ids, words
end

local function search_view(mall_id, q, args)
  local page, sort = args.page or 1, args.sort or "relevance"
  local wanted = grams.of_query(mall_id, q)
  local rows, total = {}, 0
  if #wanted > 0 then
    rows, total = search_store.find(mall_id, wanted, { key = grams.key(q), tag = q }, sort, listing.PAGE_SIZE,
      (page - 1) * listing.PAGE_SIZE)
  end
  local ids, suggestions = {}, {}
  for i, row in ipairs(rows) do ids[i] = row.product_id end
  if total == 0 and q ~= "" then ids, suggestions = guess(mall_id, q) end
  local shown = { q = q, sort = args.sort, page = args.page }
  return {
    q = q, total = math.min(total, search_store.MOST), more = total > search_store.MOST,
    products = card.views(store.cards(mall_id, ids)),
    sorts = listing.sorts(listing.SEARCH_SORTS, "/search", shown), suggestions = suggestions,
    pager = listing.pager("/search", shown, page, math.min(total, search_store.MOST)),
  }
end

--- What `q` finds; when it finds nothing, what was probably meant.
---@param mall_id string
---@param q string trimmed, NFC; may be empty
---@param args {sort:string|nil, page:integer|nil}
---@return table view
function catalog.search(mall_id, q, args)
  if q == "" then return search_view(mall_id, q, args) end
  return answers:fetch(mall_id, "search " .. listing.address("", { q = q, sort = args.sort, page = args.page }),
    search_view, mall_id, q, args)
end

local function sitemap_index(mall_id, base_url)
  local standing = #sitemap.standing(catalog.categories(mall_id))
  local files = sitemap_store.files(mall_id, sitemap.MOST, standing)
  return sitemap.index(base_url, #files > 0 and files or { { file = 1 } })
end

--- The index of the mall's sitemaps.
---@param mall_id string
---@param base_url string
---@return string xml
function catalog.sitemap_index(mall_id, base_url)
  return views:fetch(mall_id, "sitemap " .. base_url, sitemap_index, mall_id, base_url)
end

--- One of those sitemaps. Not remembered: it is asked for once in a while and would take the place of pages.
---@param mall_id string
---@param base_url string
---@param file integer
---@return string|nil xml  nil when there is none of this number
function catalog.sitemap(mall_id, base_url, file)
  local paths = sitemap.standing(catalog.categories(mall_id))
  local goods = sitemap_store.products(mall_id, sitemap.window(file, #paths))
  if file > 1 and #goods == 0 then return nil end
  return sitemap.urls(base_url, file == 1 and paths or {}, goods)
end

--- The address that what had this one has now.
catalog.moved = former.lead
--- Editing products, and keeping lists and searches in step with what was edited.
catalog.editor, catalog.put_on_shelf, catalog.follow = require "catalog.editor", shelf.put, shelf.follow
--- Prices and stock by the sheet; the shelves.
catalog.bulk, catalog.shelves = require "catalog.bulk", require "catalog.category"
--- Products as staff lists them.
catalog.desk = require "catalog.list"
catalog.address = listing.address
catalog.first_picture = seo.first_picture

return catalog
