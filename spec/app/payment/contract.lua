--- What every adapter keeps to, held against its provider's stand-in. A provider's spec says which ways there are to pay and
--- which of its calls do what; what only it has it shows itself.
---
---   contract.of { provider = "inicis", secrets = { "sign_key", … }, ways = {
---     { method = "card", device = "pc", approve = "/api/payAuth", query = "/v2/pg/inquiry", cancel = "/v2/pg/partialRefund" },
---     { method = "virtual_account", device = "pc", … } } }
---
--- Of a way: `merchant = false` where an answer does not name the merchant, `reference = false` where it does not name the order,
--- `recall = false` where a bank's taking back of a deposit is not told, `close = false` where an unpaid account cannot be
--- closed, `partial = false` where only all can be given back, `lost = false` where a payment of which the answer was lost cannot
--- be asked after, `in_window = true` where the money is taken while the window is open: then approving is reading it back.

local assert = require "luassert"
local bench = require "spec.app.payment.bench"
local clock = require "clock"
local json = require "json"

local contract = { attempt = bench.attempt, request = bench.request, keep = bench.keep }

local REFUND_ACCOUNT = { bank_code = "88", bank = "신한은행", number = "110-123-456789", holder = "홍길동" }

-- Only a file of specs sees these; whoever calls `of` is one.
local describe, it, setup, teardown, before_each

local function is_unknown(result)
  assert.equal("unknown", result.outcome, json.encode { result.code or "", result.message or "", result.state or "" })
  assert.is_nil(result.state)
end

-- Whatever is known of a payment without money in it, it is not that it is paid.
local function is_unpaid(result)
  assert.not_equal("paid", result.state)
  assert.equal(0, result.captured or 0)
end

