local task = require "task"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local order = require "order"
local stock = require "stock"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local expire_unpaid = require "flows.expire_unpaid"
local look_up_order = require "flows.look_up_order"

describe("an order that was placed", function()
  local mall, number

  before_each(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 10 } }
    number = assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 }))).number
  end)

  local function status() return order.by_number(mall.id, number).status end
  local function history() return order.history(mall.id, order.by_number(mall.id, number).id) end
  local function overdue() database.execute "UPDATE payment SET due_at = now() - interval '11 minutes', expires_at = now() - interval '1 minute'" end

  it("is paid by its deposit, and its goods are sold", function()
    local settled = assert(settle_deposit.run(number:lower(), "staff kim"))
    assert.same({ number = number, from = "awaiting_deposit", status = "paid", label = "결제완료", amount = 36000, depositor = "김철수" }, settled)
    assert.equal("paid", status())
    assert.equal("paid", order.by_number(mall.id, number).payment_status)
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
    local said = {}
    for i, event in ipairs(history()) do said[i] = ("%s %s by %s%s"):format(event.axis, event.event, event.actor, event.qty and " " .. event.qty or "") end
    assert.same({ "payment announce by shopper", "line place by shopper 3", "payment deposit by staff kim", "line pay by staff kim 3" }, said)
    assert.equal("payment.deposit", history()[4].cause)
    assert.is_true(order.is_path(history()))
    assert.same({ ["cash:bank"] = 36000, receivable = 0, ["sales:goods"] = -36000 }, order.balances(mall.id, order.by_number(mall.id, number).id))
    assert.equal(0, #stock.contradictions())
  end)

  it("tells whoever ordered so, and again once it is paid, in the transactions of both", function()
    local mail = require "mail"
    local function letters()
      return (database.execute "SELECT string_agg(template || ' ' || to_address, ', ' ORDER BY id) FROM mail":gsub("%s+$", ""))
    end
    assert.equal("order/placed kim@example.kr", letters())
    settle_deposit.run(number, "staff kim")
    assert.equal("order/placed kim@example.kr, order/paid kim@example.kr", letters())
    assert.is_nil((settle_deposit.run(number, "staff kim")))
    assert.equal(2, shop.count "job WHERE kind = 'mail.send'")
    local said = {}
    for id in database.execute("SELECT id FROM mail ORDER BY id"):gmatch "%S+" do said[#said + 1] = mail.values(mail.by_id(mall.id, id)) end
    local placed, paid = mail.draw("order/placed", mall, said[1]), mail.draw("order/paid", mall, said[2])
    assert.truthy(placed.subject:find(number, 1, true))
    for _, fact in ipairs { "1-2", "36,000원", "사과", "× 3개", "서울 강남구 테헤란로 1" } do
      assert.truthy(placed.text:find(fact, 1, true), fact)
    end
    assert.truthy(paid.text:find("36,000원 입금을 확인했어요", 1, true))
    assert.equal(placed.text:match "상품 금액.-배송비[^\n]*", paid.text:match "상품 금액.-배송비[^\n]*")
  end)

  it("without an address is an order all the same", function()
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }, { orderer_email = "" })))
    assert.equal(1, shop.count "mail")
  end)

  it("is paid once, however many say so at once", function()
    local handles, settled = {}, 0
    for i = 1, 10 do handles[i] = task.spawn(function() return settle_deposit.run(number, "staff bank") end) end
    for _, handle in ipairs(handles) do
      local done, fault = handle:join()
      if done then settled = settled + 1 else assert.equal("order.illegal_transition", fault.code) end
    end
    assert.equal(1, settled)
    assert.equal(4, #history())
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
  end)

  it("is cancelled when the deposit does not come in time, and its goods can be bought again", function()
    assert.equal(0, expire_unpaid.run())
    overdue()
    assert.equal(1, expire_unpaid.run())
    assert.equal("expired", status())
    assert.same({ 10, 0 }, { shop.stock "APPLE" })
    assert.is_true(order.is_path(history()))
    assert.equal(0, expire_unpaid.run())
    assert.equal(0, #stock.contradictions())
  end)

  it("is not cancelled within the grace after its due date", function()
    database.execute "UPDATE payment SET due_at = now() - interval '9 minutes', expires_at = now() + interval '1 minute'"
    assert.equal(0, expire_unpaid.run())
    assert.equal("awaiting_deposit", status())
  end)

  it("takes no deposit once it is cancelled, and says where it stands", function()
    overdue()
    expire_unpaid.run()
    local settled, fault = settle_deposit.run(number, "staff kim")
    assert.is_nil(settled)
    assert.same({ "order.illegal_transition", "미입금취소" }, { fault.code, fault.label })
    assert.equal("expired", status())
  end)

  it("is not cancelled once it is paid", function()
    settle_deposit.run(number, "staff kim")
    overdue()
    assert.equal(0, expire_unpaid.run())
    assert.equal("paid", status())
  end)

  it("has a history that the application can neither change nor delete", function()
    local pg = require "pg"
    for _, sql in ipairs { "UPDATE order_event SET actor = 'x'", "DELETE FROM order_event", "DELETE FROM consent",
      "UPDATE stock_entry SET note = 'x'", "DELETE FROM stock_entry", "CREATE TABLE mine (a int)", "DROP TABLE cart" } do
      local rows, _, sqlstate = pg.query(sql)
      assert.is_nil(rows)
      assert.equal("42501", sqlstate, sql)
    end
  end)

  it("of an unknown number is not found", function()
    assert.equal("order.not_found", select(2, settle_deposit.run("261123-0000000", "x")).code)
    assert.equal("order.not_found", select(2, settle_deposit.run("x", "x")).code)
  end)

  it("is shown with its people masked", function()
    local row = order.by_number(mall.id, number)
    local view = order.view(row, order.lines(mall.id, row.id), history())
    assert.same({ name = "김*수", phone = "010-****-5678", email = "ki*@example.kr" }, view.orderer)
    assert.equal("1-2", view.bank.account)
    settle_deposit.run(number, "staff kim")
    row = order.by_number(mall.id, number)
    view = order.view(row, order.lines(mall.id, row.id), history())
    assert.is_nil(view.bank)
    assert.same({ true, true }, { view.steps[1].done, view.steps[2].current })
  end)

  it("is found by number and telephone, and by nothing less", function()
    assert.equal(number, look_up_order.run(mall, number, "01012345678", "1.1.1.1").number)
    assert.equal("order.not_found", select(2, look_up_order.run(mall, number, "01012345679", "1.1.1.1")).code)
    assert.equal("order.not_found", select(2, look_up_order.run(mall, "261123-0000000", "01012345678", "1.1.1.1")).code)
  end)

  it("does not write down who tried in a form that could be guessed back", function()
    look_up_order.run(mall, number, "01000000000", "1.1.1.1")
    assert.equal(1, shop.count "attempt WHERE kind = 'order.lookup.address'")
    assert.equal(0, shop.count "attempt WHERE subject IN ('1.1.1.1', encode(sha256('1.1.1.1'), 'hex'))")
  end)

  it("can be tried five times a quarter of an hour, from wherever", function()
    for i = 1, 5 do look_up_order.run(mall, number, "01000000000", "1.1.1." .. i) end
    assert.equal("order.too_many_lookups", select(2, look_up_order.run(mall, number, "01012345678", "1.1.1.6")).code)
  end)

  it("says in how many minutes it can be tried again: when the present quarter of an hour is over", function()
    local clock = require "clock"
    local function minutes_left() return math.ceil((900 - clock.now() % 900) / 60) end
    local earliest = minutes_left()
    for i = 1, 5 do look_up_order.run(mall, number, "01000000000", "1.1.1." .. i) end
    local _, refused = look_up_order.run(mall, number, "01012345678", "1.1.1.6")
    -- a minute, or the window itself, may end while this runs
    assert.truthy(refused.wait_minutes == earliest or refused.wait_minutes == minutes_left(), refused.wait_minutes)
    assert.equal(refused.wait_minutes * 60, refused.retry_after)
  end)

  it("cannot be looked for from one address more than twenty times", function()
    for i = 1, 20 do look_up_order.run(mall, ("261123-%07d"):format(i), "01012345678", "2.2.2.2") end
    assert.equal("order.too_many_lookups", select(2, look_up_order.run(mall, number, "01012345678", "2.2.2.2")).code)
    assert.equal(number, look_up_order.run(mall, number, "01012345678", "2.2.2.3").number)
  end)
end)
