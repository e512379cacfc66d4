-- What was changed of a product, and by whom.

local head = require "samples.admin.product_head"

return {
  full = {
    head = head.full, page = head.page,
    entries = {
      { at = 1795897667, staff = "md@sample.example", action = "product.change",
        changes = { { label = "상품명", before = "견본", after = "새 견본" }, { label = "태그", before = "없음", after = "차" } } },
      { at = 1795897000, staff = "md@sample.example", action = "stock.adjust", changes = {} },
      { at = 1795890000, staff = "md@sample.example", action = "product.create", changes = {} },
    },
  },
  least = { head = head.least, page = head.page, entries = {} },
}
