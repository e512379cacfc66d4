-- A new product.

local page = { title = "상품 등록" }

return {
  full = {
    form = { values = { name = "견본 상품", price = "12,000", option_name_1 = "맛", option_values_1 = "순한맛, 매운맛" },
      errors = { name = "상품명을 입력해 주세요.", category_id = "분류를 선택해 주세요.", price = "판매가를 입력해 주세요." } },
    categories = { { value = "c1", label = "차·음료" }, { value = "c2", label = "쌀·잡곡 (숨김)" } }, brands = { "들녘" },
    options_most = 3, page = page,
  },
  least = { form = { values = {} }, categories = {}, brands = {}, options_most = 3, page = page },
}
