-- A product's description.

local head = require "samples.admin.product_head"

return {
  full = { head = head.full, page = head.page, problem = "그사이 다른 사람이 바꿨어요.",
    form = { version = 7, values = { description = "# 제목\n\n문단" },
      errors = { description = "상세 설명은 20,000자까지 입력할 수 있어요." } } },
  least = { head = head.least, page = head.page, form = { version = 1, values = { description = "" } } },
}
