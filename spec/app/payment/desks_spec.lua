-- The desks of cash receipts and of settlements, as staff meet them in a browser.

local database = require "spec.support.database"
local office = require "spec.app.office"
local order = require "order"
local place_order = require("flows.place_order").run
local settle_deposit = require("flows.settle_deposit").run
local shop = require "spec.app.shop"
local tend_receipt = require("flows.tend_receipt").run
local transaction = require("flows.store").transaction

local mall, site

local function enter(role) return (office.enter(site, role, { host = "shop.test" })) end
local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end

setup(function()
  mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 50 } }
  site = require "boot"
end)

describe("the desk of cash receipts", function()
  local number, path

  -- An order by transfer that was paid, in a mall whose contracts issue nothing.
  setup(function()
    local made = assert(place_order(mall, shop.draft(mall, { APPLE = 2 }, { cash_receipt = "income", cash_receipt_no = "010-9876-5432" })))
    number = made.number
    assert(settle_deposit(number))
    assert(tend_receipt(mall.id, (database.execute("SELECT id FROM payment"):match "%S+")))
    path = "/admin/receipts/" .. database.execute("SELECT id FROM cash_receipt"):match "%S+"
  end)

  it("says how many wait for a person, and finds them", function()
    local reader = enter "reader"
    local _, html = reader:get "/admin/receipts"
    has(html, "직접 처리해야 하는 현금영수증이 1건 있어요.")
    has(html, number)
    local _, found = reader:get "/admin/receipts?hand=yes&state=wanted"
    has(found, number)
    local _, none = reader:get "/admin/receipts?state=issued"
    lacks(none, number)
  end)

  it("shows the number it is issued to only to who may see such things, and writes down that they looked", function()
    local _, masked = enter "reader":get(path)
    lacks(masked, "01098765432")
    lacks(masked, "발급한 것으로 적기")
    assert.equal("0", (database.execute "SELECT count(*) FROM audit_entry WHERE action = 'receipt.view'"):match "%d+")
    local _, open = enter "owner":get(path)
    has(open, "01098765432")
    has(open, "홈택스에서 직접 발급해 주세요.")
    assert.equal("1", (database.execute "SELECT count(*) FROM audit_entry WHERE action = 'receipt.view'"):match "%d+")
  end)

  it("takes the number that staff got elsewhere, says what is wrong with another, and refuses who came too late", function()
    local owner = enter "owner"
    local _, page = owner:get(path)
    local version = page:match 'name="version" value="(%d+)"'
    local status, html = owner:post(path, { act = "issued", version = version, number = "" })
    assert.equal(422, status)
    has(html, "승인번호를 적어 주세요")
    assert.equal(422, (owner:post(path, { act = "issued", version = version, number = "승인 <1>" })))
    assert.equal(422, (owner:post(path, { act = "burn", version = version })))
    assert.equal(303, (owner:post(path, { act = "issued", version = version, number = "A-123" })))
    assert.equal(409, (owner:post(path, { act = "issued", version = version, number = "A-124" })))
    local _, done = owner:get(path)
    has(done, "A-123")
    local _, detail = owner:get("/admin/orders/" .. number)
    has(detail, "승인번호 A-123")
    assert.equal(404, (owner:get "/admin/receipts/nothing"))
  end)

  it("tells the buyer on their order's page", function()
    local visitor = require "spec.app.web.shopper" (site, "shop.test")
    visitor:get "/orders/lookup"
    visitor:post("/orders/lookup", { number = number, phone = "010-1234-5678" })
    local _, html = visitor:get("/orders/" .. number)
    has(html, "발급했어요")
    has(html, "A-123")
    lacks(html, "01098765432")
  end)
end)

describe("the desk of payments", function()
  it("says of an account that was given up whether it is closed, and why not", function()
    local placed = assert(place_order(mall, shop.draft(mall, { APPLE = 1 })))
    local id = database.execute(("SELECT id FROM payment WHERE order_id = '%s'"):format(placed.id)):match "%S+"
    local function with(sets)
      database.execute(("UPDATE payment SET provider = 'toss_payments', method = 'virtual_account', status = 'failed', %s WHERE id = '%s'"):format(sets, id))
      return select(2, enter "reader":get("/admin/payments/" .. id))
    end
    has(with "account_problem = ''", "곧 결제사에 닫아 달라고 해요.")
    has(with "account_problem = 'unanswered'", "결제사의 답이 없어요.")
    local html = with "account_problem = 'refused', account_problem_text = '닫을 수 없는 <b>계좌'"
    has(html, "직접 닫아 주세요.")
    has(html, "닫을 수 없는 &lt;b&gt;계좌")
    local _, list = enter "reader":get "/admin/payments?account=refused"
    has(list, placed.number)
    lacks(select(2, enter "reader":get "/admin/payments?account=foreign"), placed.number)
    has(with "account_problem = '', account_problem_text = '', account_closed_at = now()", "가상계좌 닫음")
  end)
end)

