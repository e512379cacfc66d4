-- The goods of a shelf.

local goods = require "samples.goods"
local markup = require "shared.markup"

local function plain(changes)
  local made = {
    category = { id = "category-1", code = "sides", slug = "sides", url = "/c/sides", name = "반찬·김치", icon = "bowl",
      description = "" },
    crumbs = { { name = "홈", url = "/" }, { name = "반찬·김치", url = "/c/sides" } },
    filters = {}, active_filters = {}, sort = "recommended", sorts = {},
    pager = { page = 1, pages = 1, pages_list = { { n = 1, url = "/c/sides", active = true } } },
  }
  for name, value in pairs(changes) do made[name] = value end
  return made
end

return {
  full = {
    category = { id = "category-1", code = "sides", slug = "sides", url = "/c/sides", name = "반찬·김치", icon = "bowl",
      description = "그날 무쳐 그날 보내는 반찬", image = goods.image(1) },
    crumbs = { { name = "홈", url = "/" }, { name = "반찬·김치", url = "/c/sides" } },
    filters = {
      { name = "brand", label = "브랜드", options = {
        { label = "뒤란김치", url = "/c/sides?brand=duiran", active = true, count = 117 },
        { label = "모락키친", url = "/c/sides?brand=morak", active = false, count = 123 } } },
      { name = "tag", label = "태그", options = {} },
    },
    active_filters = { { label = "뒤란김치만", remove_url = "/c/sides" } },
    sort = "recommended",
    sorts = { { key = "recommended", label = "추천순", url = "/c/sides", active = true },
      { key = "newest", label = "신상품순", url = "/c/sides?sort=newest", active = false } },
    products = goods.cards(6), total = 1240,
    pager = { page = 2, pages = 9, prev_url = "/c/sides", next_url = "/c/sides?page=3", pages_list = {
      { n = 1, url = "/c/sides", active = false }, { n = 2, url = "/c/sides?page=2", active = true }, { gap = true },
      { n = 9, url = "/c/sides?page=9", active = false } } },
    page = { title = "반찬·김치 | 견본상회", description = "그날 무쳐 그날 보내는 반찬", category = "sides",
      canonical = "https://sample.example/c/sides?page=2", robots = "noindex, follow",
      og = { type = "website", image = "https://sample.example/media/1/1200.jpg" },
      jsonld = { markup.json { ["@type"] = "BreadcrumbList" } } },
  },
  least = plain { products = { goods.least_card() }, total = 1 },
  empty = plain { products = {}, total = 0 },
}
