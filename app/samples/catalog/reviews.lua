-- All reviews of a product.

local goods = require "samples.goods"
local voices = require "samples.voices"

local sorts = { { label = "최신순", url = "/p/galbitang/reviews", active = true },
  { label = "별점 높은순", url = "/p/galbitang/reviews?sort=high", active = false } }
return {
  full = {
    product = { id = "product-1", name = "맑은 갈비탕", url = "/p/galbitang", image = goods.image(1) },
    list = voices.reviews, average = "4.5", count = 12, shares = voices.shares, sorts = sorts,
    pager = { page = 1, pages = 2, next_url = "/p/galbitang/reviews?page=2",
      pages_list = { { n = 1, url = "/p/galbitang/reviews", active = true },
        { n = 2, url = "/p/galbitang/reviews?page=2", active = false } } },
    page = { title = "맑은 갈비탕 후기 | 견본상회", robots = "noindex, follow" },
  },
  least = { product = { id = "product-0", name = "이름뿐인 상품", url = "/p/plain" }, list = {}, count = 0,
    shares = {}, sorts = {}, pager = { page = 1, pages = 1, pages_list = {} } },
}
