-- What the comparison with the providers found.

return {
  full = { may_write = true, differences = {
    { day = "2026-11-28", reference = "261128-4CDDDF5-1", url = "/admin/payments/1", provider = "토스페이먼츠",
      what = "받은 금액이 다름",
      ours = "72600", theirs = "72500", settled_by = "", note = "", is_open = true, run = "1", payment = "1",
        kind = "captured" },
    { day = "2026-11-28", reference = "261128-4CDDDF6-1", url = "/admin/payments/2", provider = "KG이니시스",
      what = "돌려준 금액이 다름",
      ours = "0", theirs = "1000", settled_by = "kim@sample.example", note = "결제사 화면에서 취소",
        is_open = false, run = "1", payment = "2",
      kind = "cancelled" } },
    runs = { { day = "2026-11-28", compared = 120, unanswered = 1, differences = 2, open = 1, finished = true },
      { day = "2026-11-27", compared = 98, unanswered = 0, differences = 0, open = 0, finished = true },
      { day = "2026-11-26", compared = 0, unanswered = 0, differences = 0, open = 0, finished = false } },
    page = { title = "대사", crumbs = { { name = "결제", url = "/admin/payments" }, { name = "대사" } } } },
  least = { may_write = false, differences = {}, runs = {}, page = { title = "대사" } },
}
