-- What the law wants to be told of a product.

local head = require "samples.admin.product_head"

return {
  full = {
    head = head.full, page = head.page, problem = "그사이 다른 사람이 바꿨어요.",
    kinds = { { value = "", label = "품목을 고르세요" }, { value = "household", label = "기타 생활용품" } },
    fields = { { name = "f_name", label = "품명 및 모델명", kind = "area", rows = 2, max = 500 },
      { name = "f_size", label = "크기·재질", kind = "area", rows = 2, max = 500 } },
    form = { version = 7, values = { kind = "household", f_name = "견본" }, errors = { f_size = "크기·재질은 500자까지 입력할 수 있어요." } },
  },
  least = { head = head.least, page = head.page, kinds = {}, fields = {}, form = { version = 1, values = { kind = "" } } },
}
