-- Accounts as shoppers meet them: pages and forms, without a browser.

local account = require "spec.app.account"
local letters = require "spec.app.letters"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local shopper = require "spec.app.web.shopper"
local even_time = require "flows.even_time"
local password = require "password"
local redis = require "redis"

local PLAIN = "모락모락 김이 나는 밥"
local TYPED = { email = "Hong@Example.kr", password = PLAIN, name = "홍길동", phone = "010-2345-6789", birth_date = "1990.1.2",
  agree_age = "1", agree_terms = "1", agree_privacy = "1", agree_marketing_email = "1" }

local function typed(changes)
  local form = {}
  for name, value in pairs(TYPED) do form[name] = value end
  for name, value in pairs(changes or {}) do form[name] = value or nil end
  return form
end

local least = even_time.LEAST

local function rows(sql) return (database.execute(sql):gsub("%s+$", "")) end

describe("an account", function()
  local mall, site, hash

  setup(function()
    mall = shop.open { { code = "apple", name = "사과 한 상자", price = 12000, stock = 10 } }
    site = require "boot"
    hash = password.hash(PLAIN)
  end)

  before_each(function()
    database.execute [[DELETE FROM session; DELETE FROM throttle; DELETE FROM cart; DELETE FROM member_token;
      DELETE FROM member_consent; DELETE FROM order_event; DELETE FROM consent; DELETE FROM payment; DELETE FROM order_portion; DELETE FROM order_line;
      DELETE FROM "order"; DELETE FROM member]]
    redis.call "FLUSHDB"
    letters.catch()
    even_time.LEAST = 0
  end)

  local function somebody() return shopper(site, "shop.test") end

  local function member(changes)
    local columns = { email = "hong@example.kr", name = "홍길동", password_hash = hash }
    for name, value in pairs(changes or {}) do columns[name] = value end
    return account.add(mall, columns)
  end

  local function log_in(who, changes)
    who:get "/login"
    local form = { email = "hong@example.kr", password = PLAIN }
    for name, value in pairs(changes or {}) do form[name] = value end
    return who:post("/login", form)
  end

  local function join(who, changes)
    who:get "/join"
    return who:post("/join", typed(changes))
  end

  local function link(template) return letters.last(template).values.url end

  it("begins with a form, a letter, and one press in the same browser", function()
    local who = somebody()
    assert.same({ 303, "/join/sent" }, { (join(who, { return_to = "/p/apple" })), (select(3, who:get "/x")) or "/join/sent" })
    assert.matches("hong@example.kr", (select(2, who:get "/join/sent")))
    assert.equal("pending", rows "SELECT status FROM member")
    local url = link "member/verify"
    local status, html = who:get(url)
    assert.equal(200, status)
    assert.is_nil(html:find 'name="password"')
    assert.same({ 303, "/p/apple" }, { (who:post("/join/verify", { t = url:match "t=(.*)" })),
      (select(3, who:get "/login")) and "/p/apple" })
    assert.equal("active|hong@example.kr|홍길동|01023456789|1990-01-02|basic",
      rows "SELECT status, email, name, phone, birth_date, grade FROM member")
    assert.equal("age|t\nmarketing_email|t\nmarketing_sms|f\nnight|f\nprivacy|t\nterms|t",
      rows "SELECT kind, agreed FROM member_consent ORDER BY kind")
    assert.matches("홍길동님", (select(2, who:get "/")))
    assert.equal("member/welcome", letters.all()[#letters.all()].template)
    -- the link has done its work
    assert.equal(410, (who:get(url)))
  end)

  it("asks for the password where the link is opened in another browser", function()
    join(somebody())
    local url = link "member/verify"
    local other = somebody()
    assert.matches('name="password"', (select(2, other:get(url))))
    local t = url:match "t=(.*)"
    assert.equal(422, (other:post("/join/verify", { t = t })))
    assert.equal(422, (other:post("/join/verify", { t = t, password = "not this one" })))
    assert.equal("pending", rows "SELECT status FROM member")
    assert.equal(303, (other:post("/join/verify", { t = t, password = PLAIN })))
    assert.equal("active", rows "SELECT status FROM member")
  end)

  it("keeps what was typed beside what is wrong, but never a password", function()
    local who = somebody()
    local status, html = join(who, { email = "hong", phone = "12", agree_terms = false })
    assert.equal(422, status)
    assert.matches('value="홍길동"', html)
    assert.matches('id="e%-email"', html)
    assert.matches('id="e%-phone"', html)
    assert.matches('id="e%-agree_terms"', html)
    assert.is_nil(html:find(PLAIN, 1, true))
    assert.equal("0", rows "SELECT count(*) FROM member")
  end)

  it("is not for people under 14, who are told so and of whom nothing is kept", function()
    local status, html = join(somebody(), { birth_date = "20200101" })
    assert.equal(422, status)
    assert.matches('id="e%-birth_date">.-만 14세 미만은', html)
    assert.equal("0|0", rows "SELECT (SELECT count(*) FROM member), (SELECT count(*) FROM throttle)")
  end)

  it("takes no password that everybody has, or that says who its owner is", function()
    for _, weak in ipairs { "password1", "aaaaaaaaaa", "abcdefghij", "hong!hong!", "pw19900102pw", "x23456789x", "short" } do
      local status, html = join(somebody(), { password = weak })
      assert.equal(422, status, weak)
      assert.matches('id="e%-password"', html, weak)
    end
  end)

  it("cannot be had by a field that the form does not have", function()
    local who = somebody()
    join(who, { grade = "vip", status = "active", member_id = "1", verified_at = "now", id = "x" })
    assert.equal("basic|pending", rows "SELECT grade, status FROM member")
    local url = link "member/verify"
    who:get(url)
    who:post("/join/verify", { t = url:match "t=(.*)" })
    local _, html = who:get "/my/profile"
    assert.equal(303, (who:post("/my/profile", { name = "홍길순", phone = "01023456789", grade = "vip", email = "x@y.kr",
      version = html:match 'name="version" value="(%d+)"', status = "dormant" })))
    assert.equal("basic|hong@example.kr|홍길순|active", rows "SELECT grade, email, name, status FROM member WHERE name = '홍길순'")
  end)

  it("tells nobody at sign-up that an address is a member's: same answer, same work, and a letter to its owner", function()
    member()
    local answers = {}
    local hashes, hash_of = 0, password.hash
    password.hash = function(plain) hashes = hashes + 1 return hash_of(plain) end
    finally(function() password.hash = hash_of end)
    for i, email in ipairs { "hong@example.kr", "new@example.kr" } do
      local who = somebody()
      local status, body, location = join(who, { email = email })
      answers[i] = { status, body, location, (select(2, who:get "/join/sent")):gsub(email, "X"):gsub('value="[^"]*"', "")
        :gsub('nonce="[^"]*"', ""), hashes }
      hashes = 0
    end
    assert.same(answers[1], answers[2])
    assert.same({ "member/known", "member/verify" }, { letters.all()[1].template, letters.all()[2].template })
    assert.equal("hong@example.kr", letters.all()[1].to)
    assert.equal(hash, rows "SELECT password_hash FROM member WHERE email = 'hong@example.kr'")
  end)

  it("belongs to who signed up last, as long as nobody has proved the address", function()
    join(somebody(), { password = "the one who came first" })
    local first = link "member/verify"
    join(somebody(), { name = "임꺽정" })
    assert.equal(410, (somebody():get(first)))
    assert.equal("임꺽정|1", rows "SELECT name, (SELECT count(*) FROM member) FROM member")
  end)

  it("is entered by address and password, and goes back to where one was", function()
    member()
    local who = somebody()
    assert.same({ 303, "/checkout" }, { (function() local s, _, l = log_in(who, { return_to = "/checkout" }) return s, l end)() })
    assert.matches("홍길동님", (select(2, who:get "/")))
    for _, away in ipairs { "//evil.test/", "https://evil.test/", "/\\evil.test", "/login", "javascript:alert(1)" } do
      assert.equal("/", (select(3, log_in(somebody(), { return_to = away }))), away)
    end
  end)

  it("does not say whether the address or the password is wrong: same words, same status, one verification, same time", function()
    member()
    member { email = "old@example.kr", password_hash = "!" }
    local count, verify = 0, password.verify
    password.verify = function(...) count = count + 1 return verify(...) end
    finally(function() password.verify = verify end)
    even_time.LEAST = least
    local answers = {}
    for i, email in ipairs { "hong@example.kr", "nobody@example.kr", "old@example.kr" } do
      count = 0
      local begun = require("clock").monotonic()
      local status, html = log_in(somebody(), { email = email, password = "wrong password" })
      local took = require("clock").monotonic() - begun
      assert.is_true(took >= least, took)
      answers[i] = { status, (html:gsub(email, "X"):gsub('value="[^"]*"', ""):gsub('nonce="[^"]*"', "")), count }
    end
    assert.same(answers[1], answers[2])
    assert.same(answers[1], answers[3])
    assert.equal(422, answers[1][1])
    assert.equal(1, answers[1][3])
  end)

  it("makes who guesses wait, by account and by address, also when the password is right by then", function()
    member()
    local throttle = require "throttle"
    for _ = 1, 6 do throttle.take(mall.id, "member.login.account", "hong@example.kr") end
    local status, html = log_in(somebody())
    assert.equal(429, status)
    assert.matches("15초 뒤에", html)
    database.execute "UPDATE throttle SET blocked_until = now()"
    assert.equal(303, (log_in(somebody())))
    assert.equal("0", rows "SELECT count(*) FROM throttle WHERE kind = 'member.login.account'")
    for _ = 1, 40 do throttle.take(mall.id, "member.login.address", "127.0.0.1") end
    assert.equal(429, (log_in(somebody())))
  end)

  it("is not kept out of its own browser by who fails elsewhere, and hears of a browser that is new", function()
    member()
    local own = somebody()
    assert.equal(303, (log_in(own)))
    assert.is_nil(letters.last "member/new_device")
    own:get "/"
    own:post("/logout", {})
    local throttle = require "throttle"
    for _ = 1, 9 do throttle.take(mall.id, "member.login.account", "hong@example.kr") end
    local stranger = somebody()
    assert.equal(429, (log_in(stranger)))
    stranger.cookies.sijang_known = ("A"):rep(22)
    assert.equal(429, (log_in(stranger)))
    assert.equal(303, (log_in(own)))
    assert.is_nil(letters.last "member/new_device")
    throttle.clear(mall.id, "member.login.account", "hong@example.kr")
    assert.equal(303, (log_in(stranger)))
    assert.equal("hong@example.kr", letters.last("member/new_device").to)
    -- the mark of one person is none of another
    member { email = "lim@example.kr" }
    for _ = 1, 6 do throttle.take(mall.id, "member.login.account", "lim@example.kr") end
    own:get "/"
    own:post("/logout", {})
    assert.equal(429, (log_in(own, { email = "lim@example.kr" })))
  end)

  it("takes Django's hash once, and stores one of ours", function()
    -- what Django makes of "사과 1kg!" with 1,000 iterations
    local old = "pbkdf2_sha256$1000$salt$" .. require("crypto").base64(require("spec.app.pbkdf2")(PLAIN, "salt", 1000))
    member { password_hash = old }
    assert.equal(303, (log_in(somebody())))
    assert.matches("^%$argon2id", rows "SELECT password_hash FROM member")
    assert.equal(303, (log_in(somebody())))
  end)

  it("is not entered before its address is proved, and who knows the password gets a new link", function()
    join(somebody())
    local status, html = log_in(somebody())
    assert.equal(403, status)
    assert.matches("메일로 보내 드린 링크를", html)
    assert.equal(2, #letters.all "member/verify")
    -- but not as many as one likes
    for _ = 1, 5 do assert.equal(403, (log_in(somebody()))) end
    assert.equal(4, #letters.all "member/verify")
    assert.equal(422, (log_in(somebody(), { password = "wrong password" })))
  end)

  it("that is blocked says so to who knows the password alone", function()
    local id = member()
    database.execute(("UPDATE member SET blocked_at = now(), blocked_why = '시험' WHERE id = '%s'"):format(id))
    assert.equal(403, (log_in(somebody())))
    assert.equal(422, (log_in(somebody(), { password = "wrong password" })))
  end)

  it("gets a session of its own: a secret planted before is worth nothing", function()
    member()
    local victim = somebody()
    victim:get "/p/apple"
    victim:post("/cart/items", { sku_id = shop.sku "APPLE" })
    local planted = victim.cookies.sijang
    assert.equal(303, (log_in(victim)))
    local attacker = somebody()
    attacker.cookies.sijang = planted
    assert.equal("/login?return_to=%2Fmy%2Fprofile", (select(3, attacker:get "/my/profile")))
    assert.equal(200, (victim:get "/my/profile"))
  end)

  it("is left by log-out: the old cookie opens nothing", function()
    member()
    local who = somebody()
    log_in(who)
    local old = who.cookies.sijang
    who:get "/"
    assert.equal(303, (who:post("/logout", {})))
    assert.equal(303, (who:get "/my/profile"))
    who.cookies.sijang = old
    assert.equal(303, (who:get "/my/profile"))
  end)

  it("is remembered when that is asked for, and until the browser closes when it is not", function()
    member()
    local seen = {}
    local handle = site.handle
    for _, remember in ipairs { false, true } do
      local who = shopper({ handle = function(req)
        local status, headers, body = handle(req)
        for i = 1, #headers, 2 do
          if headers[i] == "Set-Cookie" and headers[i + 1]:find("sijang=", 1, true) then seen[remember] = headers[i + 1] end
        end
        return status, headers, body
      end }, "shop.test")
      log_in(who, { remember = remember and "1" or nil })
    end
    assert.is_nil(seen[false]:find "Max%-Age")
    assert.matches("Max%-Age=3456000", seen[true])
    assert.equal("f\nt", rows "SELECT remembered FROM session ORDER BY logged_in_at")
  end)

  it("has a new password by a link, once, and everybody else is out", function()
    member()
    local thief, owner = somebody(), somebody()
    log_in(thief)
    owner:get "/login/forgot"
    assert.equal(200, (owner:post("/login/forgot", { email = "hong@example.kr" })))
    local url = link "member/reset"
    owner:get(url)
    local t = url:match "t=(.*)"
    assert.equal(422, (owner:post("/login/reset", { t = t, password = "password1" })))
    assert.equal(422, (owner:post("/login/reset", { t = t, password = "hong's secret" })))
    assert.same({ 303, "/login" }, { (function() local s, _, l = owner:post("/login/reset", { t = t, password = "새로운 비밀번호" }) return s, l end)() })
    assert.equal(410, (owner:get(url)))
    assert.equal(410, (owner:post("/login/reset", { t = t, password = "또 다른 비밀번호" })))
    assert.equal(303, (thief:get "/my/profile"))
    assert.equal(422, (log_in(somebody())))
    assert.equal(303, (log_in(somebody(), { password = "새로운 비밀번호" })))
    assert.equal("hong@example.kr", letters.last("member/password_changed").to)
  end)

  it("is opened by a link once, also by those who press it at the same moment", function()
    local task = require "task"
    member()
    local asked = somebody()
    asked:get "/login/forgot"
    asked:post("/login/forgot", { email = "hong@example.kr" })
    local url, statuses, tasks = link "member/reset", {}, {}
    for i = 1, 4 do
      local who = somebody()
      who:get(url)
      tasks[i] = task.spawn(function()
        statuses[i] = (who:post("/login/reset", { t = url:match "t=(.*)", password = "새로운 비밀번호 " .. i }))
      end)
    end
    for i = 1, 4 do tasks[i]:join() end
    table.sort(statuses)
    assert.same({ 303, 410, 410, 410 }, statuses)
  end)

  it("answers the same to who asks for a link with an address that nobody has", function()
    member()
    local answers = {}
    for i, email in ipairs { "hong@example.kr", "nobody@example.kr" } do
      local who = somebody()
      who:get "/login/forgot"
      local status, html = who:post("/login/forgot", { email = email })
      answers[i] = { status, (html:gsub(email, "X"):gsub('value="[^"]*"', ""):gsub('nonce="[^"]*"', "")) }
    end
    assert.same(answers[1], answers[2])
    assert.equal(1, #letters.all())
  end)

  it("keeps only the hash of a link", function()
    join(somebody())
    local t = link("member/verify"):match "t=(.*)"
    local stored = rows "SELECT t::text FROM member_token t"
    assert.is_nil(stored:find(t, 1, true))
    assert.truthy(stored:find(require("crypto").hex(require("crypto").sha256(t)), 1, true))
  end)

  it("changes its password for who knows it, and other devices are out", function()
    member()
    local here, there = somebody(), somebody()
    log_in(here)
    log_in(there)
    here:get "/my/password"
    assert.equal(422, (here:post("/my/password", { current_password = "wrong", password = "새로운 비밀번호" })))
    local before = here.cookies.sijang
    assert.equal(303, (here:post("/my/password", { current_password = PLAIN, password = "새로운 비밀번호" })))
    assert.not_equal(before, here.cookies.sijang)
    assert.matches("다른 기기 1대", (select(2, here:get "/my/password")))
    assert.equal(303, (there:get "/my/password"))
  end)

  it("moves to another address: the new one proves it, the old one hears of it", function()
    member()
    local who = somebody()
    log_in(who)
    who:get "/my/email"
    assert.equal(303, (who:post("/my/email", { email = "new@example.kr", current_password = PLAIN })))
    local letter = letters.last "member/email"
    assert.equal("new@example.kr", letter.to)
    assert.equal("hong@example.kr", rows "SELECT email FROM member")
    local stranger = account.log_in(somebody(), mall, account.add(mall))
    assert.equal(410, (stranger:get(letter.values.url)))
    assert.equal(410, (stranger:post("/my/email/confirm", { t = letter.values.url:match "t=(.*)" })))
    assert.equal(200, (who:get(letter.values.url)))
    assert.equal(303, (who:post("/my/email/confirm", { t = letter.values.url:match "t=(.*)" })))
    assert.equal("new@example.kr", rows "SELECT email FROM member WHERE name = '홍길동'")
    assert.equal("hong@example.kr", letters.last("member/email_changed").to)
    -- an address that is somebody's: no word to who asks, a letter to its owner
    who:get "/my/email"
    local taken = rows "SELECT email FROM member WHERE name = '김회원'"
    assert.equal(303, (who:post("/my/email", { email = taken, current_password = PLAIN })))
    assert.equal(taken, letters.last("member/known").to)
    assert.equal(1, #letters.all "member/email")
  end)

  it("sees where it is logged in, and ends that elsewhere, but not somebody else's", function()
    local id = member()
    local here, there = somebody(), account.log_in(somebody(), mall, id)
    log_in(here)
    local stranger = account.log_in(somebody(), mall, account.add(mall))
    local _, html = here:get "/my/sessions"
    assert.matches("이 기기", html)
    local own, foreign = rows "SELECT id FROM session WHERE user_agent = 'spec' AND member_id = (SELECT id FROM member WHERE name = '홍길동')",
      rows "SELECT id FROM session WHERE member_id = (SELECT id FROM member WHERE name = '김회원')"
    assert.equal(404, (here:post("/my/sessions/" .. foreign, {})))
    assert.equal(200, (stranger:get "/my/sessions"))
    assert.equal(303, (here:post("/my/sessions/" .. own, {})))
    assert.equal(303, (there:get "/my/sessions"))
    account.log_in(there, mall, id)
    assert.equal(200, (there:get "/my/sessions"))
    here:post("/my/sessions/others", {})
    assert.equal(303, (there:get "/my/sessions"))
    assert.equal(200, (here:get "/my/sessions"))
  end)

  it("decides what advertising comes, and each change is one more row", function()
    local who = account.log_in(somebody(), mall, member())
    who:get "/my/consents"
    who:post("/my/consents", { agree_marketing_email = "1", agree_night = "1" })
    assert.matches("이메일 소식 동의로 처리했어요", (select(2, who:get "/my/consents")))
    who:post("/my/consents", { agree_marketing_email = "1" })
    assert.matches("바뀐 것이 없어요", (select(2, who:get "/my/consents")))
    who:post("/my/consents", { agree_marketing_sms = "1", agree_night = "1" })
    assert.equal("marketing_email|t\nmarketing_email|f\nmarketing_sms|t\nnight|t",
      rows "SELECT kind, agreed FROM member_consent ORDER BY kind, at")
  end)

  it("that sends two forms at the same moment has one record of what they changed", function()
    local task, change_consents = require "task", require("flows.change_consents").run
    local id = member()
    -- the first of them find connections to be made, and do not meet
    for round, agreed in ipairs { true, false, true } do
      local tasks = {}
      for i = 1, 4 do
        tasks[i] = task.spawn(function() change_consents(mall, id, { agree_marketing_email = agreed }) end)
      end
      for i = 1, 4 do tasks[i]:join() end
      assert.equal(tostring(round), rows "SELECT count(*) FROM member_consent")
    end
  end)

  it("takes along all that is held of it, and no secret", function()
    local who = account.log_in(somebody(), mall, member())
    who:get "/my/consents"
    who:post("/my/consents", { agree_marketing_sms = "1" })
    local status, html = who:get "/my/export"
    assert.equal(200, status)
    assert.matches("hong@example.kr", html)
    local _, text = who:get "/my/export.json"
    local file = assert(require("json").decode(text))
    assert.equal("홍길동", file.account[1].name)
    assert.equal(1, #file.sessions)
    assert.equal("문자 소식", file.consents[1].what)
    assert.matches("^%d%d%d%d%-%d%d%-%d%dT", file.consents[1].at)
    assert.is_nil(text:find("argon2", 1, true))
    assert.is_nil(text:find("sid_hash", 1, true))
  end)

  it("leaves: what is a person's goes at once, what the law keeps stays", function()
    local id = member()
    local who = somebody()
    log_in(who)
    who:get "/p/apple"
    who:post("/cart/items", { sku_id = shop.sku "APPLE" })
    database.execute(([[INSERT INTO "order" (mall_id, number, place_key, cart_id, status, channel, goods_amount, discount_amount,
      shipping_amount, payable_amount, orderer_name, orderer_phone, orderer_email, recipient_name, recipient_phone, postcode,
      address1, address2, region, member_id) VALUES ('%s', '261129-ABCDEFG', uuid7(), uuid7(), 'awaiting_deposit', 'pc', 0, 0, 0,
      0, '홍길동', '01023456789', '', '홍길동', '01023456789', '06236', '서울', '', 'normal', '%s')]]):format(mall.id, id))
    database.execute(([[INSERT INTO payment (mall_id, order_id, seq, reference, provider, channel, method, status, amount, bank, account_number,
      account_holder, depositor, due_at, expires_at)
      SELECT mall_id, id, 1, number || '-1', 'bank', 'pc', 'bank_transfer', 'waiting', 0, '', '', '', '', now(), now() FROM "order"]]))
    database.execute(([[INSERT INTO mail (mall_id, id, template, to_address, to_name, member_id, state, done_at)
      VALUES ('%s', uuid7(), 'member/welcome', 'old@example.kr', '홍길동', '%s', 'sent', now())]]):format(mall.id, id))
    database.execute(([[INSERT INTO row_change (table_name, key, action, columns, before, after, staff_name) VALUES
      ('member', ARRAY['%s', '%s'], 'update', '{name}', jsonb_build_object('mall_id', '%s', 'id', '%s', 'name', '홍길순'),
        jsonb_build_object('mall_id', '%s', 'id', '%s', 'name', '홍길동'), 'hana')]]):format(mall.id, id, mall.id, id, mall.id, id))
    local _, html = who:get "/my/withdraw"
    assert.matches("261129%-ABCDEFG", html)
    assert.equal(409, (who:post("/my/withdraw", { current_password = PLAIN, agree_withdraw = "1" })))
    database.execute [[UPDATE "order" SET status = 'paid']]
    assert.equal(409, (who:post("/my/withdraw", { current_password = PLAIN, agree_withdraw = "1" })))
    database.execute [[UPDATE "order" SET status = 'delivered']]
    assert.equal(422, (who:post("/my/withdraw", { current_password = PLAIN })))
    assert.equal(422, (who:post("/my/withdraw", { current_password = "wrong", agree_withdraw = "1" })))
    assert.equal(303, (who:post("/my/withdraw", { current_password = PLAIN, agree_withdraw = "1" })))
    assert.equal("withdrawn|||||", rows "SELECT status, email, password_hash, name, phone, birth_date FROM member")
    assert.equal("0|0|0|1", rows [[SELECT (SELECT count(*) FROM cart), (SELECT count(*) FROM session WHERE member_id IS NOT NULL),
      (SELECT count(*) FROM member_token), (SELECT count(*) FROM "order" WHERE member_id IS NOT NULL)]])
    assert.equal("0|{}|{}|hana", rows [[SELECT (SELECT count(*) FROM mail WHERE to_address = 'old@example.kr'),
      before, after, staff_name FROM row_change]])
    assert.equal(422, (log_in(somebody())))
    -- the address is free again
    join(somebody())
    assert.equal("member/verify", letters.all()[#letters.all()].template)
  end)

  it("lets no form of it be sent from elsewhere", function()
    local who = account.log_in(somebody(), mall, member())
    local checked = 0
    for _, route in ipairs(site.router.routes) do
      if route.method == "POST" and not route.staff and (route.target:find "^member%." or route.member) then
        who.token = nil
        local path = route.path:gsub(":id", "0198c0de-0000-7000-8000-000000000009")
        assert.equal(403, (who:post(path, {})), route.path)
        checked = checked + 1
      end
    end
    assert.is_true(checked >= 14, checked)
    assert.equal(200, (who:get "/my/profile"))
  end)

  it("is asked for before any page of a member's is shown, and is led back there", function()
    for _, route in ipairs(site.router.routes) do
      if route.member and route.method == "GET" and #route.parameters == 0 then
        local status, _, location = somebody():get(route.path)
        assert.same({ 303, "/login?return_to=" .. require("text").escape_url(route.path) }, { status, location })
      end
    end
  end)
end)
