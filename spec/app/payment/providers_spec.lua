-- The stand-ins of payment providers themselves: what a spec that uses them may rely on.

local bench = require "spec.app.payment.bench"
local clock = require "clock"
local eventually = require "spec.support.eventually"
local fetch = require "fetch"
local json = require "json"
local providers = require "spec.support.providers"
local text = require "text"

-- Nobody is there.
local SHOP = "http://127.0.0.1:2"

describe("the providers' stand-ins", function()
  local stand

  setup(function() stand = providers.start { only = { "inicis" } } end)
  teardown(function() stand:stop() end)
  before_each(function()
    stand:mood()
    stand:command { provider = "inicis", ["do"] = "forget" }
    stand:forget()
  end)

  local adapter = require "payment.adapters.inicis"

  local function open(changes)
    local row = bench.attempt { provider = "inicis", method = "virtual_account", channel = "pc" }
    return row, adapter.start(stand:contract "inicis", bench.request(row, changes)).go
  end

  -- An account that waits for money.
  local function account()
    local contract, row = stand:contract "inicis", bench.attempt { provider = "inicis", method = "virtual_account", channel = "pc" }
    local went = stand:press("inicis", adapter.start(contract, bench.request(row, { return_url = SHOP .. "/back" })).go, "pay")
    local back = adapter.read_return(contract, row, { form = went.form, query = {}, method = "POST" }, clock.now())
    assert.equal("ok", adapter.approve(contract, row, back.token, clock.now()).outcome)
    return row
  end

  local function post(path, body, type)
    return fetch.request { url = stand.url .. path, method = "POST", body = body, allow_private = true,
      headers = { ["Content-Type"] = type or "application/x-www-form-urlencoded" } }
  end

  it("offer their contracts to whoever starts them", function()
    local contracts = json.decode(fetch.request { url = stand.url .. "/contracts", allow_private = true }.body)
    assert.is_true(adapter.check(contracts.inicis))
    assert.equal("test", contracts.inicis.mode)
  end)

  it("show a window of text, not of markup", function()
    local _, go = open()
    for _, field in ipairs(go.form) do
      if field[1] == "buyername" then field[2] = "<img src=x onerror=alert(1)>" end
    end
    local page = stand:press("inicis", go, "no such button").page
    assert.is_nil(page:find("<img", 1, true))
    assert.is_truthy(page:find("&#60;img", 1, true))
    assert.is_truthy(page:find("이 창은 시험용 결제창이에요. 실제 돈은 움직이지 않아요.", 1, true))
  end)

  it("are in a mood where and as often as they are told", function()
    stand:mood { { on = { "/v2/pg/refund", "/v2/pg/receipt" }, http = 503, times = 2 }, { on = "/v2/pg/refund", garbage = "html" },
      { provider = "another", cut = "before" } }
    local function status(path)
      local answer = post("/inicis" .. path, "{}", "application/json")
      return answer.status, answer.headers["content-type"]
    end
    assert.same({ 503, 503, 200 }, { (status "/v2/pg/refund"), (status "/v2/pg/receipt"), (status "/v2/pg/receipt") })
    assert.equal("text/html", select(2, status "/v2/pg/refund"))
    assert.equal("application/json", select(2, status "/v2/pg/inquiry"))
    -- a window has none unless it is named
    stand:mood { cut = "before" }
    assert.is_nil(post("/inicis/v2/pg/inquiry", "{}", "application/json"))
    assert.equal(400, post("/inicis/window", "a=1").status)
    stand:mood { on = "/window", http = 502 }
    assert.equal(502, post("/inicis/window", "a=1").status)
  end)

  it("keep a journal of calls and notices", function()
    post("/inicis/v2/pg/inquiry", '{"mid":"x"}', "application/json")
    local entry = stand:journal("POST /v2/pg/inquiry")[1]
    assert.same({ "inicis", { mid = "x" }, 200 }, { entry.provider, entry.fields, entry.status })
  end)

  it("send a notice until it is taken, and no longer", function()
    local row = account()
    local refusing, taking = stand:sink(200, "LATER"), stand:sink(200, "OK")
    stand:command { provider = "inicis", ["do"] = "deposit", reference = row.reference, url = refusing, ["repeat"] = 3 }
    eventually(function() return #stand:notices "inicis" >= 6 end, 20000, "three copies and three more tries")
    stand:forget()
    stand:command { provider = "inicis", ["do"] = "forge", reference = row.reference, url = taking }
    local taken = 0
    for _, one in ipairs(stand:notices "inicis") do taken = taken + (one.url == taking and 1 or 0) end
    assert.equal(1, taken)
  end)

  it("send notices to a path at the shop that opened the window, when they are told so", function()
    local row = account()
    stand:command { provider = "inicis", ["do"] = "notices_to", url = "/hook/pay/inicis" }
    local answer = stand:command { provider = "inicis", ["do"] = "deposit", reference = row.reference }
    assert.equal(1, #answer.deliveries)
    assert.equal(1, #stand:notices("inicis", SHOP .. "/hook/pay/inicis"))
  end)

  it("let a visitor pay into an account, and show what they hold", function()
    local row = account()
    local page = fetch.request { url = stand.url .. "/", allow_private = true }.body
    assert.is_truthy(page:find(row.reference .. "에 입금하기", 1, true))
    stand:command { provider = "inicis", ["do"] = "notices_to", url = stand:sink(200, "OK") }
    local answer = post("/control", ("provider=inicis&do=deposit&reference=%s&back=%%2F"):format(text.escape_url(row.reference)))
    assert.same({ 302, "/" }, { answer.status, answer.headers.location })
    page = fetch.request { url = stand.url .. "/", allow_private = true }.body
    assert.is_truthy(page:find("33,000원 받음", 1, true))
    assert.is_nil(page:find("입금하기", 1, true))
    assert.same({ row.amount, 0, "paid" }, { stand:ledger("inicis")[1].captured, stand:ledger("inicis")[1].cancelled, stand:ledger("inicis")[1].status })
  end)

  it("are nothing that a stranger's page could put to use", function()
    assert.equal(404, post("/nobody/api", "a=1").status)
    assert.equal(404, post("/control", '{"provider":"inicis","do":"rob"}', "application/json").status)
    assert.equal(404, post("/control", '{"provider":"nobody","do":"deposit"}', "application/json").status)
    assert.equal(400, post("/inicis/v2/pg/inquiry", "{", "application/json").status)
  end)
end)
