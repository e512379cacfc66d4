-- Accounts: how they are made, changed and closed, and what is written down of it.

local audit = require "audit"
local change = require "flows.change_staff"
local eventually = require "spec.support.eventually"
local invite_staff = require "flows.invite_staff"
local office = require "spec.app.office"
local pg = require "pg"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local staff = require "staff"
local task = require "task"

local site
local SHELL = { actor = "shell:kim@host" }

local function newest() return audit.newest({}, 1)[1] end

-- Opens a link and fills the form in.
local function join(path, form)
  local browser = shopper(site)
  local _, html, elsewhere = browser:get(path)
  if elsewhere then browser:get(elsewhere) end
  form.token = path:match "token=([%w_-]+)"
  local status, body, location = browser:post("/admin/join", form)
  return status, body or html, location, browser
end

local function typed(changes)
  local form = { name = "김하나", password = "correct horse battery" }
  for name, value in pairs(changes or {}) do form[name] = value end
  return form
end

local function code_of(refused) return refused and refused.code end

setup(function()
  shop.open { { code = "apple" } }
  site = require "boot"
end)

before_each(function()
  for _, name in ipairs { "staff", "staff_failure", "staff_invite", "staff_network" } do pg.write("DELETE FROM " .. name) end
end)

describe("the first owner", function()
  it("is made by a link, while there is none", function()
    local path = invite_staff.path(invite_staff.first_owner(SHELL))
    local status, _, location, browser = join(path, typed { email = "Hana@Shop.kr" })
    assert.equal(303, status)
    assert.equal("/admin/login/enrol", location)
    local account = staff.by_email "hana@shop.kr"
    assert.same({ { role = "owner" } }, { staff.roles(account.id)[1] })
    assert.equal("staff.join", newest().action)
    -- nothing is open before there is a second factor
    assert.equal(303, (browser:get "/admin"))
    assert.is_nil(invite_staff.first_owner(SHELL))
  end)

  it("is made once: the link leads nowhere afterwards, nor one that was printed before", function()
    local first = invite_staff.path(invite_staff.first_owner(SHELL))
    local second = invite_staff.path(invite_staff.first_owner(SHELL))
    assert.equal("/admin/login", select(3, join(first, typed { email = "a@shop.kr" })))
    assert.equal("/admin/login/enrol", select(3, join(second, typed { email = "a@shop.kr" })))
    assert.equal("/admin/login", select(3, join(second, typed { email = "b@shop.kr" })))
    assert.is_nil(staff.by_email "b@shop.kr")
  end)

  it("is one, even when two come with the link at the same moment", function()
    local path, answers, handles = invite_staff.path(invite_staff.first_owner(SHELL)), {}, {}
    for i = 1, 2 do
      handles[i] = task.spawn(function() answers[i] = select(3, join(path, typed { email = i .. "@shop.kr" })) end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    table.sort(answers)
    assert.same({ "/admin/login", "/admin/login/enrol" }, answers)
    assert.equal(1, #staff.owners())
  end)

  it("cannot be made by a link that somebody kept until there was an owner", function()
    local path = invite_staff.path(invite_staff.first_owner(SHELL))
    office.account "owner"
    assert.equal("/admin/login", select(3, join(path, typed { email = "thief@shop.kr" })))
    assert.is_nil(staff.by_email "thief@shop.kr")
  end)

  it("has a password that is long and that not everybody has", function()
    local path = invite_staff.path(invite_staff.first_owner(SHELL))
    for _, case in ipairs { { "short", "10자 이상" }, { "password123", "너무 많은 분이" }, { "hana-hana-hana", "이메일 주소를 넣지" } } do
      local status, html = join(path, typed { email = "hana@shop.kr", password = case[1] })
      assert.equal(422, status)
      assert.truthy(html:find(case[2], 1, true), case[1])
      assert.is_nil(html:find(case[1], 1, true))
    end
  end)
end)

describe("an invitation", function()
  it("gives the role that it says, in the mall that it says, and keeps no secret", function()
    local mall_id = require("mall").first().id
    local token = assert(invite_staff.run(SHELL, { email = "duri@shop.kr", role = "cs", mall_id = mall_id }))
    assert.equal(1, pg.row("SELECT count(*)::int AS n FROM staff_invite WHERE secret_hash = sha256($1::bytea)",
      pg.bytea(require("crypto").unbase64url(token))).n)
    assert.equal("/admin/login/enrol", select(3, join(invite_staff.path(token), typed { email = "other@shop.kr" })))
    local account = staff.by_email "duri@shop.kr"
    assert.same({ role = "cs", mall_id = mall_id }, { role = staff.roles(account.id)[1].role, mall_id = staff.roles(account.id)[1].mall_id })
  end)

  it("works for a day, and not once it was taken back", function()
    local token = assert(invite_staff.run(SHELL, { email = "duri@shop.kr", role = "cs" }))
    pg.write "UPDATE staff_invite SET expires_at = now() - interval '1 second'"
    assert.equal("/admin/login", select(3, join(invite_staff.path(token), typed())))
    token = assert(invite_staff.run(SHELL, { email = "duri@shop.kr", role = "cs" }))
    assert(invite_staff.withdraw(SHELL, staff.invite.find(token).id))
    assert.equal("/admin/login", select(3, join(invite_staff.path(token), typed())))
    for _, nonsense in ipairs { "", "x", ("A"):rep(43), ("A"):rep(5000) } do assert.is_nil(staff.invite.find(nonsense)) end
  end)

  it("is for owners to give, and for addresses that have no account", function()
    local manager = { staff = staff.person({ staff_id = "m", email = "m@shop.kr", name = "m", roles = { { role = "manager" } } }, "mall") }
    assert.equal("staff.forbidden", code_of(select(2, invite_staff.run(manager, { email = "duri@shop.kr", role = "owner" }))))
    local _, email = office.account "reader"
    assert.equal("staff.email_taken", code_of(select(2, invite_staff.run(SHELL, { email = email, role = "owner" }))))
  end)
end)

describe("an account", function()
  it("changes its role, and that is written down with what it was", function()
    local id = office.account "cs"
    assert(change.set_role(SHELL, id, nil, "manager"))
    assert.equal("manager", staff.roles(id)[1].role)
    assert.same({ role = { before = "cs", after = "manager" } }, newest().changes)
    assert(change.set_role(SHELL, id, nil, nil))
    assert.equal(0, #staff.roles(id))
  end)

  it("that is the last owner stays one", function()
    local id = office.account "owner"
    assert.equal("staff.last_owner", code_of(select(2, change.set_role(SHELL, id, nil, nil))))
    assert.equal("staff.last_owner", code_of(select(2, change.disable(SHELL, id))))
  end)

  it("that is the last owner stays one, also when two take each other's role: the second waits for the first", function()
    local one, two = office.account "owner", office.account "owner"
    local looked, done, refused = false, false, nil
    local first = task.spawn(function()
      return pg.tx(function(tx)
        staff.owners(tx)
        staff.set_role(tx, one, nil, "reader")
        looked = true
        return eventually(function() return done end, 5000, "the other to wait")
      end)
    end)
    eventually(function() return looked end, 5000, "the first to look")
    local second = task.spawn(function() refused = select(2, change.set_role(SHELL, two, nil, "reader")) end)
    eventually(function() return pg.row "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) AS it".it end,
      5000, "one that waits")
    done = true
    first:join()
    second:join()
    assert.equal("staff.last_owner", code_of(refused))
    assert.equal(1, #staff.owners())
  end)

  it("that is closed is out at once, and can be opened again", function()
    office.account "owner"
    local browser, id = office.enter(site, "manager")
    assert.equal(200, (browser:get "/admin"))
    assert(change.disable(SHELL, id, "그만두었어요"))
    assert.equal("그만두었어요", newest().why)
    assert.equal(303, (browser:get "/admin"))
    assert.equal(0, #staff.session.list(id))
    assert(change.enable(SHELL, id))
    assert.equal("active", staff.by_id(id).status)
  end)

  it("that lost its telephone is out, has no recovery code, and is told of its next browser", function()
    local browser, id = office.enter(site, "manager")
    pg.write("UPDATE staff SET totp_secret = '\\x00', totp_step = 9, enrol_until = now() WHERE id = $1", id)
    pg.write("INSERT INTO staff_recovery (staff_id, hint, hash) VALUES ($1, 'AB', '!')", id)
    pg.write("INSERT INTO staff_device (staff_id, secret_hash, agent, address) VALUES ($1, sha256('a'), '', '127.0.0.1')", id)
    assert(change.reset_totp(SHELL, id, "휴대폰 분실"))
    local account = staff.by_id(id)
    assert.is_nil(account.totp_secret)
    assert.is_true(account.enrol_until > os.time() + 80000)
    assert.equal(0, staff.recovery.left(id))
    assert.equal(0, pg.row("SELECT count(*)::int AS n FROM staff_device WHERE staff_id = $1", id).n)
    assert.equal(303, (browser:get "/admin"))
  end)

  it("gets another password by a link, and keeps its telephone", function()
    local browser, id = office.enter(site, "manager")
    pg.write("UPDATE staff SET totp_secret = '\\x00' WHERE id = $1", id)
    local token = assert(invite_staff.password_link(SHELL, id))
    local status, _, location = join(invite_staff.path(token), { password = "correct horse battery" })
    assert.equal(303, status)
    assert.equal("/admin/login/code", location)
    assert.matches("^%$argon2id%$", staff.by_id(id).password_hash)
    assert.equal("manager", staff.roles(id)[1].role)
    assert.equal(303, (browser:get "/admin"))
  end)

  it("gets one password by a link, even when two come with it at the same moment", function()
    local token = assert(invite_staff.password_link(SHELL, (office.account "manager")))
    local answers, handles = {}, {}
    for i = 1, 2 do
      handles[i] = task.spawn(function()
        answers[i] = select(3, join(invite_staff.path(token), { password = ("correct horse battery %d"):format(i) }))
      end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    table.sort(answers)
    assert.same({ "/admin/login", "/admin/login/enrol" }, answers)
  end)

  it("is not closed or reset by who has it", function()
    local me = { staff = staff.person({ staff_id = office.account "owner", email = "me@shop.kr", name = "m", roles = { { role = "owner" } } }, "mall") }
    assert.equal("staff.oneself", code_of(select(2, change.disable(me, me.staff.id))))
    assert.equal("staff.oneself", code_of(select(2, change.reset_totp(me, me.staff.id))))
  end)

  it("changes its own password with the one it has, and all its other browsers are out", function()
    local password = require "password"
    local browser, id = office.enter(site, "cs")
    pg.write("UPDATE staff SET password_hash = $2 WHERE id = $1", id, (assert(password.hash "correct horse battery")))
    local other = shopper(site)
    other.cookies = office.session(id)
    browser:get "/admin/me"
    assert.equal(422, (browser:post("/admin/me/password", { current_password = "wrong horse", password = "battery staple horse" })))
    assert.equal(303, (browser:post("/admin/me/password", { current_password = "correct horse battery", password = "battery staple horse" })))
    assert.is_true(password.verify("battery staple horse", staff.by_id(id).password_hash))
    assert.equal(200, (browser:get "/admin"))
    assert.equal(303, (other:get "/admin"))
  end)

  it("ends its other sessions one by one, and nobody else's", function()
    local browser, id = office.enter(site, "cs")
    local other = shopper(site)
    local session_id
    other.cookies, session_id = office.session(id)
    local stranger = office.enter(site, "cs")
    local strangers = pg.row("SELECT id FROM staff_session WHERE staff_id <> $1", id).id
    browser:get "/admin/me"
    browser:post("/admin/me/sessions", { session_id = strangers })
    assert.equal(200, (stranger:get "/admin"))
    browser:post("/admin/me/sessions", { session_id = session_id })
    assert.equal(303, (other:get "/admin"))
    assert.equal(200, (browser:get "/admin"))
  end)
end)

describe("the list of networks", function()
  it("takes networks and single addresses, and refuses what is none", function()
    local browser = office.enter(site, "owner")
    browser:get "/admin/staff"
    assert.equal(422, (browser:post("/admin/staff/networks", { network = "office", note = "" })))
    assert.equal(303, (browser:post("/admin/staff/networks", { network = "127.0.0.1", note = "여기" })))
    assert.equal("127.0.0.1/32", staff.network.list()[1].network)
    assert.equal("staff.network_added", newest().action)
  end)

  it("is never closed on who changes it", function()
    local browser = office.enter(site, "owner")
    browser:get "/admin/staff"
    local status, html = browser:post("/admin/staff/networks", { network = "10.0.0.0/8", note = "" })
    assert.equal(422, status)
    assert.truthy(html:find("(127.0.0.1)", 1, true))
    assert.equal(0, #staff.network.list())
    browser:post("/admin/staff/networks", { network = "127.0.0.0/8", note = "" })
    browser:post("/admin/staff/networks", { network = "10.0.0.0/8", note = "" })
    browser:post("/admin/staff/networks/remove", { network = "127.0.0.0/8" })
    assert.equal(2, #staff.network.list())
  end)
end)
