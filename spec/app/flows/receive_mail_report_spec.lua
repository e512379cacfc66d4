local crypto = require "crypto"
local database = require "spec.support.database"
local json = require "json"
local mail = require "mail"
local post = require "spec.app.mail.post"
local request = require "spec.app.web.fake_request"
local shop = require "spec.app.shop"

local URL, KEY = "https://shop.example.com/hook/mandrill", "ntynTMaFpM_octE5R1DKAw"

describe("what Mandrill tells", function()
  local mall, site, id

  setup(function()
    post.set { SIJANG_ENV = "development", MAIL_HOOK_URL = URL, MAIL_HOOK_KEYS = "another, " .. KEY }
    mall = shop.open { { code = "apple", name = "사과" } }
    site = require "boot"
  end)
  teardown(function() post.set() end)
  before_each(function()
    database.execute "DELETE FROM mail_event; DELETE FROM mail_report; DELETE FROM mail_suppression"
    id = post.write(mall)
  end)

  local function signed(body) return crypto.base64(crypto.hmac_sha1(KEY, URL .. "mandrill_events" .. body)) end

  local function tell(events, signature)
    local body = type(events) == "string" and events or json.encode(events)
    return (site.handle(request { method = "POST", path = "/hook/mandrill", host = "shop.test",
      form = { mandrill_events = body }, headers = { ["X-Mandrill-Signature"] = signature or signed(body) } }))
  end

  local function event(kind, changes)
    local made = { event = kind, ts = 1795897667, _id = "e1", msg = { email = "Kim@example.kr", diag = "smtp;550 5.1.1 nobody",
      metadata = { mail = id, mall = mall.id } } }
    for name, value in pairs(changes or {}) do made[name] = value end
    return made
  end

  it("is known by its signature over the registered address, with any of the keys", function()
    -- a vector of integrations §8.1, and one of two fields by OpenSSL
    assert.is_true(mail.is_signed({ mandrill_events = "[]" }, "3BOKJBUYC15x0ITZigJ7HZ8yz8M="))
    assert.is_false(mail.is_signed({ mandrill_events = "[1]" }, "3BOKJBUYC15x0ITZigJ7HZ8yz8M="))
    for _, wrong in ipairs { "", "x", "3BOKJBUYC15x0ITZigJ7HZ8yz8N=" } do
      assert.is_false(mail.is_signed({ mandrill_events = "[]" }, wrong))
    end
    assert.is_false(mail.is_signed({ mandrill_events = "[]" }, nil))
    local process = require "process"
    local _, out = process.run { argv = { "openssl", "dgst", "-sha1", "-hmac", KEY }, input = URL .. "a1b2" }
    assert.is_true(mail.is_signed({ b = "2", a = "1" }, crypto.base64(crypto.unhex(out:match "%x+%s*$":match "%x+"))))
  end)

  it("is answered while the address is being registered, and makes nothing of it", function()
    for _, method in ipairs { "GET", "HEAD" } do
      assert.equal(200, (site.handle(request { method = method, path = "/hook/mandrill", host = "shop.test" })))
    end
    assert.equal(200, tell("[]", "x"))
    assert.equal(0, shop.count "mail_report")
  end)

  it("is refused when somebody else says it, or when no key is known", function()
    assert.equal(403, tell({ event "hard_bounce" }, "x"))
    assert.equal(403, tell({ event "hard_bounce" }, signed "[]"))
    post.set { SIJANG_ENV = "development" }
    assert.equal(403, tell { event "hard_bounce" })
    post.set { SIJANG_ENV = "development", MAIL_HOOK_URL = URL, MAIL_HOOK_KEYS = KEY }
    assert.same({ 0, 0 }, { shop.count "mail_report", shop.count "mail_suppression" })
  end)

  it("is kept as it came, and stops letters to where nobody is and to who called one spam", function()
    local events = { event "hard_bounce", event("spam", { msg = { email = "lee@example.kr", metadata = { mail = id, mall = mall.id } } }),
      event("soft_bounce", { msg = { email = "park@example.kr", metadata = { mail = id, mall = mall.id } } }),
      event("open", { msg = { email = "choi@example.kr", metadata = { mail = id, mall = mall.id } } }) }
    assert.equal(200, tell(events))
    assert.same({ 1, 3 }, { shop.count "mail_report WHERE handled_at IS NOT NULL", shop.count "mail_event" })
    assert.equal("kim@example.kr bounce smtp;550 5.1.1 nobody\nlee@example.kr complaint \n",
      database.execute "SELECT address || ' ' || reason || ' ' || detail FROM mail_suppression ORDER BY 1")
    post.attempt(mall, id)
    assert.equal("suppressed", post.row(id, "state"))
  end)

  it("counts once, however often it is told and in whichever company", function()
    assert.equal(200, tell { event "hard_bounce" })
    database.execute "DELETE FROM mail_suppression"
    assert.equal(200, tell { event "hard_bounce" })
    assert.equal(200, tell { event "hard_bounce", event("soft_bounce", { _id = "e2" }) })
    assert.same({ 0, 2, 2 }, { shop.count "mail_suppression", shop.count "mail_event", shop.count "mail_report" })
    assert.equal(200, tell { event("hard_bounce", { ts = 1795897668 }) })
    assert.equal(1, shop.count "mail_suppression")
  end)

  it("is made something of at the next telling if it could not be at once", function()
    local body = json.encode { event "hard_bounce" }
    mail.keep_report(mall.id, "mandrill", crypto.sha256(body), body)
    assert.equal(200, tell(body))
    assert.same({ 1, 1 }, { shop.count "mail_report WHERE handled_at IS NOT NULL", shop.count "mail_suppression" })
  end)

  it("keeps the graver reason of two", function()
    tell { event "spam" }
    tell { event("hard_bounce", { _id = "e2" }) }
    tell { event("spam", { _id = "e3" }) }
    assert.equal(1, shop.count "mail_suppression WHERE reason = 'bounce'")
  end)

  it("is of no effect when it is about nothing of ours, or says nothing that can be read", function()
    local other = "01a226b5-0f46-7416-810c-e7a9a6d74142"
    for i, odd in ipairs { "{", "null", "1", '["x"]', "[{}]", { event("hard_bounce", { msg = { email = "kim@example.kr" } }) },
      { event("hard_bounce", { msg = { email = "kim@example.kr", metadata = { mail = other, mall = other } } }) },
      { event("hard_bounce", { msg = { email = "x\nkim@example.kr", metadata = { mail = id, mall = mall.id } } }) },
      { event("hard_bounce", { ts = "now" }) } } do
      assert.equal(200, tell(odd), i)
    end
    assert.same({ 0, 0 }, { shop.count "mail_event", shop.count "mail_suppression" })
  end)
end)
