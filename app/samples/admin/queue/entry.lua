-- An entry of the schedule with what became of it.

local job = "/admin/jobs/01890000-0000-7000-8000-000000000001"

return {
  full = { may_change = true, page = { title = "expire_unpaid" }, entry = { name = "expire_unpaid", cron = "* * * * *",
    kind = "order.expire_unpaid", missed = "놓치면 한 번 실행", next = 1795000060, slots = {
      { at = 1795000030, manual = true, url = job, badge = { label = "진행 중", tone = "info" } },
      { at = 1795000000, url = job, badge = { label = "완료", tone = "good" }, took = "120ms" },
      { at = 1794999940, badge = { label = "지나침", tone = "wait" } },
    } } },
  least = { may_change = false, page = { title = "never" }, entry = { name = "never", cron = "0 0 30 2 *", kind = "sweep",
    missed = "놓치면 건너뜀", slots = {} } },
}
