-- How jobs stand: busy, with all that can be wrong; and nothing at all.

local letters = require "samples.admin.queue.dead"

return {
  full = {
    figures = { { label = "대기", value = 12345 }, { label = "재시도 대기", value = 2, tone = "wait" },
      { label = "실패", value = 7, tone = "bad" } },
    kinds = {
      { kind = "mail.send", ready = 12345, running = 8, later = 3, retrying = 2, dead = 7, oldest = "3분", done = 9876,
        done_minute = 120, again = 12, waited = { half = "1ms", most = "12ms" }, took = { half = "120ms", most = "1.5초" },
        limits = "한 번에 8개, 60초에 600개" },
      { kind = "gone.long_name_of_a_kind_that_nobody_knows_any_more", unknown = true, ready = 0, running = 0, later = 0,
        retrying = 0, dead = 1, done = 0, done_minute = 0, again = 0, limits = "" },
    },
    dead = letters.full.dead,
    schedule = {
      { name = "expire_unpaid", url = "/admin/jobs/schedule/expire_unpaid", cron = "* * * * *", kind = "order.expire_unpaid",
        missed = "놓치면 한 번 실행", next = 1795000060, last = { at = 1795000000, badge = { label = "완료", tone = "good" } } },
      { name = "never", url = "/admin/jobs/schedule/never", cron = "0 0 30 2 *", kind = "sweep", missed = "놓치면 건너뜀" },
    },
    may_change = true, page = { title = "작업" },
  },
  least = { figures = { { label = "대기", value = 0 } }, kinds = {}, dead = {}, schedule = {}, may_change = false,
    page = { title = "작업" } },
}
