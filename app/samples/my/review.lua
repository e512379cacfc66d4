-- The form of a review: one that came back with errors, and a new one.

local goods = require "samples.goods"

return {
  full = { title = "후기 쓰기", my = "reviews",
    line = { product = { name = "맑은 갈비탕 700g", url = "/p/galbitang", image = goods.image(1) }, sku_label = "순한맛",
      placed_at = 1795897667.905 },
    order = "261129-4CDDDF5", position = 1, thanks_text = "후기를 쓰시면 적립금 500원을 드려요.",
    form = { values = { rating = "4", body = "맛있" }, errors = { rating = "별점을 다시 선택해 주세요.",
      body = "후기는 10자 이상 입력해 주세요." } },
    page = { title = "후기 쓰기 | 견본상회", robots = "noindex" },
  },
  least = { title = "후기 쓰기", my = "reviews",
    line = { product = { name = "이름뿐인 상품", url = "/p/plain" }, placed_at = 1795897667.905 },
    order = "261129-4CDDDF5", position = 2, form = { values = {}, errors = {} },
  },
}
