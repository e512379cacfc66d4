-- A product's names, places and words.

local head = require "samples.admin.product_head"

return {
  full = {
    head = head.full, page = head.page, problem = "저장하지 않았어요. 최신 내용을 확인하고 다시 저장해 주세요.",
    form = { version = 7, values = { name = "견본", summary = "한 줄", category_id = "c1", brand = "들녘", tags = "차, 선물",
      rank = 3, is_new = true, slug = "sample", code = "sample" }, errors = { slug = "다른 상품이 쓰고 있는 주소예요." } },
    categories = { { value = "c1", label = "차·음료" } }, brands = { "들녘" },
  },
  least = { head = head.least, page = head.page, form = { version = 1, values = {} }, categories = {}, brands = {} },
}
