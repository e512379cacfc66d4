-- The way into the back office, as a browser without scripts goes it.

local audit = require "audit"
local clock = require "clock"
local crypto = require "crypto"
local pg = require "pg"
local fake = require "spec.app.web.fake_request"
local office = require "spec.app.office"
local password = require "password"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local seoul = require "shared.clock"
local staff = require "staff"
local task = require "task"
local totp = require "staff.totp"

-- What makes every answer take as long has a spec of its own; here nobody waits, but for the one that looks at it.
local even_time = require "flows.even_time"
local waits = even_time.run

-- And it is always the middle of a step.
local now = seoul.now
local noon = math.floor(now() / 30) * 30 + 15

local site, hash, hashed_code
local PASSWORD = "correct horse battery"
local secret = "12345678901234567890"

local function one(sql) return pg.row("SELECT (" .. sql .. ")::text AS it").it or "" end

local function empty()
  for _, name in ipairs { "staff", "staff_failure", "staff_invite", "mail" } do pg.write("DELETE FROM " .. name) end
end

-- An account that can log in, with a second factor unless told.
local function account(options)
  options = options or {}
  local id, email = office.account(options.role or "manager", { email = options.email })
  local sealed = options.enrolled ~= false and ("'\\x%s'"):format(crypto.hex(staff.seal_secret(id, secret))) or "NULL"
  pg.write(("UPDATE staff SET password_hash = '%s', totp_secret = %s WHERE id = '%s'"):format(hash, sealed, id))
  return id, email
end

local function code(offset) return totp.code(secret, totp.step_at(seoul.now()) + (offset or 0)) end

local function stranger()
  local browser = shopper(site)
  browser:get "/admin/login"
  return browser
end

-- Somebody whose password was right a moment ago.
local function at_code(id)
  local browser = shopper(site)
  browser.cookies.sijang_staff_login = office.session(id, nil, "code").sijang_staff
  browser:get "/admin/login/code"
  return browser
end

-- The same, by the password.
local function pass_password(email, browser)
  local status, _, location = browser:post("/admin/login", { email = email, password = PASSWORD, return_to = "/admin/roles" })
  assert.equal(303, status)
  assert.equal("/admin/login/code?return_to=%2Fadmin%2Froles", location)
  browser:get(location)
  return browser
end

local function letters() return one "SELECT string_agg(template || ' ' || to_address, ', ' ORDER BY to_address) FROM mail" end

