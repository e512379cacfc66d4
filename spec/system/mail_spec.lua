-- Letters as the real program sends them: by job workers, to an SMTP server that misbehaves, through a worker's death.

local mall = require "spec.system.mall"
local process = require "process"
local smtp_server = require "spec.support.smtp_server"
local server = require "spec.support.server"
local visitor = require "spec.system.visitor"

local eventually = server.eventually

describe("mail", function()
  local open, relay, goods

  setup(function()
    relay = smtp_server.start()
    open = mall.open { JOB_WORKERS = "2", DRAIN_DEADLINE = "1", MAIL_URL = "smtp://localhost:" .. relay.ports.plain .. "?tls=off",
      MAIL_FROM = "Morak <help@morak.example>" }
    goods = open:goods(50)
  end)
  teardown(function()
    open:close()
    relay:stop()
  end)
  before_each(function()
    relay:mood()
    relay:forget()
  end)

  -- Buys something, which writes a letter.
  local function buy(email)
    local buyer = visitor.new(open)
    buyer:get("/p/" .. goods.slug)
    buyer:add(goods, 1)
    buyer:get "/checkout"
    local typed = setmetatable({ orderer_email = email }, { __index = visitor.typed })
    local fields = {}
    for name in pairs(visitor.typed) do fields[name] = typed[name] end
    assert.equal("/checkout/confirm", buyer:post("/checkout", fields).location)
    local key = buyer:get("/checkout/confirm").body:match 'name="place_key" value="([%x-]+)"'
    return (assert(buyer:post("/checkout/confirm", { place_key = key }).location:match "/orders/(%S+)"))
  end

  local function state(email) return open:sql("SELECT state FROM mail WHERE to_address = '" .. email .. "'") end

  -- What waits for its next attempt waits no longer.
  local function hurry()
    open:sql "UPDATE job SET state = 'ready', run_at = now() WHERE state = 'scheduled' AND kind = 'mail.send'"
  end

  -- The worker that had it is believed dead already.
  local function mourn()
    open:sql [[
      UPDATE job SET lease_until = now() - interval '1 second' WHERE state = 'running' AND kind = 'mail.send';
      UPDATE mail SET claimed_until = now() - interval '1 second' WHERE claim IS NOT NULL]]
  end

  local function is_sent_soon(email)
    eventually(function()
      hurry()
      return state(email) == "sent"
    end, 10000, "a letter that was sent after all")
  end

  it("tells whoever ordered, within a moment, and forgets what it said", function()
    local number = buy "kim@example.kr"
    local letter = eventually(function() return relay:messages()[1] end, 5000, "a letter")
    assert.same({ "help@morak.example", { "kim@example.kr" } }, { letter.from, letter.to })
    eventually(function() return state "kim@example.kr" == "sent" end, 3000, "a letter that is known to be sent")
    assert.equal("t", open:sql "SELECT sealed IS NULL AND source IS NULL FROM mail WHERE to_address = 'kim@example.kr'")
    local encoded = letter.data:match "text/plain.-\r\n\r\n(.-)\r\n%-%-"
    assert.truthy(require("crypto").unbase64((encoded:gsub("%s", ""))):find(number, 1, true))
  end)

  it("waits out a server that is busy, and tries again by itself", function()
    relay:mood { rcpt = "451 4.3.2 busy" }
    buy "lee@example.kr"
    eventually(function() return open:sql "SELECT error FROM mail WHERE to_address = 'lee@example.kr'" ~= "" end, 5000, "a refusal")
    assert.equal("queued", state "lee@example.kr")
    local run_at = open:number "SELECT extract(epoch FROM run_at - now()) FROM job WHERE kind = 'mail.send'"
    assert.is_true(run_at <= 10, run_at)
    relay:mood()
    is_sent_soon "lee@example.kr"
    assert.equal(1, #relay:messages())
  end)

  it("is given up when it is refused for good, with the reason for people to see", function()
    relay:mood { rcpt = "550 5.1.1 <park@example.kr> is nobody" }
    buy "park@example.kr"
    eventually(function() return state "park@example.kr" == "failed" end, 5000, "a letter given up")
    assert.equal("mail.refused: refused: 550 5.1.1 <pa**@example.kr> is nobody",
      eventually(function()
        local said = open:sql "SELECT last_error FROM job WHERE state = 'dead' AND kind = 'mail.send'"
        return said ~= "" and said
      end, 3000, "a dead letter"))
  end)

  it("is given up with the last attempt that it has", function()
    relay:mood { rcpt = "451 4.3.2 busy" }
    buy "kang@example.kr"
    eventually(function() return open:sql "SELECT error FROM mail WHERE to_address = 'kang@example.kr'" ~= "" end, 5000, "a refusal")
    open:sql "UPDATE job SET attempt = 19 WHERE kind = 'mail.send' AND state = 'scheduled'"
    hurry()
    eventually(function() return state "kang@example.kr" == "failed" end, 5000, "a letter given up")
  end)

  it("is not lost with the worker that was sending it", function()
    relay:mood { slow = "end", ms = 60000 }
    buy "choi@example.kr"
    eventually(function() return relay:messages()[1] end, 5000, "a letter on its way")
    local _, pids = process.run { argv = { "pgrep", "-P", open.pid, "-f", "job" } }
    for pid in pids:gmatch "%d+" do process.kill(tonumber(pid), "KILL") end
    relay:mood()
    assert.equal("queued", state "choi@example.kr")
    mourn()
    is_sent_soon "choi@example.kr"
    -- nobody knows of the first one what became of it; the second says by its name that it is the same
    local letters = relay:messages()
    assert.equal(2, #letters)
    assert.equal(letters[1].data:match "Message%-ID: (%S+)", letters[2].data:match "Message%-ID: (%S+)")
  end)

  it("holds up nobody's end, and is sent by who comes next", function()
    relay:mood { slow = "end", ms = 60000 }
    buy "yoon@example.kr"
    eventually(function() return relay:messages()[1] end, 5000, "a letter on its way")
    local ended = #open:events "worker.ended"
    process.kill(open.pid, "TERM")
    assert.equal(0, open.process:wait(10000))
    assert.equal(ended, #open:events "worker.ended")
    assert.equal(0, #open:events "worker.stuck")
    relay:mood()
    open:serve()
    mourn()
    is_sent_soon "yoon@example.kr"
  end)
end)
