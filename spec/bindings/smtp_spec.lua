local clock = require "clock"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local smtp = require "smtp"
local smtp_server = require "spec.support.smtp_server"
local task = require "task"

local function descriptors() return #fs.list "/proc/self/fd" end
local function threads() return #fs.list "/proc/self/task" end

describe("smtp", function()
  local server, before, threads_before

  local function send(options, port)
    local request = { url = "smtp://localhost:" .. server.ports[port or "plain"], from = "help@shop.test", to = "kim@example.kr",
      message = "Subject: x\r\n\r\nhello\r\n", tls = false, ca_file = server.ca_file }
    for name, value in pairs(options or {}) do request[name] = value end
    return smtp.send(request)
  end

  local function code_of(answer, message, code)
    assert.is_nil(answer)
    assert.is_string(message)
    return code, message
  end

  setup(function()
    server = smtp_server.start()
    send()
    eventually(function() return server:goodbyes() == 1 end, 5000, "a goodbye")
    before, threads_before = descriptors(), threads()
  end)
  teardown(function() server:stop() end)
  before_each(function() server:forget() end)
  after_each(function()
    server:mood()
    eventually(function() return descriptors() == before and threads() <= threads_before end, 10000, "nothing is left open")
    assert.equal(0, task.count())
  end)

  it("hands a message over, says what was answered, and says goodbye", function()
    local answer = assert(send())
    assert.equal(250, answer.code)
    assert.equal("250 2.0.0 taken as 4711", answer.reply)
    local taken = server:messages()
    assert.same({ { from = "help@shop.test", to = { "kim@example.kr" }, secure = false, data = "Subject: x\r\n\r\nhello\r\n" } },
      taken)
    eventually(function() return server:goodbyes() == 1 end, 5000, "a goodbye")
  end)

  it("reaches several people at once", function()
    assert(send { to = { "a@example.kr", "b@example.kr" } })
    assert.same({ "a@example.kr", "b@example.kr" }, server:messages()[1].to)
  end)

  it("changes no byte: dots at the beginning of lines, long lines and any letter come as they went", function()
    for _, body in ipairs { ".\r\n", "..\r\n.x\r\n", "a\r\n.\r\nb\r\n", ("x"):rep(998) .. "\r\n." .. ("y"):rep(2000) .. "\r\n",
      "한글\r\n", ("0123456789.\r\n."):rep(20000) .. "\r\n" } do
      server:forget()
      local message = "Subject: x\r\n\r\n" .. body
      assert(send { message = message })
      local taken = server:messages()
      assert.equal(1, #taken)
      assert.is_true(message == taken[1].data, "a body of " .. #body)
    end
  end)

  it("lets nobody end a command or the message early", function()
    for _, wrong in ipairs { { to = "a@b.kr>\r\nRCPT TO:<c@d.kr" }, { to = "a b@c.kr" }, { to = "" }, { to = {} },
      { from = "a@b.kr\n" }, { from = "<a@b.kr>" }, { message = "a\nb\r\n" }, { message = "a\r\n.\n" }, { message = "a\rb\r\n" },
      { message = false }, { url = "smtp://x\0y" } } do
      assert.is_false((pcall(send, wrong)))
    end
    assert.same({}, server:messages())
  end)

  describe("over TLS", function()
    it("speaks by STARTTLS or from the start, and logs in", function()
      assert(send({ tls = true, user = "shop", password = "p:ä\"" }, "starttls"))
      assert(send { url = "smtps://localhost:" .. server.ports.tls, user = "shop", password = "secret" })
      local taken = server:messages()
      assert.same({ "shop:p:ä\"", true, "shop:secret", true },
        { taken[1].user, taken[1].secure, taken[2].user, taken[2].secure })
    end)

    it("tells a server without STARTTLS nothing", function()
      assert.equal("tls", (code_of(send { tls = true, user = "shop", password = "secret" })))
      assert.same({}, server:messages())
    end)

    it("trusts nobody whose certificate it cannot check", function()
      assert.equal("tls", (code_of(send({ tls = true, ca_file = "/etc/ssl/certs/ca-certificates.crt" }, "starttls"))))
      assert.equal("tls", (code_of(send { url = "smtps://127.0.0.1:" .. server.ports.tls })))
    end)
  end)

  it("tells what was refused for good from what is worth another try, in the server's words", function()
    for step, words in pairs { mail = "no such sender", rcpt = "nobody here", data = "no", ["end"] = "spam" } do
      for code, kind in pairs { ["451 4.2.0 "] = "temporary", ["550 5.1.1 "] = "refused", ["421 4.3.2 "] = "temporary" } do
        server:mood { [step] = code .. words }
        local answered, message = code_of(send())
        assert.same({ kind, code .. words }, { answered, message }, step)
      end
    end
    server:mood { greet = "554 5.7.1 not you" }
    assert.is_nil((send()))
    server:mood { auth = "535 5.7.8 wrong" }
    assert.equal("auth", (code_of(send { user = "shop", password = "x" })))
    assert.same({}, server:messages())
  end)

  it("is too large for a server that says how much it takes", function()
    server:mood { size = 1000 }
    local code, message = code_of(send { message = "Subject: x\r\n\r\n" .. ("x"):rep(2000) .. "\r\n" })
    assert.same({ "refused", "552 5.3.4 too large for us" }, { code, message })
    assert(send { message = "Subject: x\r\n\r\n" .. ("x"):rep(500) .. "\r\n" })
  end)

  it("knows whether a message may have arrived when the connection ends", function()
    for step, code in pairs { greet = "broken", mail = "broken", rcpt = "broken", data = "broken", ["end"] = "unknown" } do
      server:mood { cut = step }
      assert.equal(code, (code_of(send())), step)
    end
    assert.equal(1, #server:messages())
  end)

  it("waits for an answer for so long and no longer", function()
    server:mood { slow = "rcpt", ms = 3000 }
    assert.equal("broken", (code_of(send { timeout_ms = 300 })))
    server:mood { slow = "end", ms = 3000 }
    assert.equal("unknown", (code_of(send { timeout_ms = 300 })))
    assert.equal("connect", (code_of(send { url = "smtp://localhost:1" })))
    assert.equal("resolve", (code_of(send { url = "smtp://nowhere.invalid", connect_timeout_ms = 5000 })))
  end)

  it("does not wait for the answer to its goodbye", function()
    server:mood { slow = "quit", ms = 5000 }
    local began = clock.monotonic()
    assert(send())
    assert.is_true(clock.monotonic() - began < 2000)
  end)

  it("lets others run while a server takes its time, even over its goodbye", function()
    server:mood { rcpt = "550 5.1.1 no", slow = "quit", ms = 600 }
    local turns, longest, last, done = 0, 0, clock.monotonic(), false
    local sending = task.spawn(function()
      local answer, message, code = send()
      done = true
      return answer, message, code
    end)
    repeat
      task.sleep(5)
      local now = clock.monotonic()
      longest, last, turns = math.max(longest, now - last), now, turns + 1
    until done or turns > 1000
    assert.equal("refused", (code_of(sending:join())))
    assert.is_true(turns > 20, turns .. " turns")
    assert.is_true(longest < 300, "the loop stood for " .. longest .. " ms")
  end)

  it("is cut off at once when whoever waits for it ends", function()
    server:mood { slow = "end", ms = 20000 }
    local sending = task.spawn(send)
    eventually(function() return #server:messages() == 1 end, 5000, "a message")
    local began = clock.monotonic()
    sending:cancel()
    eventually(function() return descriptors() == before end, 5000, "a closed connection")
    assert.is_true(clock.monotonic() - began < 1000)
  end)

  it("is done sixteen at a time", function()
    server:mood { slow = "end", ms = 300 }
    local tries, busy = {}, 0
    for i = 1, 20 do tries[i] = task.spawn(send) end
    for _, one in ipairs(tries) do
      local _, _, code = one:join()
      if code == "busy" then busy = busy + 1 end
    end
    assert.equal(4, busy)
    assert.equal(16, #server:messages())
  end)
end)
