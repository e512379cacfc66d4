-- Prices and stock by the sheet.

local page = { title = "가격·재고 일괄 수정", crumbs = { { name = "상품", url = "/admin/products" }, { name = "가격·재고 일괄 수정" } } }

return {
  full = {
    categories = { { value = "c1", label = "차·음료" } }, form = { values = {}, errors = { file = "파일을 골라 주세요." } },
    file_name = "goods-2026-11-29.xlsx", problem_count = 2,
    problems = { { line = 3, column = "D", title = "판매가", text = "판매가는 0 이상의 숫자로 적어 주세요." },
      { line = 1, text = "첫 줄에 ‘기준’ 열이 없어요." } },
    recent = { { id = "g1", file_name = "goods-2026-11-28.xlsx", actor = "md@sample.example", done_at = 1795897667,
      change_count = 12 },
      { id = "g2", file_name = "goods.csv", actor = "md@sample.example", done_at = 1795890000, change_count = 3,
        undoes = "g0" } },
    page = page,
  },
  least = { categories = {}, form = { values = {} }, problems = {}, recent = {}, page = page },
}
