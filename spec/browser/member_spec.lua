-- Members in a real browser: sign-up with a link from a letter, two devices with one cart, a forgotten password.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"
local password = require "password"
local pg = require "pg"

local PLAIN = "모락모락 김이 나는 밥"

describe("a member", function()
  local shop, chromium, hash

  setup(function()
    shop = mall.open { development = true }
    chromium = browser.start()
    hash = password.hash(PLAIN)
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function member(email)
    return pg.write([[INSERT INTO member (mall_id, email, password_hash, name, phone, status, verified_at)
      SELECT mall_id, $1, $2, '김모락', '01012345678', 'active', now() FROM mall_host WHERE host = 'localhost' RETURNING id]], email, hash)[1].id
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("signs up, sees all that is theirs, and leaves, on " .. device, function()
      local facts = chromium:play("member.life", { base = shop.base, device = device, email = device .. "@example.com" })
      assert.is_true(#facts.errors >= 8)
      has(facts.welcome, "환영합니다")
      has(facts.gone, "탈퇴를 마쳤어요")
      has(facts.refused, "이메일 또는 비밀번호가 맞지 않아요")
    end)
  end

  it("has one cart on two devices, into which a guest's goes and comes out again", function()
    member "two@example.com"
    local facts = chromium:play("member.carts", { base = shop.base, email = "two@example.com", password = PLAIN })
    has(facts.merged, "장바구니에 합쳤어요")
    assert.same({ 2, 1, 1 }, { facts.elsewhere, facts.apart, facts.guest })
    has(facts.undone, "되돌렸어요")
  end)

  it("is found by staff, and shown whole to who says why", function()
    member "desk@example.com"
    local cookies = office.session((office.account "cs"))
    local facts = chromium:play("member.desk", { base = shop.base, cookies = cookies, name = "김모락" })
    has(facts.list, "김*락")
    has(facts.masked, "010-****-5678")
    assert.is_nil(facts.masked:find("010-1234-5678", 1, true))
    has(facts.open, "010-1234-5678")
  end)

  it("sets a new password by a letter", function()
    member "forgot@example.com"
    local facts = chromium:play("member.reset", { base = shop.base, email = "forgot@example.com" })
    has(facts.says, "새 비밀번호로 바꿨어요")
    has(facts.name, "김모락")
  end)
end)
