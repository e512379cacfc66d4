-- All questions about a product, as one of those who asked sees them.

local goods = require "samples.goods"
local voices = require "samples.voices"

return {
  full = {
    product = { id = "product-1", name = "맑은 갈비탕", url = "/p/galbitang", image = goods.image(1) },
    list = { voices.questions[1], voices.questions[2],
      { author = "김**", secret = true, mine = true, body = "선물 포장이 되나요?", answer = "네, 됩니다.", state = "답변 완료",
        at = 1795797667.905 } },
    ask_url = "/p/galbitang/questions/new",
    pager = { page = 1, pages = 2, next_url = "/p/galbitang/questions?page=2",
      pages_list = { { n = 1, url = "/p/galbitang/questions", active = true },
        { n = 2, url = "/p/galbitang/questions?page=2", active = false } } },
    page = { title = "맑은 갈비탕 문의 | 견본상회", robots = "noindex, follow" },
  },
  least = { product = { id = "product-0", name = "이름뿐인 상품", url = "/p/plain" }, list = {},
    ask_url = "/p/plain/questions/new", pager = { page = 1, pages = 1, pages_list = {} } },
}
