local account = require "spec.app.account"
local database = require "spec.support.database"
local office = require "spec.app.office"
local shop = require "spec.app.shop"

describe("the first page of the back office", function()
  local mall, site

  setup(function()
    mall = shop.open { { code = "apple", price = 12000, stock = 10 }, { code = "pear", stock = 3 }, { code = "plum", stock = 0 } }
    site = require "boot"
    local place_order = require "flows.place_order"
    for _ = 1, 2 do assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 }))) end
    local member_id = account.add(mall)
    local answers = "unnest(ARRAY[NULL, NULL, '답']) AS answer"
    local answered = "answer, CASE WHEN answer <> '' THEN now() END, answer"
    database.execute(("INSERT INTO inquiry (mall_id, member_id, topic, title, body, answer, answered_at, answered_by) "
      .. "SELECT '%s', '%s', 'other', '제목', '내용', %s FROM %s"):format(mall.id, member_id, answered, answers))
    database.execute(("INSERT INTO product_question (mall_id, product_id, author, body, answer, answered_at, answered_by, deleted_at) "
      .. "SELECT '%s', p.id, '김*', '내용', %s, CASE WHEN p.code = 'pear' THEN now() END FROM product p, %s WHERE p.code IN ('apple', 'pear')")
      :format(mall.id, answered, answers))
    database.execute [[
      INSERT INTO cash_receipt (mall_id, order_id, payment_id, seq, kind, by_hand, amount)
      SELECT mall_id, order_id, id, 1, 'income', seen = 1, amount FROM (SELECT *, row_number() OVER (ORDER BY id) AS seen FROM payment) p;
      UPDATE payment SET due_at = now() - interval '1 hour' WHERE id = (SELECT min(id::text)::uuid FROM payment);
      UPDATE "order" SET placed_at = now() - interval '2 days' WHERE id = (SELECT min(id::text)::uuid FROM "order")]]
  end)

  local function said(role)
    local _, html = office.enter(site, role):get "/admin"
    local facts = {}
    for label, value in html:gmatch "<dt>([^<]+)</dt>%s*<dd>(.-)</dd>" do facts[label] = value:gsub("<[^>]*>", "") end
    return facts
  end

  it("says what came in today, what waits and what runs out", function()
    local facts = said "owner"
    assert.equal("1건", facts["들어온 주문"])
    assert.equal("36,000원", facts["주문 금액"])
    assert.equal("2건", facts["입금 기다림"])
    assert.equal("1건", facts["입금 기한 지남"])
    assert.same({ "3종", "1종" }, { facts["5개 이하 남음"], facts["품절"] })
    assert.same({ "0건", "0건", "0건" }, { facts["결정 기다림"], facts["검수·환불"], facts["사람이 볼 환불"] })
    assert.same({ "0건", "1건", "0건" }, { facts["확인할 입금"], facts["직접 처리할 현금영수증"], facts["정산에서 다른 점"] })
    assert.equal("0건", facts["멈춘 작업"])
    assert.same({ "2건", "2건" }, { facts["답변 기다리는 1:1 문의"], facts["답변 기다리는 상품 문의"] })
  end)

  it("shows nobody a box that is not theirs", function()
    assert.is_nil(said "cs"["멈춘 작업"])
    assert.is_nil(said "developer"["들어온 주문"])
    assert.equal("3종", said "developer"["5개 이하 남음"])
  end)
end)
