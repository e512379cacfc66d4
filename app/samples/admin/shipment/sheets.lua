-- Tracking numbers by the sheet.

local page = { title = "송장 일괄 등록", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "송장 일괄 등록" } } }

return {
  full = {
    form = { values = { carrier = "cj" }, errors = { file = "파일을 골라 주세요." } },
    carriers = { { value = "cj", label = "CJ대한통운" }, { value = "epost", label = "우체국택배" } },
    file_name = "송장-2026-11-29.xlsx", problem_count = 2,
    problems = { { line = 3, column = "H", title = "송장번호", text = "CJ대한통운 송장번호는 10~12자리예요." },
      { line = 1, text = "‘주문번호’와 ‘송장번호’ 열이 없어요." } },
    recent = {
      { id = "s1", file_name = "송장.xlsx", actor = "cs@sample.example", status = "done", created_at = 1795897667, lines = 42,
        failed = 2 },
      { id = "s2", file_name = "cj.csv", actor = "cs@sample.example", status = "done", created_at = 1795897000, lines = 7,
        failed = 0 },
      { id = "s3", file_name = "큰 파일.xlsx", actor = "cs@sample.example", status = "running", created_at = 1795896000,
        lines = 900,
        failed = 0 },
      { id = "s4", file_name = "본보기.xlsx", actor = "cs@sample.example", status = "read", created_at = 1795895000, lines = 3,
        failed = 0 },
    },
    may = { write = true, unmask = true }, page = page,
  },
  least = { form = { values = {} }, carriers = {}, problems = {}, recent = {}, may = { write = false, unmask = false },
    page = page },
}
