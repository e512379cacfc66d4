-- What was given up.

local dead = {
  { id = "01890000-0000-7000-8000-000000000001", url = "/admin/jobs/01890000-0000-7000-8000-000000000001",
    kind = "mail.send", died_at = 1795000000, attempt = 20, why = "mail.refused: 550 5.1.1 <받는 곳> 사용자가 없습니다" },
  { id = "01890000-0000-7000-8000-000000000002", url = "/admin/jobs/01890000-0000-7000-8000-000000000002",
    kind = "sweep", died_at = 1795000000, attempt = 1, why = ("아주긴오류"):rep(40) },
}

return {
  full = { dead = dead, is_full = true, may_change = true, page = { title = "실패한 작업" } },
  one_kind = { kind = "mail.send", dead = dead, may_change = true, page = { title = "실패한 작업" } },
  least = { dead = {}, may_change = false, page = { title = "실패한 작업" } },
}
