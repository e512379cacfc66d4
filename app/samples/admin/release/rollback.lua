-- What going back would do.

return {
  full = {
    from = "c6f767d897f2", to = "33c0085fd368", sha = ("ab"):rep(32), ends_canary = false,
    form = { values = {}, errors = { why = "되돌리는 이유를 입력해 주세요." } },
    changes = { added = 1, removed = 0, files = { { path = "app/x.lua", badge = { label = "수정", tone = "info" }, added = 1,
      removed = 0, lines = { { kind = "come", text = "+return 1" } } } } },
    page = { title = "되돌리기", crumbs = { { name = "배포", url = "/admin/deployments" }, { name = "되돌리기" } } },
  },
  least = { from = "c6f767d897f2", to = "33c0085fd368", ends_canary = true, form = { values = {}, errors = {} },
    changes = { added = 0, removed = 0, files = {} }, page = { title = "되돌리기" } },
}
