-- A crowd orders, pays by every method and changes its mind while everything goes wrong at random: providers cut, stall, refuse and
-- mumble; workers are killed, between two requests or at any statement; connections to PostgreSQL break around a COMMIT; browsers
-- come back twice or never; deposits are told of twice at once, in the wrong order, late or by nobody. When it is quiet again, every
-- order is paid once or not at all, what was cancelled was given back once, the providers hold what the books say, and every
-- invariant holds. The seed is printed: the same one makes the same choices.

local chokepoint = require "spec.support.chokepoint"
local clock = require "clock"
local crowd = require "spec.support.crowd"
local long = require "spec.support.long"
local paying = require "spec.system.paying"
local process = require "process"
local server = require "spec.support.server"
local visitor = require "spec.system.visitor"
local walk = require "spec.app.order.walk"

local VISITORS, LANES, LATEST_MS = 200, 8, 120000
if long then VISITORS = 10000 end
if paying.sanitized then VISITORS = 40 end

local OFFERS = { "inicis.card", "inicis.virtual_account", "toss_payments.card", "toss_payments.virtual_account", "tosspay.wallet",
  "kakaopay.wallet", "bank.bank_transfer" }
local APPROVALS = { "/api/payAuth", "/v1/payments/confirm", "/api/v2/execute", "/online/v1/payment/approve" }

-- What providers may be like for the next few calls.
local MOODS = {
  {}, {}, { { cut = "before", times = 2 } }, { { cut = "after", times = 2 } }, { { http = 503, times = 3 } },
  { { http = 502, done = true, times = 2 } }, { { garbage = "html", times = 2 } }, { { garbage = "truncated", times = 2 } },
  { { slow = 400, times = 4 } }, { { on = APPROVALS, cut = "after", times = 3 } }, { { on = APPROVALS, amount = -100, times = 1 } },
  { { on = APPROVALS, decline = { code = "REJECT_CARD_PAYMENT", message = "한도초과" }, times = 2 } },
}

