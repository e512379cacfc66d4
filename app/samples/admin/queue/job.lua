-- One job: given up, and done.

local function sample(job, form)
  return { job = job, may_change = true, form = form or { values = {}, errors = {} }, page = { title = job.kind } }
end

return {
  full = sample({ id = "01890000-0000-7000-8000-000000000001", kind = "mail.send", badge = { label = "실패", tone = "bad" },
    is_dead = true, args = '{"id":"01890000-0000-7000-8000-000000000009"}', attempt = 20, max_attempts = 20, priority = 3,
    unique_key = "mail:01890000-0000-7000-8000-000000000009", release = "33c0085fd368", trace = "req-견본",
    leased_by = "web1 job worker 0 a1b2c3", created_at = 1795000000, run_at = 1795000000, started_at = 1795000001,
    ended_at = 1795000002, took = "1초", problem = "app/jobs/send_mail.lua:9: 고장\nstack traceback:\n\t…" },
    { values = { why = "" }, errors = { why = "사유를 입력해 주세요." } }),
  done = sample { id = "01890000-0000-7000-8000-000000000002", kind = "sweep", badge = { label = "완료", tone = "good" },
    args = "{}", attempt = 1, priority = 5, created_at = 1795000000, run_at = 1795000000, started_at = 1795000001,
    ended_at = 1795000002, took = "1초", leased_by = "job worker 0 a1b2c3" },
  least = sample { id = "01890000-0000-7000-8000-000000000003", kind = "sweep", badge = { label = "예약", tone = "plain" },
    args = "{}", attempt = 0, priority = 5, created_at = 1795000000, run_at = 1795000000 },
}
