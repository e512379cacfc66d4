-- What changes between two releases.

return {
  full = {
    from = "33c0085fd368", to = "c6f767d897f2",
    changes = { added = 1, removed = 1, files = {
      { path = "app/shipping/rules.lua", badge = { label = "수정", tone = "info" }, added = 1, removed = 1,
        lines = { { kind = "place", text = "@@ -54,7 +54,7 @@" }, { kind = "same", text = "   return {" },
          { kind = "gone", text = "-    a < b" }, { kind = "come", text = "+    a > b" } } },
      { path = "app/new.lua", badge = { label = "추가", tone = "good" } },
    } },
    page = { title = "달라지는 것", crumbs = { { name = "배포", url = "/admin/deployments" }, { name = "33c0 → c6f7" } } },
  },
  least = { from = "33c0085fd368", to = "33c0085fd368", changes = { added = 0, removed = 0, files = {} },
    page = { title = "달라지는 것" } },
}
