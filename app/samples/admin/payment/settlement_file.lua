-- What a settlement would do.

return {
  full = { file = { name = "정산내역_202611.xlsx", provider = "KG이니시스", actor = "kim@sample.example", at = 1795897667,
    taken = false }, sums = { new = 2, matched = 1, different = 1, known = 1 }, skipped = 3, rows = {
    { line = 4, day = "2026-11-28", kind = "결제", gross = 72600, charged = 2156, net = 70444,
      badge = { label = "맞음", tone = "good" }, number = "261128-4CDDDF5", reference = "261128-4CDDDF5-1" },
    { line = 5, day = "2026-11-28", kind = "취소", gross = 12000, charged = 356, net = 11644,
      badge = { label = "우리에게 없는 거래", tone = "bad" }, reference = "StdpayCARDINIpayTest20261128111111111111" },
    { line = 6, day = "2026-11-28", kind = "결제", gross = 33000, charged = 980, net = 32020,
      badge = { label = "이미 적힌 줄", tone = "plain" }, number = "261128-4CDDDF7", reference = "261128-4CDDDF7-1" } },
    problems = { { line = 7, text = "매출일을 읽을 수 없어요." } }, url = "/admin/settlements/files/1",
    desk = "/admin/settlements", page = { title = "정산내역_202611.xlsx" } },
  least = { file = { name = "정산.csv", provider = "토스페이먼츠", actor = "kim@sample.example", at = 1795897667, taken = true },
    sums = { new = 0, matched = 0, different = 0, known = 3 }, skipped = 0, rows = {}, problems = {},
    url = "/admin/settlements/files/2", desk = "/admin/settlements", page = { title = "정산.csv" } },
}