describe("the log-in of staff", function()
  setup(function()
    shop.open { { code = "apple" } }
    even_time.run = function(fn) return fn() end
    -- no step ends while a code is on its way
    seoul.now = function() return noon end
    site = require "boot"
    hash = assert(password.hash(PASSWORD))
    hashed_code = assert(password.hash "CDEFGHJKLM")
  end)
  before_each(empty)

  it("is a password and then a code, and leads to where one wanted to go", function()
    local id, email = account()
    local browser = pass_password(email:upper(), stranger())
    assert.equal(303, (browser:get "/admin"))
    local status, _, location = browser:post("/admin/login/code", { code = code(), return_to = "/admin/roles" })
    assert.equal(303, status)
    assert.equal("/admin/roles", location)
    assert.equal(200, (browser:get "/admin/roles"))
    assert.equal(id, audit.newest({ action = "staff.login" }, 1)[1].staff_id)
  end)

  it("leads nowhere outside", function()
    local _, email = account()
    for _, url in ipairs { "https://evil.example/", "//evil.example", "/\\evil.example" } do
      local _, _, location = stranger():post("/admin/login", { email = email, password = PASSWORD, return_to = url })
      assert.equal("/admin/login/code", location)
    end
  end)

  it("gives another secret at every step, so that one that was planted before opens nothing", function()
    local _, email = account()
    local browser = stranger()
    local planted = browser.cookies.sijang_staff_login
    pass_password(email, browser)
    local second = browser.cookies.sijang_staff_login
    assert.not_equal(planted, second)
    browser:post("/admin/login/code", { code = code() })
    assert.is_nil(browser.cookies.sijang_staff_login)
    for _, cookie in ipairs { planted, second } do
      for _, name in ipairs { "sijang_staff", "sijang_staff_login" } do
        local thief = shopper(site)
        thief.cookies = { [name] = cookie }
        assert.equal(303, (thief:get "/admin"))
        local _, _, location = thief:get "/admin/login/code"
        assert.equal("/admin/login", location)
      end
    end
    assert.equal(200, (browser:get "/admin"))
  end)

  it("has cookies of its own: strict, and behind TLS such as nobody else of the domain can set", function()
    local _, headers = site.handle(fake { path = "/admin/login", host = "shop.test", scheme = "https" })
    local cookie
    for i = 1, #headers, 2 do
      if headers[i] == "Set-Cookie" then cookie = headers[i + 1] end
      if headers[i] == "Cache-Control" then assert.equal("private, no-store", headers[i + 1]) end
    end
    assert.matches("^__Host%-sijang_staff_login=[%w_-]+; Path=/; Secure; HttpOnly; SameSite=Strict$", cookie)
  end)

  it("says the same of a wrong password, of nobody's address and of a closed account", function()
    local id, email = account()
    local _, closed = account()
    pg.write(("UPDATE staff SET status = 'disabled' WHERE email = '%s'"):format(closed))
    local browser, said = stranger(), {}
    for _, form in ipairs { { email = email, password = "wrong horse battery" }, { email = "nobody@shop.kr", password = PASSWORD },
      { email = closed, password = PASSWORD } } do
      local status, html = browser:post("/admin/login", form)
      assert.equal(422, status)
      said[#said + 1] = html:match('id="problem">.-</p>')
    end
    assert.truthy(said[1]:find("이메일이나 비밀번호가 맞지 않아요", 1, true))
    assert.same({ said[1], said[1], said[1] }, said)
    -- and takes as long
    even_time.run = waits
    local began = clock.monotonic()
    for _, address in ipairs { email, "nobody@shop.kr" } do browser:post("/admin/login", { email = address, password = "wrong horse" }) end
    even_time.run = function(fn) return fn() end
    assert.is_true(clock.monotonic() - began >= 800)
    assert.equal(id, audit.newest({ action = "staff.login_failed", staff = email }, 1)[1].staff_id)
  end)

  it("takes a code once, whoever comes second, even at the same moment", function()
    local id = account()
    local first, second = at_code(id), at_code(id)
    local typed, answers, handles = code(), {}, {}
    for i, browser in ipairs { first, second } do
      handles[i] = task.spawn(function() answers[i] = (browser:post("/admin/login/code", { code = typed })) end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    table.sort(answers)
    assert.same({ 303, 422 }, answers)
    local status, html = at_code(id):post("/admin/login/code", { code = typed })
    assert.equal(422, status)
    assert.truthy(html:find("이미 쓴 코드예요", 1, true))
  end)

  it("takes the code before and the one after, and tells that the clock is off; what is further off it explains", function()
    local id = account()
    local late = at_code(id)
    assert.equal(303, (late:post("/admin/login/code", { code = code(-1) })))
    assert.truthy(select(2, late:get "/admin"):find("휴대폰 시계가 약 30초 늦어요", 1, true))
    local status, html = at_code(id):post("/admin/login/code", { code = code(5) })
    assert.equal(422, status)
    assert.truthy(html:find("휴대폰 시계가 약 150초 빨라요", 1, true))
  end)

  it("locks after five wrong codes, writes to the person and the owners, and says when it opens", function()
    local id, email = account()
    local _, owner = account { role = "owner" }
    local browser = at_code(id)
    for _ = 1, 4 do assert.equal(422, (browser:post("/admin/login/code", { code = "000000" }))) end
    assert.equal("", letters())
    assert.equal(422, (browser:post("/admin/login/code", { code = "000000" })))
    local told = { "staff/locked " .. email, "staff/locked " .. owner }
    table.sort(told)
    assert.equal(table.concat(told, ", "), letters())
    local status, html = browser:post("/admin/login/code", { code = code() })
    assert.equal(429, status)
    assert.truthy(html:find("1분 뒤에 다시 시도해 주세요", 1, true))
    assert.equal("staff.locked", audit.newest({ staff = email }, 1)[1].action)
    pg.write "UPDATE staff_failure SET locked_until = now() - interval '1 second'"
    assert.equal(303, (browser:post("/admin/login/code", { code = code() })))
    assert.equal("0", one "SELECT count(*) FROM staff_failure WHERE locked_until > now()")
  end)

  it("locks an address that nobody has in the same way, and writes to nobody", function()
    local browser = stranger()
    for _ = 1, 5 do assert.equal(422, (browser:post("/admin/login", { email = "nobody@shop.kr", password = "x" }))) end
    local status, html = browser:post("/admin/login", { email = "nobody@shop.kr", password = "x" })
    assert.equal(429, status)
    assert.truthy(html:find("잠시 잠갔어요", 1, true))
    assert.equal("", letters())
  end)

  it("keeps a browser that is known out of what strangers do at the account", function()
    local id, email = account()
    local own = at_code(id)
    own:post("/admin/login/code", { code = code() })
    assert.truthy(letters():find("staff/new_device " .. email, 1, true))
    own.cookies.sijang_staff = nil
    pg.write "DELETE FROM mail"
    local other = stranger()
    for _ = 1, 5 do other:post("/admin/login", { email = email, password = "x" }) end
    assert.equal(429, (other:post("/admin/login", { email = email, password = PASSWORD })))
    own:get "/admin/login"
    pass_password(email, own)
    own:post("/admin/login/code", { code = code(1) })
    assert.equal(200, (own:get "/admin"))
    assert.is_nil(letters():find("new_device", 1, true))
  end)

  it("lets somebody in by a recovery code, each once, and says how many are left", function()
    local id = account()
    pg.write(("INSERT INTO staff_recovery (staff_id, hint, hash) VALUES ('%s', 'AB', '%s'), ('%s', 'XY', '!')"):format(id, hashed_code, id))
    local browser = at_code(id)
    local status, html = browser:post("/admin/login/code", { code = "ABCD-EFGH-JKLN" })
    assert.equal(422, status)
    assert.truthy(html:find("코드가 맞지 않아요", 1, true))
    assert.equal(303, (browser:post("/admin/login/code", { code = "abcd efgh jklm" })))
    assert.truthy(select(2, browser:get "/admin"):find("남은 복구 코드는 1개예요", 1, true))
    assert.equal(422, (at_code(id):post("/admin/login/code", { code = "ABCD-EFGH-JKLM" })))
  end)

  it("takes a recovery code once, even at the same moment", function()
    local id = account()
    pg.write("INSERT INTO staff_recovery (staff_id, hint, hash) VALUES ($1, 'AB', $2)", id, hashed_code)
    local answers, handles = {}, {}
    for i, browser in ipairs { at_code(id), at_code(id) } do
      handles[i] = task.spawn(function() answers[i] = (browser:post("/admin/login/code", { code = "ABCD-EFGH-JKLM" })) end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    table.sort(answers)
    assert.same({ 303, 422 }, answers)
  end)

  it("ends the session that was open in the same browser, whosever it was", function()
    local before = office.session((account()))
    local browser = at_code((account()))
    browser.cookies.sijang_staff = before.sijang_staff
    browser:post("/admin/login/code", { code = code() })
    local thief = shopper(site)
    thief.cookies = before
    assert.equal(303, (thief:get "/admin"))
    assert.equal(200, (browser:get "/admin"))
  end)

  it("ends when one leaves, with the session itself", function()
    local browser = at_code((account()))
    browser:post("/admin/login/code", { code = code() })
    browser:get "/admin"
    local stolen = browser.cookies.sijang_staff
    local _, _, location = browser:post("/admin/logout", {})
    assert.equal("/admin/login", location)
    assert.is_nil(browser.cookies.sijang_staff)
    local thief = shopper(site)
    thief.cookies = { sijang_staff = stolen }
    assert.equal(303, (thief:get "/admin"))
  end)
end)

describe("the first log-in", function()
  teardown(function() even_time.run, seoul.now = waits, now end)
  before_each(empty)

  -- Reads the secret off the page, and makes a code of it.
  local function code_of(html, offset)
    local shown = html:match("<code>([A-Z2-7 ]+)</code>")
    return totp.code(crypto.unbase32((shown:gsub(" ", ""))), totp.step_at(seoul.now()) + (offset or 0))
  end

  it("sets a telephone up: the code of the page, and ten recovery codes that are shown once and kept as hashes", function()
    local _, email = account { enrolled = false }
    local browser = stranger()
    local _, _, location = browser:post("/admin/login", { email = email, password = PASSWORD })
    assert.equal("/admin/login/enrol", location)
    local _, html = browser:get(location)
    assert.equal(code_of(html), code_of(select(2, browser:get(location))))
    assert.equal(422, (browser:post(location, { code = "000000" })))
    local status, page = browser:post(location, { code = code_of(html) })
    assert.equal(200, status)
    local codes = {}
    for shown in page:gmatch("<code>(%S+)</code>") do codes[#codes + 1] = shown end
    assert.equal(10, #codes)
    assert.matches("^%w%w%w%w%-%w%w%w%w%-%w%w%w%w$", codes[1])
    assert.equal("10", one "SELECT count(DISTINCT hash) FROM staff_recovery WHERE hash LIKE '$argon2id$%'")
    assert.equal("0", one(("SELECT count(*) FROM staff_recovery WHERE hash LIKE '%%%s%%'"):format(codes[1])))
    assert.equal(200, (browser:get "/admin"))
    -- the same code is used up, and the telephone is asked for from now on
    local again = stranger()
    local _, _, next_step = again:post("/admin/login", { email = email, password = PASSWORD })
    assert.equal("/admin/login/code", next_step)
    again:get(next_step)
    assert.equal(422, (again:post(next_step, { code = code_of(html) })))
    assert.equal(303, (again:post(next_step, { code = codes[7] })))
  end)

  it("keeps the secret sealed by a key that is not in the database", function()
    local id = account()
    local row = staff.by_id(id)
    assert.is_nil(row.totp_secret:find(secret, 1, true))
    assert.equal(secret, staff.secret_of(row))
    row.id = crypto.uuid7()
    assert.has_error(function() staff.secret_of(row) end)
  end)

  it("is over after a day", function()
    local _, email = account { enrolled = false }
    pg.write "UPDATE staff SET enrol_until = now() - interval '1 minute'"
    local status, html = stranger():post("/admin/login", { email = email, password = PASSWORD })
    assert.equal(422, status)
    assert.truthy(html:find("하루가 지났어요", 1, true))
  end)
end)
