local clock = require "clock"
local crypto = require "crypto"
local task = require "task"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local idempotency = require "idempotency"

local function lapse(seconds)
  database.execute(("UPDATE idempotency SET claimed_at = claimed_at - interval '%d s'"):format(seconds))
end

describe("a call with a key", function()
  local mall

  setup(function() mall = shop.open { { code = "apple", name = "사과" } } end)
  before_each(function() database.execute "DELETE FROM idempotency" end)

  local function call(fields, key, who)
    return { mall_id = mall.id, who = crypto.sha256(who or "member 1"), key = key or "k1", method = "POST", path = "/orders",
      request_hash = idempotency.hash { method = "POST", path = "/orders", query = "", fields = fields or {} } }
  end

  local ANSWER = { status = 303, headers = { "Location", "/orders/1" }, cookies = {}, body = "\0bytes\255" }

  it("is made once and answered the same, to the byte, whenever it comes again", function()
    local claim = assert(idempotency.begin(call()))
    assert.is_true(idempotency.answer(call(), claim, ANSWER))
    for _ = 1, 3 do
      local again, known = idempotency.begin(call())
      assert.is_nil(again)
      assert.same({ 303, { "Location", "/orders/1" }, "\0bytes\255" }, { known.status, known.headers, known.body })
    end
  end)

  it("is refused with other parameters, answered or not", function()
    local claim = assert(idempotency.begin(call { a = "1" }))
    assert.equal("idempotency.mismatch", select(2, idempotency.begin(call { a = "2" })).code)
    idempotency.answer(call { a = "1" }, claim, ANSWER)
    assert.equal("idempotency.mismatch", select(2, idempotency.begin(call { a = "2" })).code)
  end)

  it("is another's own: the same key of two people is two calls", function()
    assert(idempotency.begin(call({}, "k1", "member 1")))
    assert(idempotency.begin(call({}, "k1", "member 2")))
  end)

  it("waits for the one that is under way and is given its answer", function()
    local claim = assert(idempotency.begin(call()))
    local waiting = {}
    for i = 1, 20 do waiting[i] = task.spawn(function() return idempotency.begin(call()) end) end
    task.sleep(30)
    idempotency.answer(call(), claim, ANSWER)
    for _, one in ipairs(waiting) do
      local again, known = one:join()
      assert.is_nil(again)
      assert.equal("\0bytes\255", known.body)
    end
  end)

  it("is made by exactly one of fifty that come at once", function()
    local made, handles = 0, {}
    for i = 1, 50 do
      handles[i] = task.spawn(function()
        local claim, known = idempotency.begin(call())
        if claim then
          made = made + 1
          task.sleep(20)
          idempotency.answer(call(), claim, ANSWER)
        end
        return known and known.body
      end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    assert.equal(1, made)
  end)

  it("that was given up is made anew", function()
    local claim = assert(idempotency.begin(call()))
    idempotency.give_up(call(), claim)
    assert(idempotency.begin(call { other = "1" }))
  end)

  it("whose worker died is taken over after its lease, and the dead one's answer counts no more", function()
    local dead = assert(idempotency.begin(call()))
    lapse(11)
    local heirs, handles = {}, {}
    for i = 1, 5 do
      handles[i] = task.spawn(function()
        local claim = idempotency.begin(call())
        if claim then
          heirs[#heirs + 1] = claim
          idempotency.answer(call(), claim, ANSWER)
        end
      end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    assert.equal(1, #heirs)
    assert.is_false(idempotency.answer(call(), dead, { status = 200, headers = {}, cookies = {}, body = "late" }))
    assert.equal("\0bytes\255", select(2, idempotency.begin(call())).body)
  end)

  it("that takes longer than anybody waits is told when to come again", function()
    assert(idempotency.begin(call()))
    local now = 0
    stub(clock, "monotonic").invokes(function()
      now = now + 3000
      return now
    end)
    local _, refused = idempotency.begin(call())
    clock.monotonic:revert()
    assert.equal("idempotency.running", refused.code)
    assert.is_true(refused.retry_after >= 1 and refused.retry_after <= 10)
  end)

  it("is remembered for fifteen days", function()
    local claim = assert(idempotency.begin(call()))
    idempotency.answer(call(), claim, ANSWER)
    database.execute "UPDATE idempotency SET created_at = now() - interval '14 days 23 hours'"
    assert.equal(0, idempotency.sweep())
    database.execute "UPDATE idempotency SET created_at = now() - interval '15 days 1 hour'"
    assert.equal(1, idempotency.sweep())
    assert.equal(0, shop.count "idempotency")
  end)
end)