describe("the desk of settlements", function()
  local made

  setup(function()
    made = assert(place_order(mall, shop.draft(mall, { APPLE = 1 })))
    assert(settle_deposit(made.number))
    local id = database.execute(("SELECT id FROM payment WHERE order_id = '%s'"):format(made.id)):match "%S+"
    database.execute(([[
      INSERT INTO settlement_line (mall_id, provider, line_key, kind, reference, gross, fee, fee_vat, net, sold_on, paid_out_on, order_id, payment_id)
      VALUES ('%s', 'inicis', 'a', 'pay', 'R-1', 15000, 400, 40, 14560, '2026-11-02', '2026-11-05', '%s', '%s');
      INSERT INTO settlement_difference (mall_id, provider, subject, what, payment_id, day, ours, theirs)
      VALUES ('%s', 'inicis', 'a', 'fee', '%s', '2026-11-02', 300, 440)]]):format(mall.id, made.id, id, mall.id, id))
  end)

  it("has what differs first, and how a period came out as a picture and day by day", function()
    local _, html = enter "reader":get "/admin/settlements?from=2026-11-01&to=2026-11-30"
    has(html, "확인할 것 1건")
    has(html, "수수료가 계약과 다름")
    has(html, "settle-bar")
    has(html, "15,000원")
    has(html, "14,560원")
    lacks(html, "확인함</button>")
    local _, none = enter "reader":get "/admin/settlements?from=2001-01-01&to=2001-01-31"
    has(none, "이 기간에 정산 내역이 없어요")
    lacks(none, "settle-bar")
    for _, query in ipairs { "from=2026-13-01&to=x&provider=nobody", "from=2026-11-30&to=2026-11-01", "from[]=1" } do
      assert.equal(200, (enter "reader":get("/admin/settlements?" .. query)), query)
    end
  end)

  it("gives the days as a file, and writes down that it was taken along", function()
    local status, body = enter "reader":get "/admin/settlements/days.csv?from=2026-11-01&to=2026-11-30"
    assert.equal(200, status)
    has(body, "2026-11-02,KG이니시스,1,15000,0,,440,14560,14560")
    assert.equal("1", (database.execute "SELECT count(*) FROM audit_entry WHERE action = 'settlement.export'"):match "%d+")
  end)

  it("has a difference explained with a sentence, once", function()
    local owner = enter "owner"
    local _, page = owner:get "/admin/settlements"
    local id = page:match 'name="id" value="([%x-]+)"'
    assert.equal(422, (owner:post("/admin/settlements", { id = id, note = "" })))
    assert.equal(303, (owner:post("/admin/settlements", { id = id, note = "요율 변경 <b>확인</b>" })))
    assert.equal(409, (owner:post("/admin/settlements", { id = id, note = "다시" })))
    local _, after = owner:get "/admin/settlements"
    has(after, "요율 변경 &lt;b&gt;확인&lt;/b&gt;")
    lacks(after, "확인할 것")
  end)

  it("has a button for rows without a payment, which is there while there are any", function()
    lacks(select(2, enter "owner":get "/admin/settlements"), "다시 맞추기")
    database.execute(([[
      WITH line AS (INSERT INTO settlement_line (mall_id, provider, line_key, kind, transaction_id, gross, fee, fee_vat, net, sold_on)
        VALUES ('%s', 'inicis', 'late', 'pay', 'T-LATE', 15000, 400, 40, 14560, '2026-11-02') RETURNING id)
      INSERT INTO settlement_difference (mall_id, provider, subject, what, line_id, day, ours, theirs)
      SELECT '%s', 'inicis', id::text, 'no_payment', id, '2026-11-02', 0, 15000 FROM line]]):format(mall.id, mall.id))
    local owner = enter "owner"
    has(select(2, owner:get "/admin/settlements"), "결제를 찾지 못한 줄이 1개 있어요.")
    lacks(select(2, enter "reader":get "/admin/settlements"), "다시 맞추기")
    assert.equal(403, (enter "reader":post("/admin/settlements/rematch", {})))
    assert.equal(303, (owner:post("/admin/settlements/rematch", {})))
    has(select(2, owner:get "/admin/settlements"), "새로 찾은 결제가 없어요. 아직 결제를 찾지 못한 줄이 1개 있어요.")
    database.execute(("UPDATE payment SET provider = 'inicis', transaction_id = 'T-LATE' WHERE order_id = '%s'"):format(made.id))
    assert.equal(303, (owner:post("/admin/settlements/rematch", {})))
    local _, after = owner:get "/admin/settlements"
    has(after, "1개 줄의 결제를 찾아 맞췄어요.")
    lacks(after, "다시 맞추기")
    database.execute "UPDATE payment SET provider = 'bank'"
  end)

  it("asks for a file and for whose it is, and for a span that can be asked of a provider", function()
    local owner = enter "owner"
    local status, html = owner:get "/admin/settlements/files"
    assert.equal(200, status)
    has(html, "같은 파일을 두 번 올려도 한 번만 반영돼요.")
    assert.equal(422, (owner:post("/admin/settlements/fetch", { provider = "toss_payments", from = "2026-01-01", to = "2026-12-31" })))
    assert.equal(422, (owner:post("/admin/settlements/fetch", { provider = "nobody", from = "2026-01-01", to = "2026-01-02" })))
    -- nobody has a contract with this mall
    assert.equal(422, (owner:post("/admin/settlements/fetch", { provider = "toss_payments", from = "2026-01-01", to = "2026-01-02" })))
    assert.equal(404, (owner:get "/admin/settlements/files/nothing"))
  end)

  it("leaves books that balance", function()
    local function fees()
      local booked = order.balances(mall.id, made.id)
      return (booked["fees:payment"] or 0) + (booked["fees:payment_vat"] or 0)
    end
    local before = fees()
    assert(transaction(function(tx)
      order.book_all(tx, mall.id, { { order_id = made.id, what = "fee",
        entries = order.entries.fee { provider = "inicis", kind = "pay", fee = 400, fee_vat = 40 } } })
      return true
    end))
    assert.equal(before + 440, fees())
    assert.has_error(function()
      transaction(function(tx)
        order.book_all(tx, mall.id, { { order_id = made.id, what = "fee", entries = { { account = "paid_out", debit = 5 } } } })
        return true
      end)
    end)
  end)
end)
