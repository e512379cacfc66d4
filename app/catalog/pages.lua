-- The pages where goods are looked at: front page, categories, search, one product; and what search engines read.

local catalog = require "catalog"
local forms = require "catalog.forms"
local show_home = require "flows.show_home"
local show_product = require "flows.show_product"
local show_search = require "flows.show_search"

local pages = {}

-- What is not there may have moved: then whoever comes by its old address is sent on for good.
local function moved_or_missing(ctx, kind, prefix)
  local slug = catalog.moved(ctx.mall.id, kind, ctx.params.slug)
  if not slug then return ctx:not_found() end
  return ctx:redirect(prefix .. slug, 301)
end

function pages.home(ctx) return ctx:render("home", show_home.run(ctx.mall, ctx.base_url)) end

function pages.list(ctx)
  local category = catalog.category(ctx.mall.id, ctx.params.slug)
  if not category then return moved_or_missing(ctx, "category", "/c/") end
  local args = forms.lenient(forms.list, ctx.args)
  local view = catalog.list(ctx.mall, category, args, ctx.base_url)
  if (args.page or 1) > view.pager.pages then return ctx:not_found() end
  return ctx:render("catalog/list", view)
end

function pages.search(ctx)
  local args = forms.lenient(forms.search, ctx.args)
  local q = args.q or ""
  local view, popular = show_search.run(ctx.mall.id, q, args)
  if (args.page or 1) > view.pager.pages then return ctx:not_found() end
  return ctx:render("catalog/search", {
    q = q, total = view.total, more = view.more, products = view.products, pager = view.pager, sorts = view.sorts,
    suggestions = view.suggestions, popular = popular,
    page = { title = (q ~= "" and "‘" .. q .. "’ 검색 결과" or "상품 검색") .. " | " .. ctx.mall.name,
      robots = "noindex, follow", search_q = q },
  })
end

function pages.product(ctx)
  local view = show_product.run(ctx.mall, ctx.params.slug, ctx.base_url)
  if not view then return moved_or_missing(ctx, "product", "/p/") end
  if ctx.member then view = show_product.of_member(view, ctx.mall, ctx.member.id) end
  return ctx:render("catalog/product", view)
end

local XML, HOUR = "application/xml; charset=utf-8", "public, max-age=3600"

function pages.sitemap(ctx) return ctx:text(catalog.sitemap_index(ctx.mall.id, ctx.base_url), XML, HOUR) end

function pages.sitemap_file(ctx)
  local file = ctx.params.name:match("^([1-9]%d?%d?%d?)%.xml$")
  local body = file and catalog.sitemap(ctx.mall.id, ctx.base_url, tonumber(file))
  if not body then return ctx:not_found() end
  return ctx:text(body, XML, HOUR)
end

function pages.robots(ctx)
  local lines = { "User-agent: *", "Disallow: /cart", "Disallow: /checkout", "Disallow: /orders", "Disallow: /search",
    "Disallow: /my",
    "", "Sitemap: " .. ctx.base_url .. "/sitemap.xml", "" }
  return ctx:text(table.concat(lines, "\n"), "text/plain; charset=utf-8", HOUR)
end

return pages
