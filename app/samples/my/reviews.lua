-- The reviews that a member may write and has written.

local goods = require "samples.goods"

local at = 1795897667.905

return {
  full = { title = "상품 후기", my = "reviews",
    unwritten = {
      { product = { name = "맑은 갈비탕 700g", url = "/p/galbitang", image = goods.image(1) }, sku_label = "순한맛", placed_at = at,
        write_url = "/my/reviews/new?order=261129-4CDDDF5&position=1" },
      { product = { name = "새벽 블렌드 원두 200g", url = "/p/house-blend" }, placed_at = at,
        write_url = "/my/reviews/new?order=261129-4CDDDF5&position=2" },
    },
    written = {
      { id = "review-1", product = { name = "돌산 갓김치 1kg", url = "/p/gat-kimchi" }, rating = 4, sku_label = "1kg",
        body = "알맞게 익어서 왔어요.", at = at - 400000, remove_url = "/my/reviews/review-1/remove" },
      { id = "review-2", product = { name = "해남 포기 배추김치 1.5kg", url = "/p/kimchi" }, rating = 1,
        body = "전화 주세요 010-1234-5678",
        at = at - 800000, hidden_why = "연락처가 들어 있어요", remove_url = "/my/reviews/review-2/remove" },
    },
    total = 12,
    pager = { page = 1, pages = 2, next_url = "/my/reviews?page=2",
      pages_list = { { n = 1, url = "/my/reviews", active = true }, { n = 2, url = "/my/reviews?page=2",
        active = false } } },
    page = { title = "상품 후기 | 견본상회", robots = "noindex" },
  },
  least = { title = "상품 후기", my = "reviews", unwritten = {}, written = {}, total = 0, pager = { page = 1, pages = 1,
    pages_list = {} } },
}
