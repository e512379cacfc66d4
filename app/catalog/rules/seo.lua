-- What search engines and link previews are told: the same facts as the page, in their vocabulary (schema.org, Open
-- Graph, sitemaps). Nothing here that the page itself does not state. JSON-LD is written out here, so that a remembered
-- view carries it ready to show.

local clock = require "shared.clock"
local markup = require "shared.markup"

local seo = {}

local function picture_url(base_url, image) return base_url .. "/media/" .. image.id .. "/1200.jpg" end

---@param crumbs {name:string, url:string}[]
---@param base_url string
---@return table JSON, ready to show
function seo.crumbs(crumbs, base_url)
  local items = {}
  for i, crumb in ipairs(crumbs) do
    items[i] = { ["@type"] = "ListItem", position = i, name = crumb.name, item = base_url .. crumb.url }
  end
  return markup.json { ["@context"] = "https://schema.org", ["@type"] = "BreadcrumbList", itemListElement = items }
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

local function return_policy(product)
  if product.perishable then
    return { ["@type"] = "MerchantReturnPolicy", applicableCountry = "KR",
      returnPolicyCategory = "https://schema.org/MerchantReturnNotPermitted" }
  end
  return { ["@type"] = "MerchantReturnPolicy", applicableCountry = "KR",
    returnPolicyCategory = "https://schema.org/MerchantReturnFiniteReturnWindow", merchantReturnDays = 7,
    returnMethod = "https://schema.org/ReturnByMail" }
end

local function offer(sku, product, base_url)
  return {
    ["@type"] = "Offer", url = base_url .. product.url, sku = sku.code, price = sku.price, priceCurrency = "KRW",
    name = sku.label, itemCondition = "https://schema.org/NewCondition",
    availability = "https://schema.org/" .. (sku.stock_state == "out" and "OutOfStock" or "InStock"),
    hasMerchantReturnPolicy = return_policy(product),
    shippingDetails = { ["@type"] = "OfferShippingDetails",
      shippingDestination = { ["@type"] = "DefinedRegion", addressCountry = "KR" },
      shippingRate = { ["@type"] = "MonetaryAmount", value = product.shipping.fee, currency = "KRW" } },
  }
end

--- Product and breadcrumbs of a product page.
---@param product table
---@param base_url string
---@return table[]
function seo.product(product, base_url)
  local offers, images = {}, {}
  for i, sku in ipairs(product.skus) do offers[i] = offer(sku, product, base_url) end
  for i, image in ipairs(product.images) do images[i] = picture_url(base_url, image) end
  return {
    markup.json { ["@context"] = "https://schema.org", ["@type"] = "Product", name = product.name,
      description = product.summary, sku = product.code, image = images, url = base_url .. product.url,
      brand = { ["@type"] = "Brand", name = product.brand.name },
      category = product.category.name, offers = #offers == 1 and offers[1] or offers },
    seo.crumbs(product.crumbs, base_url),
  }
end

---@param product table
---@param base_url string
---@return table
function seo.product_og(product, base_url)
  return { type = "product", title = product.name, description = product.summary, url = base_url .. product.url,
    image = product.image and picture_url(base_url, product.image) or nil }
end

--- The sitemap of a mall as XML.
---@param base_url string
---@param categories {url:string}[]
---@param products {slug:string, updated_at:number, media_id:string|nil}[]
---@param escape fun(text:string):string
---@return string
function seo.sitemap(base_url, categories, products, escape)
  local out = { '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    .. ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">' }
  local function add(path, more)
    out[#out + 1] = ("<url><loc>%s</loc>%s</url>"):format(escape(base_url .. path), more or "")
  end
  add "/"
  for _, category in ipairs(categories) do add(category.url) end
  for _, path in ipairs { "/guide", "/terms", "/privacy", "/notices" } do add(path) end
  for _, product in ipairs(products) do
    local image = product.media_id and ("<image:image><image:loc>%s</image:loc></image:image>")
      :format(escape(picture_url(base_url, { id = product.media_id }))) or ""
    add("/p/" .. product.slug, ("<lastmod>%s</lastmod>%s"):format(clock.iso(product.updated_at), image))
  end
  out[#out + 1] = "</urlset>\n"
  return table.concat(out, "\n")
end

return seo
