-- What holds whoever carries mail away: the same outcomes for the same misfortunes, by a real SMTP conversation and by
-- Mandrill's calls.

local address = require "mail.rules.address"
local database = require "spec.support.database"
local mandrill = require "spec.support.mandrill"
local post = require "spec.app.mail.post"
local shop = require "spec.app.shop"
local smtp_server = require "spec.support.smtp_server"
local task = require "task"

local servers = {}

local drivers = {
  smtp = {
    settings = function()
      return { MAIL_URL = "smtp://shop:p%40ss@localhost:" .. servers.smtp.ports.starttls, MAIL_FROM = "help@shop.test",
        CA_FILE = servers.smtp.ca_file }
    end,
    moods = { temporary = { rcpt = "451 4.2.0 later" }, refused = { rcpt = "550 5.1.1 nobody here" }, lost = { cut = "end" },
      never = { cut = "data" }, barred = { auth = "535 5.7.8 wrong" } },
    words = { temporary = "temporary: 451 4.2.0 later", refused = "refused: 550 5.1.1 nobody here" },
    copies = 2, -- the second has the first one's Message-ID
  },
  mandrill = {
    settings = function() return { MAIL_URL = servers.mandrill.url, MAIL_FROM = "help@shop.test" } end,
    moods = { temporary = { error = "GeneralError" }, refused = { status = "rejected", reason = "hard-bounce" },
      lost = { cut = "after" }, never = { cut = "before" }, barred = { error = "Invalid_Key" } },
    words = { temporary = "GeneralError: no", refused = "rejected: hard-bounce" },
    copies = 1, -- it was asked for the first
  },
}

setup(function() servers.smtp, servers.mandrill = smtp_server.start(), mandrill.start() end)
teardown(function()
  for _, server in pairs(servers) do server:stop() end
  post.set()
end)

