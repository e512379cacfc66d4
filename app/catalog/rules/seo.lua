-- What search engines and link previews are told: the same facts as the page, in their vocabulary (schema.org, Open
-- Graph). Nothing here that the page itself does not state. JSON-LD is written out here, so that a remembered view
-- carries it ready to show; what a product page says of itself is filled into forms, because it is written anew for every
-- page that is not remembered.

local json = require "json"
local markup = require "shared.markup"

local seo = {}

--- Where others find a picture.
---@param base_url string
---@param image {id:string}
---@return string
function seo.picture_url(base_url, image) return base_url .. "/media/" .. image.id .. "/1200.jpg" end

local picture_url = seo.picture_url

local format, concat, quote = string.format, table.concat, json.quote

local CRUMB = '{"@type":"ListItem","position":%d,"name":%s,"item":%s}'
local CRUMBS = '{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[%s]}'

---@param crumbs {name:string, url:string}[]
---@param base_url string
---@return table JSON, ready to show
function seo.crumbs(crumbs, base_url)
  local items = {}
  for i, crumb in ipairs(crumbs) do
    items[i] = format(CRUMB, i, quote(crumb.name), quote(base_url .. crumb.url))
  end
  return markup.written_json(format(CRUMBS, concat(items, ",")))
end

---@param mall mall
---@param base_url string
---@return table[]
function seo.home(mall, base_url)
  return {
    markup.json { ["@context"] = "https://schema.org", ["@type"] = "Organization", name = mall.name, url = base_url .. "/",
      legalName = mall.footer.company, email = mall.footer.email, telephone = mall.footer.phone,
      address = mall.footer.address },
    markup.json { ["@context"] = "https://schema.org", ["@type"] = "WebSite", name = mall.name, url = base_url .. "/",
      potentialAction = { ["@type"] = "SearchAction", target = base_url .. "/search?q={search_term_string}",
        ["query-input"] = "required name=search_term_string" } },
  }
end

local RETURNS = json.encode { ["@type"] = "MerchantReturnPolicy", applicableCountry = "KR", merchantReturnDays = 7,
  returnMethod = "https://schema.org/ReturnByMail",
  returnPolicyCategory = "https://schema.org/MerchantReturnFiniteReturnWindow" }
local NO_RETURNS = json.encode { ["@type"] = "MerchantReturnPolicy", applicableCountry = "KR",
  returnPolicyCategory = "https://schema.org/MerchantReturnNotPermitted" }

-- An offer is put between its parts: where it is, …; the availability, what holds for all variants.
local OFFER = { '{"@type":"Offer","url":', ',"sku":', ',"name":', ',"price":',
  ',"priceCurrency":"KRW","itemCondition":"https://schema.org/NewCondition","availability":"https://schema.org/',
  '","hasMerchantReturnPolicy":%s,"shippingDetails":{"@type":"OfferShippingDetails",'
    .. '"shippingDestination":{"@type":"DefinedRegion","addressCountry":"KR"},'
    .. '"shippingRate":{"@type":"MonetaryAmount","value":%d,"currency":"KRW"}}}' }

local out = require("string.buffer").new()

local function put_offers(product, url)
  local terms = format(OFFER[6], product.perishable and NO_RETURNS or RETURNS, product.shipping.fee)
  local several = #product.skus > 1
  if several then out:put "[" end
  for i, sku in ipairs(product.skus) do
    if i > 1 then out:put "," end
    out:put(OFFER[1], url, OFFER[2], quote(sku.code), OFFER[3], quote(sku.label), OFFER[4], sku.price, OFFER[5],
      sku.stock_state == "out" and "OutOfStock" or "InStock", terms)
  end
  if several then out:put "]" end
end

local RATING = ',"aggregateRating":{"@type":"AggregateRating","ratingValue":%s,"reviewCount":%d,"bestRating":5,'
  .. '"worstRating":1}'

--- Product and breadcrumbs of a product page. Only real reviews make a rating.
---@param product table
---@param base_url string
---@param rating {count:integer, average:string|nil}
---@return table[]
function seo.product(product, base_url, rating)
  local url = quote(base_url .. product.url)
  out:reset()
  out:put('{"@context":"https://schema.org","@type":"Product","name":', quote(product.name), ',"description":',
    quote(product.summary), ',"sku":', quote(product.code), ',"image":[')
  for i, image in ipairs(product.images) do
    if i > 1 then out:put "," end
    out:put(quote(picture_url(base_url, image)))
  end
  out:put('],"url":', url, ',"brand":{"@type":"Brand","name":', quote(product.brand.name), '},"category":',
    quote(product.category.name))
  if rating.count > 0 then out:put(format(RATING, rating.average, rating.count)) end
  out:put ',"offers":'
  put_offers(product, url)
  out:put "}"
  return { markup.written_json(out:tostring()), seo.crumbs(product.crumbs, base_url) }
end

--- The first picture among things that may have one.
---@param list {image:{id:string}|nil}[]
---@return {id:string}|nil
function seo.first_picture(list)
  for _, one in ipairs(list) do
    if one.image then return one.image end
  end
end

--- A page that is no product's, with a picture if there is one.
---@param base_url string
---@param image {id:string}|nil
---@return table
function seo.og(base_url, image)
  return { type = "website", image = image and picture_url(base_url, image) or nil }
end

---@param product table
---@param base_url string
---@return table
function seo.product_og(product, base_url)
  return { type = "product", title = product.name, description = product.summary, url = base_url .. product.url,
    image = product.image and picture_url(base_url, product.image) or nil }
end

return seo
