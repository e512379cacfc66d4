-- What a visitor who is no member looked at lately.

local goods = require "samples.goods"

return {
  full = { products = goods.cards(4), page = { title = "최근 본 상품 | 견본상회", robots = "noindex" } },
  least = { products = {} },
}
