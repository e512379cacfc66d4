-- Staff in a real browser: the first owner's link, the telephone, recovery, a code again before what is dangerous.

local browser = require "spec.browser.browser"
local crypto = require "crypto"
local fs = require "fs"
local invite_staff = require "flows.invite_staff"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"
local pg = require "pg"
local process = require "process"

describe("in the back office", function()
  local shop, chromium, owner

  setup(function()
    shop = mall.open()
    chromium = browser.start()
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function play(name, args)
    args.base = shop.base
    return chromium:play("staff." .. name, args)
  end

  -- What a telephone reads off a picture.
  local function scan(bytes)
    local path = shop.folder .. "/qr.png"
    assert(fs.write(path, bytes))
    local code, out, problem = process.run { argv = { "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path } }
    assert(code == 0, problem)
    return (out:gsub("\n$", ""))
  end

  it("the first owner comes in by the link, sets a telephone up and gets ten recovery codes, once", function()
    local token = invite_staff.first_owner { actor = "shell:spec" }
    local facts = play("first", { link = invite_staff.path(token), email = "hana@shop.kr" })
    has(facts.refused, "너무 많은 분이 쓰는 비밀번호예요")
    has(facts.wrong, "코드가 맞지 않아요")
    assert.same({ "image/png", "private, no-store" }, { facts.picture.type, facts.picture.kept })
    local uri = scan(crypto.unbase64(facts.picture.bytes))
    assert.matches("^otpauth://totp/[^:?]+:hana%%40shop%.kr%?secret=" .. facts.secret:gsub(" ", "") .. "&", uri)
    assert.equal(10, #facts.codes)
    has(facts.home, "오늘")
    assert.is_nil(facts.again:find(facts.codes[1], 1, true))
    owner = { email = "hana@shop.kr", secret = facts.secret, codes = facts.codes }
  end)

  -- A code counts once; to have another the spec makes the account forget the last one.
  local function forget_code() pg.write "UPDATE staff SET totp_step = 0" end

  for _, case in ipairs { { device = "pc" }, { device = "mobile", script = false } } do
    local where = case.device .. (case.script == false and " without scripts" or "")

    it("a password and a code open it, and whoever leaves is out, on " .. where, function()
      forget_code()
      local facts = play("logInAndOut", { device = case.device, script = case.script, email = owner.email, secret = owner.secret, later = 0 })
      has(facts.wrong, "이메일이나 비밀번호가 맞지 않아요")
      has(facts.me, "이 기기")
      assert.matches("/admin/login%?return_to=", facts.after)
      assert.is_true(#facts.cookies > 0)
      for _, cookie in ipairs(facts.cookies) do
        if cookie.name:find "^sijang_staff" then
          assert.same({ true, "Strict", "/" }, { cookie.httpOnly, cookie.sameSite, cookie.path })
        end
        assert.not_equal("sijang_staff", cookie.name)
      end
    end)
  end

  it("a recovery code opens it once, and a code is asked for again before what is dangerous", function()
    local facts = play("recover", { device = "mobile", email = owner.email, recovery = owner.codes[3]:lower() })
    has(facts.home, "남은 복구 코드는 9개예요")
    has(facts.used, "코드가 맞지 않아요")
    pg.write "UPDATE staff_session SET proved_at = now() - interval '6 minutes'"
    forget_code()
    has(play("prove", { cookies = facts.cookies, secret = owner.secret, later = 0 }).wrong, "코드가 맞지 않아요")
  end)

  it("an owner invites, closes an account, and finds it in the log", function()
    local person = office.account("cs", { name = "독고아주긴이름을가진직원" })
    local id = pg.row("SELECT id FROM staff WHERE email = $1", owner.email).id
    for _, device in ipairs { "pc", "mobile" } do
      local secret = office.session(id).sijang_staff
      pg.write("UPDATE staff SET status = 'active' WHERE id = $1", person)
      pg.write "DELETE FROM staff_invite"
      local facts = play("manage", { device = device, person = person,
        cookies = { { name = "sijang_staff", value = secret, url = shop.base, httpOnly = true, sameSite = "Strict" } } })
      has(facts.refused, "name@example.com처럼")
      has(facts.invited, "duri@shop.kr 님에게 메일로 보냈어요")
      assert.matches("^" .. shop.base .. "/admin/join%?token=", facts.link)
      assert.equal("cs", facts.role)
      has(facts.closed, "닫힘")
      has(facts.log, "모두 쓰인 그대로예요")
      has(facts.log, "계정 닫기")
      has(facts.entry, owner.email)
    end
  end)

  it("without a single error on the server's side", function() assert.same({}, shop:errors()) end)
end)