describe("a crowd that pays while everything goes wrong", function()
  local choke, open, goods, rnd
  local cancelled = 0

  setup(function()
    local seed = tonumber(os.getenv "SPEC_SEED") or math.floor(clock.now() * 1000) % 1000000
    io.stderr:write(("· payment crowd: SPEC_SEED=%d\n"):format(seed))
    rnd = walk.chance(seed)
    choke = chokepoint.open()
    open = paying.open { only = { "inicis", "toss_payments", "tosspay", "kakaopay" }, env = { WORKERS = "3", JOB_WORKERS = "1" },
      choke = choke }
    goods = open:goods(VISITORS * 3)
  end)
  teardown(function()
    open:close()
    choke:close()
  end)

  local function ready() return open:get("/readyz").status == 200 end

  -- Nobody there, one that could not, or one that says that the call is still being worked on: by somebody who died.
  local function is_none(answer)
    return answer.status == 0 or answer.status >= 500 or answer.status == 409 and answer.body:find("처리하고 있어요", 1, true)
  end

  -- Once more until there is an answer that is one.
  local function insist(ask)
    local deadline = clock.monotonic() + LATEST_MS
    while true do
      local answer = ask()
      if not is_none(answer) then return answer end
      assert(clock.monotonic() < deadline, "never answered")
      server.eventually(ready, LATEST_MS, "somebody who serves")
    end
  end

  local function placed(buyer)
    local key
    insist(function()
      local ok, made = pcall(buyer.prepare, buyer, goods, 1)
      key = ok and made or nil
      return { status = ok and 200 or 0, body = "" }
    end)
    return insist(function() return buyer:confirm(key) end).location:match "([%d]+%-%w+)"
  end

  local function sql(text)
    return server.eventually(function()
      local ok, out = pcall(open.sql, open, text)
      return ok and out
    end, LATEST_MS, text)
  end

  -- A window: what of it is known, or nothing where the provider would not open one.
  local function window(order, offer)
    local answer = insist(function()
      order.buyer:get("/pay/" .. order.number)
      return order.buyer:post("/pay/" .. order.number, { offer = offer, instalments = 0 })
    end)
    if answer.status ~= 303 or not answer.location:find "/window" then return nil end
    local id, reference, provider, go = sql(([[SELECT id, reference, provider, details -> 'go' FROM payment
      WHERE order_id = '%s' AND status = 'requested' AND details ? 'go' ORDER BY seq DESC LIMIT 1]]):format(order.id))
      :match "^([^|]+)|([^|]+)|([^|]+)|({.*})$"
    return id and { id = id, reference = reference, provider = provider, go = require("json").decode(go) } or nil
  end

  local function deposit(attempt, dice)
    if dice(4) == 1 then return end
    -- a provider that knows of no account has nobody to tell
    pcall(open.providers.command, open.providers, { provider = attempt.provider, ["do"] = "deposit", reference = attempt.reference,
      url = ("http://127.0.0.1:%d/hook/pay/%s"):format(open.port, attempt.provider), ["repeat"] = dice(3), together = dice(2) == 1,
      reorder = dice(2) == 1 })
  end

  local function pay(order, offer, dice)
    local attempt = window(order, offer)
    if not attempt then return end
    local ok, carried = pcall(open.press, open, attempt, dice(8) == 1 and "cancel" or dice(8) == 1 and "decline" or "pay")
    if not ok or carried.stuck or not carried.url then return end
    local times = dice(5) == 1 and 0 or dice(4) == 1 and 2 or 1
    for _ = 1, times do open:back(carried) end
    if offer:find "virtual_account$" then deposit(attempt, dice) end
  end

  local function is_paid(order) return sql(("SELECT paid_at IS NOT NULL FROM \"order\" WHERE id = '%s'"):format(order.id)) == "t" end

  -- The shopper changes their mind: what was paid goes back, what was not is called off. Where there is no such page, nothing is.
  local function cancel(order)
    local path = ("/orders/%s/claim"):format(order.number)
    local page = insist(function() return order.buyer:get(path .. "?kind=cancel&reason=changed_mind&q1=1&show=1") end)
    local key = page.body:match 'name="key" value="([^"]+)"'
    if not key then return end
    local form = { kind = "cancel", reason = "changed_mind", q1 = 1, key = key, total = page.body:match 'name="total" value="(%d+)"' or "" }
    if page.body:find('name="bank_code"', 1, true) then form.bank_code, form.account, form.holder = "004", "12345678901", "김철수" end
    insist(function() return order.buyer:post(path, form) end)
    cancelled = cancelled + 1
  end

  local function disturb()
    local what, when = rnd(12), rnd(2) == 1 and "before" or "after"
    if what == 1 then
      local pids = open:workers()
      if #pids > 0 then process.kill(pids[rnd(#pids)], "KILL") end
    elseif what == 2 then
      choke:aim(".", { nth = rnd(60), when = when, act = "kill" })
    elseif what <= 6 then
      choke:aim("^COMMIT", { nth = rnd(5), when = when, act = "cut" })
    else
      open.providers:mood(MOODS[rnd(#MOODS)])
    end
  end

  -- What waits for its time has it now.
  local function hurry()
    sql [[UPDATE payment SET approving_at = approving_at - interval '200 s' WHERE status = 'approving';
      UPDATE job SET run_at = now() WHERE state = 'scheduled' AND run_at > now()
        AND (kind LIKE 'payment.%' OR kind LIKE 'refund.%');]]
  end

  local function quiet()
    choke:rest()
    open.providers:mood()
    server.eventually(ready, LATEST_MS, "somebody who serves")
    sql "UPDATE payment SET requested_at = requested_at - interval '200 s' WHERE status IN ('requested', 'waiting')"
    open:job("reconcile_payments", "ask")
    -- what came to an account for nothing waits for a person, with its lane in the office
    server.eventually(function()
      hurry()
      return sql [[SELECT count(*) FROM payment WHERE status = 'approving'
        OR status = 'quarantined' AND captured_amount > returned_amount AND method <> 'virtual_account']] == "0"
        and sql [[SELECT count(*) FROM job WHERE state IN ('ready', 'running')
          AND (kind LIKE 'payment.%' OR kind LIKE 'refund.%')]] == "0"
    end, LATEST_MS * 3, "every payment to be decided")
    -- what a provider refused in its mood somebody of the staff asks for again
    for mall_id, id in sql("SELECT mall_id, id FROM refund WHERE status NOT IN ('completed', 'by_transfer')"):gmatch "([^|\n]+)|(%S+)" do
      open:job("execute_refund", "run", mall_id, id)
    end
    sql [[UPDATE payment p SET expires_at = now() - interval '1 s' FROM "order" o
      WHERE o.mall_id = p.mall_id AND o.id = p.order_id AND o.paid_at IS NULL]]
    open:job("expire_unpaid", "run", 100000)
  end

  it(("leaves each of %d orders paid once or not at all, and not a won unexplained"):format(VISITORS), function()
    crowd(VISITORS, LANES, function(i)
      local dice = walk.chance(rnd(1000000))
      if i % 5 == 0 then disturb() end
      local buyer = visitor.new(open)
      local number = placed(buyer)
      local order = { buyer = buyer, number = number, id = sql(("SELECT id FROM \"order\" WHERE number = '%s'"):format(number)) }
      for _ = 1, dice(3) do
        pay(order, OFFERS[dice(#OFFERS)], dice)
        if is_paid(order) then break end
      end
      if dice(3) == 1 then cancel(order) end
    end)
    quiet()
    local differences = open:differences()
    assert.equal("", differences, open:story(differences))
    assert.equal("", open:check())
    assert.equal("0", sql [[SELECT count(*) FROM "order" WHERE status IN ('awaiting_payment', 'awaiting_deposit')]])
    local paid = tonumber(sql [[SELECT count(*) FROM "order" WHERE paid_at IS NOT NULL]])
    assert.is_true(paid > VISITORS / 4, "only " .. paid .. " orders were paid")
    assert.is_true(cancelled > VISITORS / 10, "only " .. cancelled .. " orders were cancelled")
    assert.equal("0", sql "SELECT count(*) FROM refund WHERE status NOT IN ('completed', 'by_transfer')")
  end)
end)