local function describe_window(b, way)
  it("captures what was asked for, and the provider says the same", function()
    local row, result = b:paid(way)
    assert.same({ "paid", row.amount, row.amount, 0, "KRW" }, { result.state, result.amount, result.captured, result.cancelled, result.currency })
    assert.is_truthy(result.transaction_id)
    if way.reference ~= false then assert.equal(row.reference, result.reference) end
    assert.same({ row.amount, 0 }, { b:held(row) })
    local truth = b:query(row)
    assert.same({ "ok", "paid", row.amount, row.amount, 0 }, { truth.outcome, truth.state, truth.amount, truth.captured, truth.cancelled })
    assert.equal(result.transaction_id, truth.transaction_id)
  end)

  it("gives a part back, and then the rest", function()
    if way.partial == false then
      local row = b:paid(way)
      local all = b:cancel(row, row.amount)
      assert.same({ "ok", "cancelled" }, { all.outcome, all.state })
      assert.same({ row.amount, row.amount }, { b:held(row) })
      return
    end
    local row = b:paid(way)
    local part = b:cancel(row, 3000)
    assert.same({ "ok", "partially_cancelled", 3000, 3000 }, { part.outcome, part.state, part.amount, part.cancelled }, part.message)
    local truth = b:query(row)
    assert.same({ "partially_cancelled", row.amount, 3000 }, { truth.state, truth.captured, truth.cancelled })
    local rest = b:cancel(row, row.amount - 3000)
    assert.same({ "ok", "cancelled", row.amount }, { rest.outcome, rest.state, rest.cancelled }, rest.message)
    assert.same({ row.amount, row.amount }, { b:held(row) })
    assert.equal("cancelled", b:query(row).state)
  end)

  it("gives everything back at once, and never more, however often it is asked", function()
    local row = b:paid(way)
    local first = b:cancel(row, row.amount)
    assert.same({ "ok", "cancelled" }, { first.outcome, first.state }, first.message)
    row.returned_amount = 0
    b:cancel(row, row.amount)
    assert.same({ row.amount, row.amount }, { b:held(row) })
  end)

  it("gives a part back once, when its answer is lost and it is asked for again", function()
    if way.partial == false then return end
    local row = b:paid(way)
    b:mood(way.cancel, { cut = "after", times = 1 })
    is_unknown(b:cancel(row, 3000))
    b:cancel(row, 3000)
    assert.same({ row.amount, 3000 }, { b:held(row) })
    assert.equal(3000, b:query(row).cancelled)
  end)

  it("knows a shopper who has gone back", function()
    local row, back = b:press(way, "cancel")
    assert.equal("cancelled", back.outcome)
    assert.same({ 0, 0 }, { b:held(row) })
  end)

  it("knows a refusal, and nothing is captured", function()
    local row, back = b:press(way, "decline")
    if back.outcome == "authenticated" then
      local result = b:approve(row, back.token)
      assert.equal("declined", result.outcome)
      assert.is_truthy(result.code)
      assert.is_string(result.message)
    else
      assert.equal("declined", back.outcome)
    end
    assert.same({ 0, 0 }, { b:held(row) })
  end)

  if not way.in_window then
    it("knows a refusal by the server, too", function()
      local row, token = b:authenticated(way)
      b:mood(way.approve, { decline = { code = "REJECT_CARD_COMPANY", message = "카드사가 거절했어요" } })
      assert.equal("declined", b:approve(row, token).outcome)
      assert.same({ 0, 0 }, { b:held(row) })
    end)
  end

  it("does not know what became of a call that was cut off before it arrived", function()
    local row, token = b:authenticated(way)
    b:mood(way.approve, { cut = "before" })
    is_unknown(b:approve(row, token))
    b:mood(nil, {})
    if way.in_window then
      assert.same({ "paid", row.amount }, { b:query(row).state, b:query(row).captured })
      return
    end
    assert.same({ 0, 0 }, { b:held(row) })
    is_unpaid(b:query(row))
  end)

  for title, mood in pairs { ["whose answer was cut off"] = { cut = "after" }, ["that is slow"] = { slow = 900 },
    ["that is answered with a page"] = { garbage = "html" }, ["that is answered in XML"] = { garbage = "xml" },
    ["that is answered in EUC-KR bytes"] = { garbage = "euc-kr" }, ["whose answer ends in the middle"] = { garbage = "truncated" } } do
    it("does not know what became of a call " .. title .. ", and the provider tells", function()
      local row, token = b:authenticated(way)
      b:mood(way.approve, mood)
      local result = b:approve(row, token)
      -- half of a list of names and values may hold all that counts
      if mood.garbage ~= "truncated" or result.outcome ~= "ok" then is_unknown(result) end
      assert.same({ row.amount, 0 }, { b:held(row) })
      b:mood(nil, {})
      if way.lost ~= false then
        local truth = b:query(row)
        assert.same({ "ok", "paid", row.amount }, { truth.outcome, truth.state, truth.captured })
      end
      if b.adapter.net_cancel then
        assert.equal("ok", b.adapter.net_cancel(b.contract, row, token, clock.now()).outcome)
        assert.same({ row.amount, row.amount }, { b:held(row) })
      end
    end)
  end

  it("does not take a load balancer's error page for a refusal", function()
    local row, token = b:authenticated(way)
    for _, status in ipairs { 500, 502, 503, 504 } do
      b:mood(way.approve, { http = status })
      is_unknown(b:approve(row, token))
    end
    b:mood(nil, {})
    assert.equal("ok", b:approve(row, token).outcome)
  end)

  it("does not believe an answer under the status of an error", function()
    for _, status in ipairs { 500, 502 } do
      local row, token = b:authenticated(way)
      b:mood(way.approve, { http = status, done = true })
      is_unknown(b:approve(row, token))
      assert.same({ row.amount, 0 }, { b:held(row) })
      b:mood(way.approve, { http = status, done = true, decline = { code = "REJECT_CARD_COMPANY", message = "카드사가 거절했어요" } })
      local other, second = b:authenticated(way)
      is_unknown(b:approve(other, second))
    end
  end)

  it("does not take a question that is not answered for an answer", function()
    local row = b:paid(way)
    for _, mood in ipairs { { cut = "after" }, { slow = 900 }, { http = 503 }, { garbage = "html" }, { status = "SOMETHING_NEW" } } do
      b:mood(way.query, mood)
      is_unknown(b:query(row))
    end
  end)

  it("does not take a refund that is not answered for done, or for refused", function()
    for _, mood in ipairs { { cut = "before" }, { cut = "after" }, { http = 503 }, { garbage = "xml" } } do
      local row = b:paid(way)
      b:mood(way.cancel, mood)
      is_unknown(b:cancel(row, way.partial == false and row.amount or 3000))
      b:mood(nil, {})
    end
  end)

  if way.net_cancel then
    it("takes back what is not known, whether or not there was anything, and then it is over", function()
      local row, token = b:authenticated(way)
      assert.equal("ok", b.adapter.net_cancel(b.contract, row, token, clock.now()).outcome)
      assert.not_equal("ok", b:approve(row, token).outcome)
      assert.same({ 0, 0 }, { b:held(row) })
      b:mood(way.net_cancel, { cut = "after" })
      local other, second = b:authenticated(way)
      b:approve(other, second)
      is_unknown(b.adapter.net_cancel(b.contract, other, second, clock.now()))
    end)
  end

  it("shows another amount, order or merchant in an answer for what it is", function()
    local moods = { amount = { amount = -1000 } }
    if way.reference ~= false then moods.reference = { reference = "261129-0000000-1" } end
    if way.merchant ~= false then moods.merchant = { merchant = "otherShop0" } end
    for what, mood in pairs(moods) do
      local row, token = b:authenticated(way)
      b:mood(way.approve, mood)
      local result = b:approve(row, token)
      b:mood(nil, {})
      local ours = { amount = row.amount, reference = row.reference, merchant = b.adapter.merchant and b.adapter.merchant(b.contract) or b.contract.mid }
      local theirs = { amount = result.amount, reference = result.reference, merchant = result.merchant_id }
      assert.is_true(result.outcome ~= "ok" or theirs[what] ~= ours[what], what)
    end
  end)

  it("does not know a state that is new", function()
    local row, token = b:authenticated(way)
    b:mood(way.approve, { status = "SOMETHING_NEW" })
    is_unknown(b:approve(row, token))
  end)

  it("captures once, however often the approval is asked for", function()
    local row, _, token = b:paid(way)
    for _ = 1, 3 do b:approve(row, token) end
    assert.same({ row.amount, 0 }, { b:held(row) })
  end)

  it("carries amounts to the last won up to a trillion", function()
    for _, amount in ipairs { 100, 999999999999, 1000000000000 } do
      local row, result = b:paid(way, { amount = amount, vat_amount = math.floor(amount / 11) })
      assert.equal(amount, result.amount)
      assert.equal(amount, (b:held(row)))
      assert.equal(amount, b:query(row).amount)
    end
  end)

  it("lets nobody see a key", function()
    local row, token = b:authenticated(way)
    local _, _, started = b:press(way, "pay")
    local result = b:approve(row, token)
    contract.keep(row, result)
    local seen = json.encode { started, result, b:query(row), b:cancel(row, row.amount), row.details }
    for _, name in ipairs(b.options.secrets) do
      assert.is_string(b.contract[name], name)
      assert.is_nil(seen:find(b.contract[name], 1, true), name)
      assert.is_nil(seen:find(json.quote(b.contract[name]):sub(2, -2), 1, true), name)
    end
    assert.is_nil(seen:find('"' .. ("%d"):rep(16) .. '"'), "a card's number")
  end)
