--- Money goes back over a provider: asked once under one key, asked after when nobody knows, left to people when it is refused.

local database = require "spec.support.database"
local ask_claim = require "flows.ask_claim"
local desk = require "spec.app.desk"
local execute_refund = require "flows.execute_refund"
local payments = require "payment"
local pg = require "pg"
local place_order = require "flows.place_order"
local provider = require "spec.app.payment.bench"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"
local work_refund = require "flows.work_refund"

local CARD = { method = "card", device = "pc" }

describe("a refund over a provider", function()
  local mall, staff, bench, real, found

  setup(function()
    mall = shop.open { { code = "pear", name = "배 한 상자", price = 40000, stock = 500 } }
    staff = desk(mall, { ["orders.write"] = true })
    bench = provider.start { provider = "toss_payments" }
    real = payments.adapter
    payments.adapter = function() return bench.contract, found or bench.adapter end
  end)

  teardown(function()
    payments.adapter = real
    bench:stop()
  end)

  before_each(function()
    found = nil
    bench:reset()
  end)

  -- An order of two boxes that was paid by card at the stand-in.
  local function bought(changes)
    local placed = assert(place_order.run(mall, shop.draft(mall, { PEAR = 2 })))
    assert(settle_deposit.run(placed.number, "staff"))
    local row = bench:paid(CARD, { reference = placed.number .. "-1", amount = 80000, vat_amount = 7273 })
    for name, value in pairs(changes or {}) do row.details[name] = value end
    pg.write([[UPDATE payment SET provider = 'toss_payments', method = 'card', transaction_id = $2, details = $3::jsonb, bank = NULL,
      account_number = NULL, account_holder = NULL, depositor = NULL, due_at = NULL WHERE order_id = $1]], placed.id, row.transaction_id,
      pg.json(row.details))
    placed.row = row
    return placed
  end

  local function cancel(placed, qty)
    assert(ask_claim.run(mall.id, placed.id, { kind = "cancel", reason = "changed_mind", lines = { { position = 1, qty = qty } } },
      { actor = "shopper" }))
    return pg.row("SELECT id FROM refund WHERE order_id = $1 ORDER BY seq DESC LIMIT 1", placed.id).id
  end

  local function status(id)
    local row = pg.row("SELECT status, attempts, problem FROM refund WHERE id = $1", id)
    return row.status, row.attempts, row.problem
  end

  local function held(placed) return select(2, bench:held(placed.row)) end

  it("gives back a part and then the rest, each once, however often it is carried out", function()
    local placed = bought()
    local first = cancel(placed, 1)
    for _ = 1, 3 do assert(execute_refund.run(mall.id, first)) end
    assert.same({ "completed", 40000 }, { status(first), held(placed) })
    local second = cancel(placed, 1)
    assert(execute_refund.run(mall.id, second))
    local payment = pg.row("SELECT status, returned_amount FROM payment WHERE order_id = $1", placed.id)
    assert.same({ 80000, "cancelled", 80000 }, { held(placed), payment.status, payment.returned_amount })
    assert.equal(2, shop.count "mail WHERE template = 'claim/refunded'")
  end)

  it("knows after a lost answer that the money went, by asking", function()
    local placed = bought()
    local id = cancel(placed, 1)
    bench:mood("/v1/payments/:key/cancel", { cut = "after", times = 1 })
    assert(execute_refund.run(mall.id, id))
    assert.same({ "completed", 40000 }, { status(id), held(placed) })
  end)

  it("is never called failed while nobody knows, and comes out once however that ends", function()
    local placed = bought()
    local id = cancel(placed, 1)
    local seen
    found = setmetatable({ cancel = function(...)
      seen = bench.adapter.cancel(...)
      return { outcome = "unknown" }
    end, query = function() return { outcome = "unknown" } end }, { __index = bench.adapter })
    local _, refused = execute_refund.run(mall.id, id)
    assert.same({ "refund.unknown", "requested", "ok" }, { refused.code, (status(id)), seen.outcome })
    _, refused = execute_refund.run(mall.id, id)
    assert.equal("refund.unknown", refused.code)
    found = nil
    assert(execute_refund.run(mall.id, id))
    assert.same({ "completed", 40000 }, { status(id), held(placed) })
  end)

  it("that is refused waits for people: tried again under the same key, or sent to an account", function()
    local placed = bought()
    local id = cancel(placed, 1)
    found = setmetatable({ cancel = function() return { outcome = "declined", code = "LIMIT", message = "한도를 넘었어요" } end },
      { __index = bench.adapter })
    local _, refused = execute_refund.run(mall.id, id)
    assert.same({ "refund.failed", false }, { refused.code, refused.permanent })
    assert.same({ "failed", 1, "LIMIT" }, { status(id) })
    assert.equal("refund.changed", select(2, work_refund.retry(staff, id, "requested")).code)
    assert(work_refund.retry(staff, id, "failed"))
    found = nil
    assert(execute_refund.run(mall.id, id))
    assert.same({ "completed", 40000 }, { status(id), held(placed) })

    local again = cancel(placed, 1)
    found = setmetatable({ cancel = function() return { outcome = "declined", code = "LIMIT", message = "한도를 넘었어요" } end },
      { __index = bench.adapter })
    execute_refund.run(mall.id, again)
    assert(work_refund.transfer(staff, again, "failed", { bank_code = "004", number = "110222333444", holder = "김철수" }))
    assert(execute_refund.run(mall.id, again))
    assert(work_refund.transferred(staff, again, "by_transfer", "국민 이체"))
    assert.same({ "completed", 40000 }, { status(again), held(placed) })
  end)

  it("of a part is not asked of a card that cannot give back a part", function()
    local placed = bought { card = { partial_cancel = false } }
    local id = cancel(placed, 1)
    local _, refused = execute_refund.run(mall.id, id)
    assert.same({ true, "failed", 0 }, { refused.permanent, (status(id)), held(placed) })
  end)

  it("is not begun while another of the same payment is under way", function()
    local placed = bought()
    local first, second = cancel(placed, 1), cancel(placed, 1)
    found = setmetatable({ cancel = function() return { outcome = "unknown" } end, query = function() return { outcome = "unknown" } end },
      { __index = bench.adapter })
    execute_refund.run(mall.id, first)
    local _, refused = execute_refund.run(mall.id, second)
    assert.same({ "refund.busy", true, "approved" }, { refused.code, refused.snooze ~= nil, (status(second)) })
    found = nil
    assert(execute_refund.run(mall.id, first))
    assert(execute_refund.run(mall.id, second))
    assert.equal(80000, held(placed))
  end)

  it("whose job was lost is queued again", function()
    local placed = bought()
    local id = cancel(placed, 1)
    database.execute(("DELETE FROM job WHERE kind = 'refund.execute'; UPDATE refund SET created_at = now() - interval '1 hour' WHERE id = '%s'")
      :format(id))
    assert.is_true(require("flows.resume_refunds").run() >= 1)
    assert.equal(1, shop.count(("job WHERE kind = 'refund.execute' AND args ->> 'id' = '%s'"):format(id)))
  end)
end)
