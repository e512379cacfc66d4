-- A search: found, not found, not begun.

local goods = require "samples.goods"

local popular = { { text = "갈비탕", url = "/search?q=%EA%B0%88" }, { text = "콜드브루", url = "/search?q=%EC%BD%9C" } }
local one = { page = 1, pages = 1, pages_list = { { n = 1, url = "/search?q=x", active = true } } }

return {
  full = {
    q = "김치", total = 1312, more = true, products = goods.cards(6),
    sorts = { { key = "relevance", label = "정확도순", url = "/search?q=x", active = true },
      { key = "price", label = "낮은 가격순", url = "/search?q=x&sort=price", active = false } },
    pager = { page = 2, pages = 3, prev_url = "/search?q=x", next_url = "/search?q=x&page=3", pages_list = {
      { n = 1, url = "/search?q=x", active = false }, { n = 2, url = "/search?q=x&page=2", active = true },
      { n = 3, url = "/search?q=x&page=3", active = false } } },
    suggestions = {}, popular = popular,
    page = { title = "‘김치’ 검색 결과 | 견본상회", robots = "noindex, follow", search_q = "김치" },
  },
  nothing_found = {
    q = "김칭", total = 0, more = false, products = goods.cards(2), sorts = {}, pager = one, popular = popular,
    suggestions = { { text = "김치", url = "/search?q=%EA%B9%80%EC%B9%98" } },
    page = { title = "‘김칭’ 검색 결과 | 견본상회", robots = "noindex, follow", search_q = "김칭" },
  },
  least = { q = "", total = 0, more = false, products = {}, sorts = {}, pager = one, suggestions = {}, popular = {} },
}
