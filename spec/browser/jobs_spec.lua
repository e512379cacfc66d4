--- The back office's pages of jobs in a real browser, on a large screen and on a phone without scripts.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"
local pg = require "pg"

describe("the back office's pages of jobs", function()
  local chromium, open, cookie

  setup(function()
    open = mall.open { workers = "1" }
    chromium = browser.start()
    cookie = office.session((office.account "developer")).sijang_staff
    for i = 1, 3 do
      pg.write([[INSERT INTO job_slot (name, slot, outcome) VALUES ('sweep', date_trunc('hour', now()) - make_interval(hours => $1),
        'missed')]], i)
    end
  end)
  teardown(function()
    chromium:stop()
    open:close()
  end)

  local function dead_letter(why)
    return pg.write([[INSERT INTO job (kind, args, state, run_at, attempt, last_error, died_at, trace)
      VALUES ('gone.kind', '{"id": "01890000-0000-7000-8000-000000000009"}', 'dead', now(), 20, $1, now(), 'req-1') RETURNING id]],
      why)[1].id
  end

  for device, script in pairs { pc = true, mobile = false } do
    it(("show on a %s how jobs stand, why one was given up, and try it again"):format(device), function()
      local id = dead_letter(("받는 곳의 서버가 거절했어요: "):rep(20) .. "\nstack traceback:\n\tapp/jobs/send_mail.lua:9")
      local facts = chromium:play("jobs.tour", { base = open.base, device = device, script = script, cookie = cookie, job = id,
        name = "sweep" })
      assert.matches("받는 곳의 서버가", facts.overview)
      assert.matches("stack traceback", facts.job)
      assert.matches("다시 시도해요", facts.after)
    end)
  end
end)
