-- The categories of a mall, in their order.

return {
  full = { may_write = true, page = { title = "분류" }, categories = {
    { id = "c1", name = "차·음료", slug = "tea", product_count = 12, sold_count = 9, hidden = false },
    { id = "c2", name = "쌀·잡곡", slug = "rice", product_count = 0, sold_count = 0, hidden = true } } },
  least = { may_write = false, page = { title = "분류" }, categories = {} },
}
