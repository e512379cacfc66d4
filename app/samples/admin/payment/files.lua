-- Statements to take over.

return {
  full = { form = { values = {}, errors = { file = "파일을 골라 주세요." } }, recent = {
    { id = "1", name = "국민은행_거래내역.xlsx", account = "000000-00-000001", actor = "kim@sample.example",
      at = 1795897667,
      taken = { new = 12, matched = 9, open = 3, known = 0 } },
    { id = "2", name = "거래내역.csv", actor = "kim@sample.example", at = 1795897667 } },
    page = { title = "거래내역 올리기", crumbs = { { name = "입금", url = "/admin/deposits" },
      { name = "거래내역 올리기" } } } },
  least = { form = { values = {}, errors = {} }, recent = {}, page = { title = "거래내역 올리기" } },
}
