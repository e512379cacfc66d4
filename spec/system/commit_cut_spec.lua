-- A connection that breaks while a transaction is committed: just before the database heard of it, or just after it was done, and
-- nobody can tell the two apart. It happens while orders are placed, paid for by a return and by a notice, cancelled and given back;
-- requests are then asked once more, as a browser and a provider do, jobs do what is theirs, and nobody helps. Within a minute
-- nothing is open any more, each has had one effect, the provider holds what the books say, and every invariant holds.

local chokepoint = require "spec.support.chokepoint"
local clock = require "clock"
local long = require "spec.support.long"
local paying = require "spec.system.paying"
local server = require "spec.support.server"
local visitor = require "spec.system.visitor"

local CUTS = long and 400 or 40
local RESOLVED_MS = 60000

describe("a connection that breaks around a COMMIT", function()
  local choke, open, goods

  setup(function()
    choke = chokepoint.open()
    open = paying.open { only = { "inicis" }, env = { WORKERS = "1", JOB_WORKERS = "1" }, choke = choke }
    goods = open:goods(5000)
  end)
  teardown(function()
    open:close()
    choke:close()
  end)

  local function one(sql) return open:sql("SELECT " .. sql) end

  -- Asked again as long as the shop says that it could not.
  local function insist(ask, where)
    local answer
    server.eventually(function()
      answer = ask()
      return answer.status ~= 0 and answer.status < 500
    end, RESOLVED_MS, where .. ": an answer")
    return answer
  end

  local FLOWS = {}

  -- prepare: makes what one run needs; run: what is disturbed, and what somebody does who heard no answer; over: whether it has
  -- come to its end; holds: what must be true then.

  FLOWS[1] = { name = "placing an order",
    prepare = function()
      local buyer = visitor.new(open)
      return { buyer = buyer, key = buyer:prepare(goods, 1) }
    end,
    run = function(state, where)
      local answer = insist(function() return state.buyer:confirm(state.key) end, where)
      assert.matches("^/orders/", answer.location, where)
      assert.equal(answer.location, state.buyer:confirm(state.key).location, where)
    end,
    over = function() return true end,
    holds = function(state, where)
      assert.equal("1", one(("count(*) FROM \"order\" WHERE place_key = '%s'"):format(state.key)), where)
    end }

  local function paid_once(state, where)
    assert.equal("paid", open:label(state.order), where)
    assert.equal("1", one(("count(*) FROM order_event WHERE order_id = '%s' AND event = 'pay'"):format(state.order.id)), where)
    assert.equal(tostring(state.order.amount), one(("sum(captured_amount) FROM payment WHERE order_id = '%s'"):format(state.order.id)), where)
  end

  FLOWS[2] = { name = "coming back from a window",
    prepare = function()
      local order = open:order(goods)
      local attempt = open:window(order, "inicis.card")
      return { order = order, attempt = attempt, carried = open:press(attempt) }
    end,
    run = function(state, where)
      assert.equal(303, insist(function() return open:back(state.carried) end, where).status, where)
    end,
    over = function(state) return open:status(state.attempt) == "paid" end, holds = paid_once }

  FLOWS[3] = { name = "a notice of a deposit",
    prepare = function()
      local order = open:order(goods)
      local attempt = open:window(order, "inicis.virtual_account")
      open:back(open:press(attempt))
      assert.equal("waiting", open:status(attempt))
      return { order = order, attempt = attempt }
    end,
    run = function(state)
      open.providers:command { provider = "inicis", ["do"] = "deposit", reference = state.attempt.reference,
        url = ("http://127.0.0.1:%d/hook/pay/inicis"):format(open.port) }
    end,
    over = function(state) return open:status(state.attempt) == "paid" end, holds = paid_once }

  local function claim_page(state) return ("/orders/%s/claim"):format(state.order.number) end

  FLOWS[4] = { name = "cancelling, and giving back",
    prepare = function()
      local order, attempt = open:paid(goods, "inicis.card")
      local state = { order = order, attempt = attempt }
      local page = order.buyer:get(claim_page(state) .. "?kind=cancel&reason=changed_mind&q1=1&show=1")
      state.form = { kind = "cancel", reason = "changed_mind", q1 = 1, key = page.body:match 'name="key" value="([^"]+)"',
        total = page.body:match 'name="total" value="(%d+)"' }
      return state
    end,
    run = function(state, where)
      assert.equal(303, insist(function() return state.order.buyer:post(claim_page(state), state.form) end, where).status, where)
    end,
    over = function(state) return open:status(state.attempt) == "cancelled" end,
    holds = function(state, where)
      assert.equal("cancelled", open:label(state.order), where)
      assert.equal("1", one(("count(*) FROM claim WHERE order_id = '%s'"):format(state.order.id)), where)
      assert.equal("completed", one(("string_agg(status, ',') FROM refund WHERE order_id = '%s'"):format(state.order.id)), where)
    end }

  -- How often a flow commits, when nobody disturbs it.
  local function commits_of(flow)
    local state = flow.prepare()
    choke:forget()
    flow.run(state, "undisturbed")
    server.eventually(function() return flow.over(state) end, RESOLVED_MS, flow.name .. ", undisturbed")
    flow.holds(state, "undisturbed")
    local count = 0
    for _, statement in ipairs(choke:seen()) do
      if statement.sql:find "^COMMIT" then count = count + 1 end
    end
    return count
  end

  local function idle()
    return one("count(*) FROM job WHERE state IN ('ready', 'running') AND kind <> 'payment.resolve'") == "0"
  end

  it(("%d times, before and after it, leaves nothing open for longer than a minute, and one effect of each"):format(CUTS), function()
    local struck, disturbed, commits = 0, {}, {}
    for i, flow in ipairs(FLOWS) do commits[i] = commits_of(flow) end
    for i = 1, CUTS do
      local which = (i - 1) % #FLOWS + 1
      local flow, round = FLOWS[which], math.floor((i - 1) / #FLOWS)
      local state, nth = flow.prepare(), math.floor(round / 2) % commits[which] + 1
      local when = round % 2 == 0 and "before" or "after"
      local where = ("%s, cut %s COMMIT %d of %d"):format(flow.name, when, nth, commits[which])
      choke:aim("^COMMIT", { nth = nth, when = when, act = "cut" })
      flow.run(state, where)
      -- what a job commits comes a moment later
      server.eventually(function() return choke:struck() or flow.over(state) end, RESOLVED_MS, where)
      if choke:struck() then struck = struck + 1 end
      choke:rest()
      disturbed[i] = { flow = flow, state = state, where = where, since = clock.monotonic() }
    end
    assert.is_true(struck >= CUTS * 0.8, ("struck %d times of %d"):format(struck, CUTS))
    for _, one_of in ipairs(disturbed) do
      local left = one_of.since + RESOLVED_MS - clock.monotonic()
      server.eventually(function() return one_of.flow.over(one_of.state) end, math.max(left, 1), one_of.where)
      one_of.flow.holds(one_of.state, one_of.where)
    end
    server.eventually(idle, RESOLVED_MS, "jobs that are done")
    assert.equal("", open:differences())
    assert.equal("", open:check())
  end)
end)
