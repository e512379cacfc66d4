-- Deployments in the back office: what is shown of them, and what can be done without a working tree.

local database = require "spec.support.database"
local deploying = require "spec.app.release.deploying"
local desk = require "release.rules.desk"
local office = require "spec.app.office"
local release = require "release"
local shop = require "spec.app.shop"
local task = require "task"

local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end

describe("the deployments of the back office", function()
  local site, one, two, three, developer

  before_each(function()
    shop.open { { code = "apple" } }
    site = require "boot"
    one, two, three = deploying.store(1), deploying.store(2), deploying.store(3)
    developer = (office.enter(site, "developer", { host = "shop.test" }))
  end)

  local function said() return select(2, developer:get "/admin/deployments") end
  local function audited()
    local found = database.execute "SELECT string_agg(action || ' ' || coalesce(why, ''), ', ' ORDER BY seq) FROM audit_entry"
    return (found:gsub("%s+$", ""))
  end

  -- A node that answers whatever is asked, as soon as it is.
  local function answer(reason)
    local node = deploying.node "web1"
    return task.spawn(function()
      for _ = 1, 500 do
        local open = release.rollout.standing()
        if open then return deploying.answer(node, open.id, open.stable, reason) end
        task.sleep(10)
      end
    end)
  end

  it("say that nothing was deployed yet", function()
    local html = said()
    has(html, "배포한 릴리스가 없어")
    has(html, "아직 배포한 적이 없어요")
  end)

  it("show what is live, what was tried, who serves it, and what differs", function()
    deploying.deploy(1, one)
    deploying.deploy(2, two)
    deploying.node "web1"
    deploying.node("web2", "serving", 3600)
    local html = said()
    has(html, two:sub(1, 12))
    has(html, "2번째 배포")
    has(html, "서비스 중")
    has(html, "보이지 않음")
    local _, diff = developer:get("/admin/deployments/diff?a=" .. one .. "&b=" .. two)
    has(diff, "app/n.lua")
    has(diff, '<span class="diff-gone">-return 1</span>')
    has(diff, '<span class="diff-come">+return 2</span>')
    for _, wrong in ipairs { "?a=x&b=" .. one, "?a=" .. one, "?a=" .. one .. "&b=" .. ("0"):rep(64) } do
      assert.equal(404, (developer:get("/admin/deployments/diff" .. wrong)), wrong)
    end
  end)

  it("show a line that begins like a diff's head for what it is", function()
    local changes = desk.changes { { path = "x.lua", kind = "changed", added = 1, removed = 1,
      diff = "--- a/x.lua\n+++ b/x.lua\n@@ -1 +1 @@\n--- gone\n+++ come\n" } }
    assert.same({ { text = "@@ -1 +1 @@", kind = "place" }, { text = "--- gone", kind = "gone" }, { text = "+++ come", kind = "come" } },
      changes.files[1].lines)
  end)

  it("go back to the release before, once one said why and every node can serve it", function()
    deploying.deploy(1, one)
    deploying.deploy(2, two)
    local status, html = developer:get "/admin/deployments/rollback"
    assert.equal(200, status)
    has(html, one:sub(1, 12))
    has(html, "+return 1")
    assert.equal(422, (developer:post("/admin/deployments/rollback", { why = "" })))
    assert.equal(2, select(2, release.rollout.newest()))
    answer()
    local _, _, location = developer:post("/admin/deployments/rollback", { why = "배송비가 틀려요" })
    assert.equal("/admin/deployments", location)
    local newest = release.rollout.newest()
    assert.same({ one, 3, "배송비가 틀려요" }, { newest.stable, newest.epoch, newest.why })
    assert.matches("^김직원 <developer%d+@shop%.kr>$", newest.who)
    has(said(), "되돌렸어요. 이제 3번째 배포예요.")
    assert.equal("deployment.rollback 배송비가 틀려요", audited())
  end)

  it("stay where they are when a node refuses, and say which and why", function()
    deploying.deploy(1, one)
    deploying.deploy(2, two)
    developer:get "/admin/deployments"
    answer "app/n.lua:1: no"
    developer:post("/admin/deployments/rollback", { why = "되돌리자" })
    assert.equal(two, release.rollout.newest().stable)
    has(said(), "web1: app/n.lua:1: no")
    assert.equal("", audited())
    assert.equal("refused", release.rollout.list()[1].outcome)
  end)

  it("go back to a release that was live, and to no other", function()
    deploying.deploy(1, one)
    deploying.deploy(2, two)
    deploying.deploy(3, three)
    has(said(), "/admin/deployments/rollback?sha=" .. one)
    developer:post("/admin/deployments/rollback", { why = "처음으로", sha = one })
    assert.equal(one, release.rollout.newest().stable)
    local other = deploying.store(4)
    developer:post("/admin/deployments/rollback", { why = "처음으로", sha = other })
    assert.equal(one, release.rollout.newest().stable)
    has(said(), "한 번도 서비스하지 않은 릴리스")
    developer:post("/admin/deployments/rollback", { why = "다시", sha = one })
    has(said(), "이미 그 릴리스로")
  end)

  it("make a canary live for all, or end it", function()
    deploying.deploy(1, one)
    deploying.deploy(2, one, two)
    local html = said()
    has(html, "시험 중 — 손님 5%")
    developer:post("/admin/deployments/promote", { why = "괜찮아요" })
    assert.same({ two, nil }, { release.rollout.newest().stable, release.rollout.newest().canary })
    developer:post("/admin/deployments/promote", { why = "한 번 더" })
    has(said(), "시험 중인 릴리스가 없어요.")
    deploying.deploy(4, two, three)
    local _, ending = developer:get "/admin/deployments/rollback"
    has(ending, "시험 끝내기")
    developer:post("/admin/deployments/rollback", { why = "아니에요" })
    assert.same({ two, nil }, { release.rollout.newest().stable, release.rollout.newest().canary })
    assert.equal("deployment.promote 괜찮아요, deployment.rollback 아니에요", audited())
  end)

  it("are held still and let go again; going back stays possible", function()
    deploying.deploy(1, one)
    deploying.deploy(2, one, two)
    developer:get "/admin/deployments"
    developer:post("/admin/deployments/freeze", { why = "설 연휴" })
    has(said(), "설 연휴")
    developer:post("/admin/deployments/freeze", { why = "다시" })
    has(said(), "배포를 멈춰 두었어요: 설 연휴")
    developer:post("/admin/deployments/promote", { why = "그래도" })
    has(said(), "배포를 멈춰 두었어요: 설 연휴")
    assert.equal(two, release.rollout.newest().canary)
    developer:post("/admin/deployments/rollback", { why = "그만" })
    assert.is_nil(release.rollout.newest().canary)
    developer:post("/admin/deployments/unfreeze", {})
    assert.is_nil(release.freeze.standing())
    assert.equal("deployment.freeze 설 연휴, deployment.rollback 그만, deployment.unfreeze 설 연휴", audited())
    developer:post("/admin/deployments/freeze", { why = "" })
    assert.is_nil(release.freeze.standing())
  end)

  it("say who is at it where somebody else is", function()
    deploying.deploy(1, one)
    deploying.deploy(2, two)
    developer:get "/admin/deployments"
    assert(release.rollout.open(deploying.wanted { stable = three, base_epoch = 2 }))
    developer:post("/admin/deployments/rollback", { why = "되돌리자" })
    has(said(), "하나 님이")
    assert.equal(2, select(2, release.rollout.newest()))
  end)

  it("are looked at and steered by who may, dangerous things only after a fresh code", function()
    deploying.deploy(1, one)
    deploying.deploy(2, two)
    assert.equal(403, ((office.enter(site, "cs", { host = "shop.test" })):get "/admin/deployments"))
    local manager = (office.enter(site, "manager", { host = "shop.test" }))
    local status, html = manager:get "/admin/deployments"
    assert.equal(200, status)
    lacks(html, "새 배포 멈추기")
    lacks(html, "되돌리기</a>")
    assert.equal(403, (manager:get "/admin/deployments/rollback"))
    assert.equal(403, (manager:post("/admin/deployments/freeze", { why = "왜" })))
    local id = office.account "developer"
    developer.cookies = office.session(id, 3600)
    developer:get "/admin/deployments"
    local _, _, location = developer:post("/admin/deployments/rollback", { why = "되돌리자" })
    assert.matches("^/admin/proof%?return_to=", location)
    assert.equal(two, release.rollout.newest().stable)
  end)
end)