for name, driver in pairs(drivers) do
  describe("mail by " .. name, function()
    local mall, server

    setup(function()
      mall = shop.open { { code = "apple", name = "사과" } }
      server = servers[name]
    end)
    before_each(function()
      server:mood()
      server:forget()
      post.set(driver.settings())
    end)

    it("is handed over once, and its row says to whom", function()
      local id = post.write(mall)
      assert.is_true(post.attempt(mall, id))
      assert.is_true(post.attempt(mall, id))
      assert.equal(1, #server:messages())
      assert.equal("sent|" .. name .. "|t", post.row(id, "state, provider, provider_id IS NOT NULL"))
    end)

    it("waits when it was refused for now, and says why", function()
      server:mood(driver.moods.temporary)
      local id = post.write(mall)
      local _, fault = post.attempt(mall, id)
      assert.same({ "mail.unreachable" }, { fault.code, fault.permanent })
      assert.equal("queued|f|1|f|" .. driver.words.temporary, post.row(id, "state, doubtful, attempts, sealed IS NULL, error"))
      server:mood()
      assert.is_true(post.attempt(mall, id))
      assert.equal("sent|2|", post.row(id, "state, attempts, error"))
    end)

    it("fails when it was refused for good, and shows why", function()
      server:mood(driver.moods.refused)
      local id = post.write(mall)
      local _, fault = post.attempt(mall, id)
      assert.same({ "mail.refused", true }, { fault.code, fault.permanent })
      assert.equal("failed|" .. driver.words.refused, post.row(id, "state, error"))
    end)

    it("fails with the last attempt that its job has, and can be tried again by a person", function()
      server:mood(driver.moods.temporary)
      local id = post.write(mall)
      post.attempt(mall, id, true)
      assert.equal("failed", post.row(id, "state"))
      server:mood()
      assert.is_true(post.attempt(mall, id))
      assert.equal("sent", post.row(id, "state"))
    end)

    it("is not lost when the answer is: it is doubtful, and sent again unless it is found", function()
      server:mood(driver.moods.lost)
      local id = post.write(mall)
      local _, fault = post.attempt(mall, id)
      assert.equal("mail.unknown", fault.code)
      assert.equal("queued|t", post.row(id, "state, doubtful"))
      assert.equal(1, #server:messages())
      server:mood()
      assert.is_true(post.attempt(mall, id))
      assert.equal("sent|f", post.row(id, "state, doubtful"))
      assert.equal(driver.copies, #server:messages())
    end)

    it("is sent when it never arrived", function()
      server:mood(driver.moods.never)
      local id = post.write(mall)
      assert.is_nil((post.attempt(mall, id)))
      assert.equal(0, #server:messages())
      server:mood()
      assert.is_true(post.attempt(mall, id))
      assert.equal(1, #server:messages())
    end)

    it("is not given up while we are the ones who are barred", function()
      server:mood(driver.moods.barred)
      local id = post.write(mall)
      local _, fault = post.attempt(mall, id)
      assert.same({ "mail.unreachable" }, { fault.code, fault.permanent })
      assert.equal("queued", post.row(id, "state"))
    end)

    it("is sent once by two workers at once", function()
      local id = post.write(mall)
      local tries = {}
      for i = 1, 4 do tries[i] = task.spawn(post.attempt, mall, id) end
      for _, one in ipairs(tries) do one:join() end
      assert.equal(1, #server:messages())
      assert.equal("sent", post.row(id, "state"))
    end)

    it("tells nobody the secret that it is carried with", function()
      server:mood(driver.moods.barred)
      local id = post.write(mall)
      post.attempt(mall, id)
      local row = database.execute(("SELECT m FROM mail m WHERE id = '%s'"):format(id))
      for _, secret in ipairs { "p@ss", "p%40ss", "md-test", "s3cret" } do assert.is_nil(row:find(secret, 1, true), secret) end
    end)
  end)
end

describe("by SMTP a message", function()
  it("is the whole of it, from its sender to its addressee, after a log-in over TLS", function()
    local mall = shop.open { { code = "apple", name = "사과" } }
    post.set(drivers.smtp.settings())
    servers.smtp:mood()
    servers.smtp:forget()
    local id = post.write(mall)
    post.attempt(mall, id)
    local taken = servers.smtp:messages()[1]
    assert.same({ "help@shop.test", { "kim@example.kr" }, "shop:p@ss", true }, { taken.from, taken.to, taken.user, taken.secure })
    assert.truthy(taken.data:find("Message-ID: <" .. id .. "@shop.test>", 1, true))
  end)
end)

describe("by SMTP a refusal", function()
  it("repeats no address that the server repeats, neither to staff nor in a log", function()
    local mall = shop.open { { code = "apple", name = "사과" } }
    post.set(drivers.smtp.settings())
    servers.smtp:mood { rcpt = "550 5.1.1 <kim@example.kr>: user unknown" }
    local id = post.write(mall)
    local _, fault = post.attempt(mall, id)
    assert.equal("mail.refused: refused: 550 5.1.1 <ki*@example.kr>: user unknown", tostring(fault))
    assert.equal("refused: 550 5.1.1 <ki*@example.kr>: user unknown", post.row(id, "error"))
  end)
end)

describe("by Mandrill a message", function()
  it("carries its id, watches nobody, and says who may be answered", function()
    local mall = shop.open({ { code = "apple", name = "사과" } }, { footer = { email = "help@shop.test" } })
    post.set(drivers.mandrill.settings())
    servers.mandrill:mood()
    servers.mandrill:forget()
    local id = post.write(mall)
    post.attempt(mall, id)
    local message = servers.mandrill:messages()[1].message
    assert.same({ mail = id, mall = mall.id }, message.metadata)
    assert.same({ false, false, false, "시험상회", "help@shop.test" }, { message.track_opens, message.track_clicks,
      message.inline_css, message.from_name, message.headers["Reply-To"] })
    assert.same({ { email = "kim@example.kr", name = "김철수", type = "to" } }, message.to)
  end)

  it("that may have arrived waits while Mandrill cannot be asked", function()
    local mall = shop.open { { code = "apple", name = "사과" } }
    post.set(drivers.mandrill.settings())
    servers.mandrill:mood { cut = "after", blind = true }
    servers.mandrill:forget()
    local id = post.write(mall)
    post.attempt(mall, id)
    local _, fault = post.attempt(mall, id)
    assert.same({ "mail.unknown", 60 }, { fault.code, fault.retry_after })
    assert.equal(1, #servers.mandrill:messages())
    assert.equal("queued|t", post.row(id, "state, doubtful"))
  end)
end)

describe("MAIL_URL", function()
  it("says who carries mail away, and how", function()
    assert.same({ driver = "smtp", url = "smtp://mail.kr:587", tls = "required", user = "a@b", password = "c:d/?" },
      address.route "smtp://a%40b:c%3Ad%2F%3F@mail.kr:587")
    assert.same({ driver = "smtp", url = "smtps://mail.kr", tls = "required" }, address.route "smtps://mail.kr/")
    assert.same({ driver = "smtp", url = "smtp://[::1]:25", tls = "off" }, address.route "smtp://[::1]:25?tls=off")
    assert.same({ driver = "mandrill", key = "md-x_1", url = "https://mandrillapp.com/api/1.4" }, address.route "mandrill://md-x_1")
    assert.same({ driver = "mailbox" }, address.route "dev:")
  end)

  it("that says nothing of the kind is told so, without what it said", function()
    for _, text in ipairs { "smtp://", "smtp://se cret", "smtp://u:secret@", "smtps://secret?tls=off", "smtp://h?tls=secret",
      "http://secret", "mandrill://", "mandrill://se/cret/x", "secret", "smtp://u:secret@mail.kr:25?tls=off" } do
      local route, problem = address.route(text)
      assert.is_nil(route, text)
      assert.is_nil(problem:find("secret", 1, true), problem)
    end
    assert.equal("off", address.route("smtp://u:p@localhost:25?tls=off").tls)
  end)
end)

describe("an address", function()
  it("is what SMTP carries without quoting, and nothing that could end a line", function()
    for _, text in ipairs { "a@b.kr", "a.b+c@sub.b-c.kr", "x@localhost.localdomain", "!#$%&'*+/=?^_`{|}~-@b.kr" } do
      assert.is_true(address.is(text), text)
    end
    for _, text in ipairs { "", "a", "@b.kr", "a@", "a@@b.kr", "a@b@c.kr", ".a@b.kr", "a.@b.kr", "a..b@c.kr", "a@.b.kr", "a@b..kr",
      "a@b.kr.", "a@-b.kr", "a b@c.kr", "a@b.kr\n", "a\r\n@b.kr", "<a@b.kr>", "a@b.kr,c@d.kr", '"a b"@c.kr', "김@b.kr", "a@한.kr",
      ("a"):rep(65) .. "@b.kr", "a@" .. ("b"):rep(260) .. ".kr" } do
      assert.is_false(address.is(text), text)
    end
  end)

  it("may have a name before it", function()
    assert.same({ name = "모락상회", address = "help@morak.kr" }, address.parse "모락상회 <help@morak.kr>")
    assert.same({ name = "A, B", address = "help@morak.kr" }, address.parse ' "A, B"  <help@morak.kr> ')
    assert.same({ address = "help@morak.kr" }, address.parse "help@morak.kr")
    for _, text in ipairs { "", "모락상회", "모락상회 <>", "a@b.kr <c", "a@b.kr c@d.kr" } do assert.is_nil(address.parse(text)) end
  end)
end)