end

local function describe_account(b, way)
  it("gives an account that waits: nothing is paid", function()
    local row, result = b:paid(way)
    assert.same({ "waiting", row.amount, 0 }, { result.state, result.amount, result.captured })
    local account = result.account
    assert.is_truthy(account.number:find "^%d[%d-]+$")
    assert.is_string(account.bank)
    assert.is_true(account.due_at > clock.now())
    assert.same({ 0, 0 }, { b:held(row) })
    local truth = b:query(row)
    assert.same({ "ok", "waiting", 0 }, { truth.outcome, truth.state, truth.captured })
    assert.equal(account.number, truth.account.number)
  end)

  it("is told of a deposit, and the provider confirms it", function()
    local row, result = b:paid(way)
    local told = b:told { ["do"] = "deposit", reference = row.reference, depositor = "김철수" }
    local notice
    for _, one in ipairs(told) do
      assert.is_true(one.raw.taken)
      if one.kind == "deposit" then notice = one end
    end
    notice = notice or told[1]
    assert.equal(row.reference, notice.reference)
    if notice.account_number then assert.equal(result.account.number, notice.account_number) end
    if notice.depositor then assert.equal("김철수", notice.depositor) end
    if notice.amount then assert.equal(row.amount, notice.amount) end
    local truth = b:query(row)
    assert.same({ "paid", row.amount, 0 }, { truth.state, truth.captured, truth.cancelled })
  end)

  it("calls the same notice by one name, however often it comes, and another by another", function()
    local row, other = b:paid(way), b:paid(way)
    local keys, names = {}, 0
    for _, one in ipairs(b:told { ["do"] = "deposit", reference = row.reference, ["repeat"] = 10 }) do
      if not keys[one.event_key] then names = names + 1 end
      keys[one.event_key] = (keys[one.event_key] or 0) + 1
    end
    for _, many in pairs(keys) do assert.equal(10, many) end
    assert.is_true(names <= 2)
    assert.equal(row.amount, (b:held(row)))
    for _, one in ipairs(b:told { ["do"] = "deposit", reference = other.reference }) do assert.is_nil(keys[one.event_key]) end
    if way.recall ~= false then
      for _, one in ipairs(b:told { ["do"] = "recall", reference = row.reference }) do assert.is_nil(keys[one.event_key]) end
    end
  end)

  it("is told again when its answer is no", function()
    local row = b:paid(way)
    local status, body = b.adapter.notice_answer(false)
    b:told { ["do"] = "deposit", reference = row.reference, url = b.stand:sink(status, body) }
    require("spec.support.eventually")(function()
      local list = b.stand:notices(b.name)
      return #list >= 4 and not list[1].taken
    end, 20000, "another try")
  end)

  it("does not believe a notice of money that is not there", function()
    local row = b:paid(way)
    for _, one in ipairs(b:told { ["do"] = "forge", reference = row.reference }) do
      assert.not_equal(true, one.authentic)
      if b.adapter.is_authentic then assert.is_not_true(b.adapter.is_authentic(row, one)) end
    end
    assert.same({ "waiting", 0 }, { b:query(row).state, b:query(row).captured })
  end)

  it("gives no notice for what is none", function()
    for _, body in ipairs { "", "OK", "a=1&b=2", "{}", "[]", "null", "{\"eventType\":7}", ("x"):rep(5000), "\255\254=\255" } do
      local said, fault = b.adapter.read_notice(b.contract, { body = body, headers = {}, query = {}, ip = "127.0.0.1" }, clock.now())
      assert.is_nil(said)
      assert.equal("payment.malformed_notice", fault.code)
    end
  end)

  if way.recall ~= false then
    it("is told when the bank takes a deposit back", function()
      local row = b:paid(way)
      b:told { ["do"] = "deposit", reference = row.reference }
      local told = b:told { ["do"] = "recall", reference = row.reference }
      assert.is_true(told[1].kind ~= "deposit")
      assert.not_equal("paid", b:query(row).state)
    end)
  end

  local function deposited()
    local row = b:paid(way)
    b:told { ["do"] = "deposit", reference = row.reference }
    return contract.keep(row, b:query(row))
  end

  it("gives back to an account that is said, a part and then the rest", function()
    local row = deposited()
    if way.partial ~= false then
      local part = b:cancel(row, 3000, REFUND_ACCOUNT)
      assert.same({ "ok", "partially_cancelled", 3000 }, { part.outcome, part.state, part.cancelled }, part.message)
      assert.equal(3000, b:query(row).cancelled)
    end
    local rest = b:cancel(row, row.captured_amount - row.returned_amount, REFUND_ACCOUNT)
    assert.same({ "ok", "cancelled" }, { rest.outcome, rest.state }, rest.message)
    assert.same({ row.amount, row.amount }, { b:held(row) })
  end)

  it("gives nothing back without an account", function()
    local row = deposited()
    assert.equal("declined", b:cancel(row, row.amount).outcome)
    assert.same({ row.amount, 0 }, { b:held(row) })
  end)

  if way.close ~= false then
    it("closes an account into which nobody has paid", function()
      local row = b:paid(way)
      local closed = b.adapter.cancel(b.contract, row, { amount = row.amount, tax_free = 0, vat = 0, remaining = 0, reason = "주문 취소",
        key = row.reference .. "-R1" }, clock.now())
      assert.same({ "ok", "cancelled" }, { closed.outcome, closed.state }, closed.message)
      assert.same({ 0, 0 }, { b:held(row) })
      assert.same({ "cancelled", 0 }, { b:query(row).state, b:query(row).captured })
    end)
  end
