-- What a member wished for.

local goods = require "samples.goods"

return {
  full = { title = "찜한 상품", my = "wishes",
    products = goods.cards(4), total = 30,
    pager = { page = 1, pages = 2, next_url = "/my/wishes?page=2",
      pages_list = { { n = 1, url = "/my/wishes", active = true }, { n = 2, url = "/my/wishes?page=2", active = false } } },
    page = { title = "찜한 상품 | 견본상회", robots = "noindex" },
  },
  least = { title = "찜한 상품", my = "wishes", products = {}, total = 0, pager = { page = 1, pages = 1, pages_list = {} } },
}
