local crypto = require "crypto"
local database = require "spec.support.database"
local mail = require "mail"
local post = require "spec.app.mail.post"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local task = require "task"
local send_mail = require "flows.send_mail"
local transaction = require("flows.store").transaction

describe("a letter that is written", function()
  local mall

  setup(function()
    post.set { SIJANG_ENV = "development", MAIL_FROM = "help@shop.test" }
    mall = shop.open { { code = "apple", name = "사과", price = 12000 } }
  end)
  teardown(function() post.set() end)
  before_each(function() database.execute "DELETE FROM mail; DELETE FROM job; DELETE FROM mail_suppression" end)

  it("is there with the job that sends it once its transaction is committed, and neither is if it is not", function()
    transaction(function(tx)
      send_mail.run(tx, mall, "member/verify", { email = "kim@example.kr" }, { name = "김", url = "/x" })
      return nil, "no"
    end)
    assert.same({ 0, 0 }, { shop.count "mail", shop.count "job" })
    local id = post.write(mall)
    assert.equal("queued", post.row(id, "state"))
    assert.equal(1, shop.count(("job WHERE kind = 'mail.send' AND args ->> 'id' = '%s'"):format(id)))
  end)

  it("cannot be read from its row, nor from another that it was copied to", function()
    local id, other = post.write(mall), post.write(mall)
    assert.is_nil(post.row(id, "encode(sealed, 'escape')"):find("s3cret", 1, true))
    assert.equal("https://shop.test/join/verify?token=s3cret", mail.values(mail.by_id(mall.id, id)).url)
    database.execute(("UPDATE mail SET sealed = (SELECT sealed FROM mail WHERE id = '%s') WHERE id = '%s'"):format(id, other))
    assert.is_nil(mail.values(mail.by_id(mall.id, other)))
    local sent, fault = post.attempt(mall, other)
    assert.same({ nil, "mail.sealed", true }, { sent, fault.code, fault.permanent })
    assert.equal("failed", post.row(other, "state"))
  end)

  it("raises where its writer is wrong", function()
    local function write(changes) return pcall(post.write, mall, changes) end
    assert.is_false((write { template = "member/none" }))
    for _, email in ipairs { "", "kim", "kim@x\r\nBcc: all@example.kr", "kim@example.kr>", "김@example.kr", "a b@example.kr" } do
      assert.is_false((write { email = email }), email)
    end
    assert.equal(0, shop.count "mail")
  end)

  it("is sent once, and what it said is forgotten then", function()
    local id = post.write(mall)
    assert.is_true(post.attempt(mall, id))
    assert.equal("sent|mailbox|t|[시험상회] 이메일 주소를 확인해 주세요", post.row(id, "state, provider, sealed IS NULL, subject"))
    local at = post.row(id, "done_at")
    assert.is_true(post.attempt(mall, id))
    assert.equal(at, post.row(id, "done_at"))
    assert.equal("1", post.row(id, "attempts"))
  end)

  it("is taken up by one of many who try at once", function()
    local id, done, later = post.write(mall), 0, 0
    local tries = {}
    for i = 1, 8 do tries[i] = task.spawn(function() return post.attempt(mall, id) end) end
    for _, try in ipairs(tries) do
      local sent, fault = try:join()
      if sent then done = done + 1 else
        assert.equal("mail.busy", fault.code)
        assert.is_true(fault.snooze >= 1)
        later = later + 1
      end
    end
    assert.equal(8, done + later)
    assert.equal("1", post.row(id, "attempts"))
  end)

  it("waits while another attempt may be under way, and is doubtful once that one is past its time", function()
    local id = post.write(mall)
    assert(mail.claim(mall.id, id, crypto.uuid7(), 60))
    local _, fault = post.attempt(mall, id)
    assert.equal("mail.busy", fault.code)
    assert.is_true(fault.snooze > 50 and fault.snooze <= 62, fault.snooze)
    database.execute "UPDATE mail SET claimed_until = now() - interval '1 second'"
    assert.is_true(mail.claim(mall.id, id, crypto.uuid7(), 60).doubtful)
  end)

  it("is not closed by an attempt that was given up meanwhile", function()
    local id = post.write(mall)
    local slow = mail.claim(mall.id, id, crypto.uuid7(), 60)
    database.execute "UPDATE mail SET claimed_until = now() - interval '1 second'"
    local second = mail.claim(mall.id, id, crypto.uuid7(), 60)
    assert.is_false(mail.finish(slow, { state = "sent" }))
    mail.fail(slow, { last = true, doubtful = false, error = "late" })
    assert.equal("queued|", post.row(id, "state, error"))
    assert.is_true(mail.finish(second, { state = "sent" }))
  end)

  it("stays queued, uncounted, while nobody carries mail away", function()
    post.set { SIJANG_ENV = "production" }
    local id = post.write(mall)
    for _, settings in ipairs { { MAIL_FROM = "help@shop.test" }, { MAIL_URL = "smtp://localhost:1" },
      { MAIL_FROM = "help@shop.test", MAIL_URL = "dev:" }, { MAIL_FROM = "help@shop.test", MAIL_URL = "ftp://x" } } do
      post.set(settings)
      local _, fault = post.attempt(mall, id, true)
      assert.equal("mail.unset", fault.code)
      assert.equal(60, fault.snooze)
      assert.equal("queued", post.row(id, "state"))
    end
    post.set { SIJANG_ENV = "development", MAIL_FROM = "help@shop.test" }
    assert.is_true(post.attempt(mall, id))
  end)

  it("comes in the name of the mall, or of whom the mall set", function()
    post.attempt(mall, post.write(mall))
    local source = require("mail.store").boxed(post.row(post.write(mall), "(SELECT id FROM mail WHERE source IS NOT NULL)")).source
    assert.truthy(source:find("From: =?UTF-8?B?" .. crypto.base64 "시험상회" .. "?= <help@shop.test>", 1, true))
    assert.same({ name = "가게", address = "no-reply@shop.kr" },
      mail.sender(mall, { mail = { address = "no-reply@shop.kr", name = "가게" } }))
    assert.is_nil(mail.sender(mall, { mail = { address = "x\r\nBcc: y@z.kr" } }))
  end)

  describe("to an address on the list of those that get none", function()
    local function stop(reason)
      database.execute(("INSERT INTO mail_suppression (mall_id, address, reason) VALUES ('%s', 'kim@example.kr', '%s')")
        :format(mall.id, reason))
    end

    it("is not sent after a bounce, however it is spelled and whatever it is about", function()
      stop "bounce"
      for _, template in ipairs { "member/verify", "member/welcome" } do
        local id = post.write(mall, { template = template, email = "KIM@example.kr" })
        assert.is_true(post.attempt(mall, id))
        assert.equal("suppressed|t|반송된 주소", post.row(id, "state, sealed IS NULL, error"))
      end
    end)

    it("is sent after a complaint only if it keeps an account safe", function()
      stop "complaint"
      local asked, told = post.write(mall), post.write(mall, { template = "member/welcome" })
      post.attempt(mall, asked)
      post.attempt(mall, told)
      assert.same({ "sent", "suppressed" }, { post.row(asked, "state"), post.row(told, "state") })
    end)

    it("of another mall is sent", function()
      local other = shop.add({ { code = "pear", name = "배" } }, { code = "other", hosts = { "other.test" } })
      stop "bounce"
      local id = post.write(other)
      post.attempt(other, id)
      assert.equal("sent", post.row(id, "state"))
    end)
  end)

  it("is kept for a while once it is done, and what a failed one says for less", function()
    local sent, failed, waiting = post.write(mall), post.write(mall), post.write(mall)
    post.attempt(mall, sent)
    database.execute(("UPDATE mail SET state = 'failed', done_at = now() - interval '15 days' WHERE id = '%s'"):format(failed))
    assert.equal(0, mail.sweep())
    assert.equal("t", post.row(failed, "sealed IS NULL"))
    database.execute "UPDATE mail SET done_at = now() - interval '91 days' WHERE done_at IS NOT NULL"
    assert.equal(2, mail.sweep())
    assert.equal("queued|f", post.row(waiting, "state, sealed IS NULL"))
  end)

  it("is shown in the development mailbox, whole, with a link that can be followed", function()
    local id = post.write(mall)
    post.attempt(mall, id)
    local visitor = shopper(require "boot", "shop.test")
    local _, box = visitor:get "/dev/mail"
    assert.truthy(box:find("/dev/mail/" .. id, 1, true))
    assert.truthy(box:find("이메일 주소를 확인해 주세요", 1, true))
    assert.equal(200, (visitor:get("/dev/mail/" .. id)))
    local _, html = visitor:get("/dev/mail/" .. id .. "/html")
    assert.truthy(html:find('href="https://shop.test/join/verify?token=s3cret"', 1, true))
    local _, source = visitor:get("/dev/mail/" .. id .. "/source")
    assert.truthy(source:find("^Date: "))
    assert.equal(404, (visitor:get("/dev/mail/" .. id .. "/else")))
    assert.equal(404, (visitor:get "/dev/mail/x"))
    post.set { SIJANG_ENV = "production" }
    for _, path in ipairs { "", "/" .. id, "/" .. id .. "/html" } do assert.equal(404, (visitor:get("/dev/mail" .. path))) end
    post.set { SIJANG_ENV = "development", MAIL_FROM = "help@shop.test" }
  end)
end)
