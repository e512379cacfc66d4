-- One category.

return {
  full = { title = "차·음료", action = "/admin/categories/c1", may_write = true, problem = "그사이 다른 사람이 바꿨어요.",
    form = { version = 3, values = { name = "차·음료", slug = "tea", hidden = true },
      errors = { slug = "다른 분류가 쓰고 있는 주소예요." } },
    shop_url = "/c/tea", product_count = 12,
    products_url = "/admin/products?category=c1",
    page = { title = "차·음료", crumbs = { { name = "분류", url = "/admin/categories" } } } },
  least = { title = "분류 만들기", action = "/admin/categories/new", may_write = false, form = { values = {} },
    page = { title = "분류 만들기" } },
}