end

--- The spec of an adapter. Inside, `b` is a bench whose stand-in runs.
---@param options { provider: string, secrets: string[], ways: table[], optional: string[]|nil, changes: table|nil }
function contract.of(options)
  local file = getfenv(2)
  describe, it, setup, teardown, before_each = file.describe, file.it, file.setup, file.teardown, file.before_each
  describe("the adapter " .. options.provider, function()
    local b = setmetatable({ name = options.provider, options = options }, bench)

    setup(function()
      for name, value in pairs(bench.start(options)) do b[name] = value end
    end)
    teardown(function() b:stop() end)
    before_each(function() b:reset() end)

    it("has the face of an adapter", function()
      for _, name in ipairs { "check", "start", "read_return", "approve", "query", "cancel" } do assert.is_function(b.adapter[name], name) end
      assert.is_string(b.adapter.label)
      for _, way in ipairs(options.ways) do assert.is_true(b.adapter.methods[way.method], way.method) end
      if b.adapter.notices then
        assert.is_function(b.adapter.read_notice)
        assert.is_function(b.adapter.notice_answer)
      end
    end)

    it("accepts a contract that is whole, and says which key is not there without saying any", function()
      assert.is_true(b.adapter.check(b.contract))
      for _, name in ipairs(options.secrets) do
        for _, value in ipairs { false, "", "짧아요" } do
          local spoilt = b.stand:contract(options.provider, { [name] = value or nil })
          if not value then spoilt[name] = nil end
          local ok, sentence = b.adapter.check(spoilt)
          local is_optional = false
          for _, optional in ipairs(options.optional or {}) do is_optional = is_optional or optional == name end
          if value or not is_optional then
            assert.is_nil(ok, name)
            assert.is_truthy(sentence:find(name, 1, true), sentence)
          end
          for _, other in ipairs(options.secrets) do assert.is_nil((sentence or ""):find(b.contract[other], 1, true)) end
        end
      end
    end)

    it("reaches no stand-in under a contract that is live", function()
      local row, token = b:authenticated(options.ways[1])
      b.contract.mode = "live"
      local result = b:approve(row, token)
      assert.not_equal("ok", result.outcome)
      if not options.ways[1].in_window then assert.same({ 0, 0 }, { b:held(row) }) end
    end)

    for _, way in ipairs(options.ways) do
      describe(("(%s, %s)"):format(way.method, way.device), function()
        if way.method == "virtual_account" then describe_account(b, way) else describe_window(b, way) end
      end)
    end

    if options.more then options.more(b) end
  end)
end

return contract
