-- What a statement would do.

return {
  full = { file = { name = "국민은행_거래내역.xlsx", account = "000000-00-000001", actor = "kim@sample.example",
    at = 1795897667,
    taken = false }, sums = { new = 2, matched = 1, open = 1, known = 1, amount = 95600 }, skipped = 4, rows = {
    { line = 7, at = 1795897667, depositor = "박*냄", amount = 72600, badge = { label = "저절로 찾음",
      tone = "good" },
      number = "261129-4CDDDF5" },
    { line = 8, at = 1795897667, depositor = "김*수", amount = 23000, badge = { label = "여러 주문", tone = "wait" },
      candidates = "261129-4CDDDF6, 261129-4CDDDF7" },
    { line = 9, at = 1795897667, depositor = "이*", amount = 1000, badge = { label = "이미 적힌 입금",
      tone = "plain" } } },
    problems = { { line = 11, text = "거래일시를 읽을 수 없어요." } }, url = "/admin/deposits/files/1",
    desk = "/admin/deposits?state=open", page = { title = "국민은행_거래내역.xlsx" } },
  least = { file = { name = "거래내역.csv", actor = "kim@sample.example", at = 1795897667, taken = true },
    sums = { new = 0, matched = 0, open = 0, known = 3 }, skipped = 0, rows = {}, problems = {},
      url = "/admin/deposits/files/2",
    desk = "/admin/deposits?state=open", page = { title = "거래내역.csv" } },
}
