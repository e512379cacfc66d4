-- A deposit that somebody saw.

return {
  full = { form = { values = { date = "2026-11-29", amount = "72600" },
    errors = { depositor = "보낸 분을 입력해 주세요." } },
    page = { title = "입금 적기", crumbs = { { name = "입금", url = "/admin/deposits" },
      { name = "입금 적기" } } } },
  least = { form = { values = {}, errors = {} }, page = { title = "입금 적기" } },
}
