-- The form of a question: one that came back with an error, and a new one.

local goods = require "samples.goods"

return {
  full = {
    product = { id = "product-1", name = "맑은 갈비탕", url = "/p/galbitang", image = goods.image(1) },
    url = "/p/galbitang/questions",
    form = { values = { body = "네", secret = true }, errors = { body = "문의 내용은 5자 이상 입력해 주세요." } },
    page = { title = "상품 문의하기 | 견본상회", robots = "noindex" },
  },
  least = { product = { id = "product-0", name = "이름뿐인 상품", url = "/p/plain" },
    url = "/p/plain/questions", form = { values = {}, errors = {} } },
}
