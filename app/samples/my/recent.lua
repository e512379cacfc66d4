-- What a member looked at lately.

local goods = require "samples.goods"

return {
  full = { title = "최근 본 상품", my = "recent", products = goods.cards(4), page = { title = "최근 본 상품 | 견본상회",
    robots = "noindex" } },
  least = { title = "최근 본 상품", my = "recent", products = {} },
}
