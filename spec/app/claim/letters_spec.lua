--- What whoever ordered hears of each step of a claim: no decision stays unsaid. With a real database.

local ask_claim = require "flows.ask_claim"
local ask_claim_for = require "flows.ask_claim_for"
local claim = require "claim"
local database = require "spec.support.database"
local decide_claim = require "flows.decide_claim"
local desk = require "spec.app.desk"
local letters = require "spec.app.letters"
local machine = require "order.machine"
local order = require "order"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local shop = require "spec.app.shop"

local ACCOUNT = { bank_code = "004", number = "12345678901234", holder = "김철수" }
local REJECT = { "reject", { answer = "받아들일 수 없어요." } }
local CJ = { "reship", { carrier = "cj", number = "123456789012", dispatch = true } }

-- Ways of a claim, each with the letters that its last step sends.
local WAYS = {
  { "return", { "approve" }, { "claim/approved" } },
  { "return", REJECT, { "claim/rejected" } },
  { "return", { "withdraw" }, { "claim/withdrawn" } },
  { "return", { "approve" }, { "collect" }, {} },
  { "return", { "approve" }, { "receive" }, {} },
  { "return", { "approve" }, { "receive" }, { "inspect" }, {} },
  { "return", { "approve" }, { "receive" }, { "inspect" }, { "complete" }, { "claim/completed" } },
  { "exchange", { "approve" }, { "claim/approved" } },
  { "exchange", { "convert" }, { "claim/converted" } },
  { "exchange", { "approve" }, { "receive" }, { "convert" }, { "claim/converted" } },
  { "exchange", { "approve" }, { "receive" }, { "inspect" }, CJ, { "order/shipped" } },
  { "exchange", { "approve" }, { "receive" }, { "inspect" }, CJ, { "complete" }, { "order/delivered" } },
  { "cancel", { "approve" }, { "claim/approved" } },
  { "cancel", REJECT, { "claim/rejected" } },
}

describe("whoever ordered", function()
  local mall, staff

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 1000 } }
    staff = desk(mall, { ["orders.write"] = true })
  end)

  local function buy(state)
    local placed = assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 })))
    assert(settle_deposit.run(placed.number, "staff"))
    database.execute(("UPDATE order_portion SET state = '%s' WHERE order_id = '%s'"):format(state, placed.id))
    return placed
  end

  local function ask(placed, kind)
    return assert(ask_claim.run(mall.id, placed.id, { kind = kind, reason = kind == "cancel" and "late" or "broken", account = ACCOUNT,
      lines = { { position = 1, qty = 1, exchange_sku_id = kind == "exchange" and shop.sku "APPLE" or nil } } }, { actor = "shopper" }))
  end

  local function sent()
    local names = {}
    for i, letter in ipairs(letters.all()) do names[i] = letter.template end
    return names
  end

  for _, way in ipairs(WAYS) do
    local steps = {}
    for i = 2, #way - 1 do steps[i - 1] = way[i][1] end
    it(("of %s hears %s when staff chose %s"):format(way[1], way[#way][1] or "nothing", table.concat(steps, ", ")), function()
      local placed = buy(way[1] == "cancel" and "preparing" or "delivered")
      letters.catch()
      local asked = ask(placed, way[1])
      assert.same({ "claim/received" }, sent())
      for i = 2, #way - 1 do
        letters.catch()
        assert(decide_claim.run(staff, asked.id, way[i][1], way[i][2] or { resalable = { 1 } }))
      end
      assert.same(way[#way], sent())
    end)
  end

  it("is told the sum that really goes back, and where to look", function()
    local placed = buy "delivered"
    local asked = ask(placed, "return")
    for _, event in ipairs { "approve", "receive", "inspect", "complete" } do
      letters.catch()
      assert(decide_claim.run(staff, asked.id, event, { resalable = { 1 } }))
    end
    local values = letters.last("claim/completed").values
    assert.same({ claim.get(mall.id, asked.id).quote.total, "/orders/" .. placed.number .. "/claims/1" }, { values.total, values.url })
  end)

  it("hears of what staff asked for them once it is decided, and nothing of what they took back themselves", function()
    local placed = buy "delivered"
    letters.catch()
    assert(ask_claim_for.run(staff, order.by_number(mall.id, placed.number), { kind = "return", reason = "by_staff", account = ACCOUNT,
      lines = { { position = 1, qty = 1 } } }))
    assert.same({}, sent())
    local asked = ask(placed, "return")
    letters.catch()
    assert(decide_claim.withdraw(mall.id, claim.get(mall.id, asked.id), { actor = "shopper" }))
    assert.same({}, sent())
  end)

  it("has a way above for each thing that staff can do with a claim", function()
    local seen = { request = true }
    for _, way in ipairs(WAYS) do
      for i = 2, #way - 1 do seen[way[i][1]] = true end
    end
    for _, transition in ipairs(machine.claim.transitions) do
      for _, who in ipairs(transition.who) do assert.is_true(who ~= "staff" or seen[transition.on] or false, transition.on) end
    end
  end)
end)
