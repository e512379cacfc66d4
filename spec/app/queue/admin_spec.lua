-- The back office's pages of jobs, through the whole site.

local database = require "spec.support.database"
local office = require "spec.app.office"
local pg = require "pg"

describe("the back office's page of jobs", function()
  local site, owner

  setup(function()
    pg.use(database.address(database.create_seeded()))
    site = require "boot"
    owner = office.enter(site, "developer")
  end)

  local function clear()
    for _, name in ipairs { "job", "job_slot" } do pg.write("DELETE FROM " .. name) end
  end
  before_each(clear)

  local function dead_letter(kind, why, unique)
    return pg.write([[INSERT INTO job (kind, args, state, run_at, attempt, last_error, died_at, unique_key)
      VALUES ($1, '{"n": 1}', 'dead', now(), 10, $2, now(), $3) RETURNING id]], kind, why, unique or pg.null)[1].id
  end
  local function row(id) return pg.row("SELECT state, attempt FROM job WHERE id = $1", id) end
  local function written() return pg.row "SELECT action, kind, subject, why FROM audit_entry ORDER BY seq DESC LIMIT 1" end

  it("shows how each kind stands, what was given up and why, and the schedule", function()
    local status, html = owner:get "/admin/jobs"
    assert.equal(200, status)
    assert.matches("실패한 작업이 없어요", html)
    dead_letter("mail.send", "받는 곳이 <없습니다>\n자세히")
    pg.write "INSERT INTO job (kind, args, state, run_at) VALUES ('sweep', '{}', 'ready', now() - interval '3 minutes')"
    local _
    _, html = owner:get "/admin/jobs"
    assert.matches("받는 곳이 &lt;없습니다&gt;", html)
    assert.is_nil(html:find("자세히", 1, true))
    assert.matches("<code>sweep</code>", html)
    assert.matches("3분", html)
    assert.matches("expire_unpaid", html)
    assert.matches("한 번에 8개", html)
  end)

  it("shows one job whole, and has a dead letter tried again or thrown away, which is written down", function()
    local id = dead_letter("mail.send", "고장\nstack traceback")
    local url = "/admin/jobs/" .. id
    local _, html = owner:get(url)
    assert.matches("stack traceback", html)
    assert.matches("<dd>%s*{[^<]*n[^<]*:1}", html)
    assert.equal(303, (owner:post(url .. "/retry", {})))
    assert.same({ state = "ready", attempt = 0 }, row(id))
    assert.same({ action = "job.retry", kind = "mail.send", subject = id, why = "" }, written())
    owner:post(url .. "/retry", {})
    _, html = owner:get "/admin/jobs"
    assert.matches("이미 처리됐거나, 같은 작업이 기다리고 있어요", html)
    local other = dead_letter("sweep", "x")
    assert.equal(422, (owner:post("/admin/jobs/" .. other .. "/discard", { why = "" })))
    assert.equal(303, (owner:post("/admin/jobs/" .. other .. "/discard", { why = "옛날 것" })))
    assert.is_nil(row(other))
    assert.equal("옛날 것", written().why)
    _, html = owner:get("/admin/jobs/" .. other)
    assert.matches("버림", html)
    assert.equal(404, (owner:get "/admin/jobs/01890000-0000-7000-8000-000000000000"))
    assert.equal(404, (owner:get "/admin/jobs/x"))
  end)

  it("has all dead letters of a kind tried again, of those that are alike one", function()
    local first, second, alike, other = dead_letter("sweep", "a"), dead_letter("sweep", "b", "k"), dead_letter("sweep", "c", "k"),
      dead_letter("mail.send", "d")
    local _, html = owner:get "/admin/jobs/dead?kind=sweep"
    assert.matches("모두 다시 시도", html)
    owner:post("/admin/jobs/retry", { kind = "sweep" })
    assert.equal("ready", row(first).state)
    assert.not_equal(row(second).state, row(alike).state)
    assert.equal("dead", row(other).state)
    assert.equal("job.retry_all", written().action)
  end)

  it("runs an entry of the schedule now, once at a time, and shows what became of each run", function()
    assert.equal(303, (owner:post("/admin/jobs/run", { name = "sweep" })))
    assert.equal("job.run_now", written().action)
    local job = pg.row "SELECT kind, slot_name FROM job"
    assert.same({ kind = "sweep", slot_name = "sweep" }, job)
    owner:post("/admin/jobs/run", { name = "sweep" })
    local _, html = owner:get "/admin/jobs/schedule/sweep"
    assert.matches("아직 끝나지 않았어요", html)
    assert.matches("직원이 실행", html)
    assert.matches("진행 중", html)
    assert.equal(404, (owner:get "/admin/jobs/schedule/nothing"))
  end)

  it("is read by who may read, and changed by who may write", function()
    local manager, seller = office.enter(site, "manager"), office.enter(site, "merchandiser")
    local id = dead_letter("sweep", "x")
    local status, html = manager:get "/admin/jobs"
    assert.equal(200, status)
    assert.is_nil(html:find("지금 실행</button>", 1, true))
    assert.is_nil(html:find("다시 시도</button>", 1, true))
    assert.equal(403, (manager:post(("/admin/jobs/%s/retry"):format(id), {})))
    assert.equal(403, (manager:post("/admin/jobs/run", { name = "sweep" })))
    assert.equal(403, (seller:get "/admin/jobs"))
    assert.equal("dead", row(id).state)
    local done, refused = require("flows.tend_job").retry({ staff = { can = function() return false end } }, id)
    assert.same({ nil, "staff.forbidden" }, { done, refused.code })
  end)
end)
