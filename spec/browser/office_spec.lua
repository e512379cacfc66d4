-- The back office in a real browser. Every page of it that routes.lua knows is looked at, on a PC and on a telephone: a new
-- page without parameters is in here by itself, one with parameters says below where it finds them.

local adjust_stock = require "flows.adjust_stock"
local browser = require "spec.browser.browser"
local cart = require "cart"
local crypto = require "crypto"
local desk = require "spec.app.desk"
local mall = require "spec.browser.mall"
local office = require "spec.app.office"
local malls = require "mall"
local pg = require "pg"
local place_order = require "flows.place_order"
local prepare_order = require "flows.prepare_order"
local routes = require "routes"
local rule_stock = require "flows.rule_stock"
local stock = require "stock"
local watch_stock = require "flows.watch_stock"

-- What is no page to look at, or is looked at by another spec.
local apart = {
  ["admin.phone"] = "spec/browser/staff_spec.lua", ["admin.phone.picture"] = "a picture", ["admin.proof"] = "staff_spec.lua",
  ["admin.table.export"] = "a file", ["admin.table.offers"] = "a part of a page", ["admin.mail.letter.html"] = "a letter",
  ["admin.table.row"] = "spec/browser/tables_spec.lua", ["admin.table.history"] = "tables_spec.lua",
  ["admin.table.edit"] = "tables_spec.lua", ["admin.table.delete"] = "tables_spec.lua",
  ["admin.deployments.rollback"] = "nothing was deployed here", ["admin.deployments.diff"] = "the same",
  ["admin.mail.stopped.one"] = "no letter was stopped here", ["admin.product.preview"] = "leads to the shop",
  ["admin.claim"] = "spec/browser/claim_spec.lua", ["admin.refund"] = "no money goes back here",
  ["admin.deposit"] = "no deposit came here", ["admin.deposit.file"] = "the same",
  ["admin.invoices.file"] = "a file", ["admin.invoice_sheet"] = "spec/browser/fulfilment_spec.lua",
  ["admin.settlements.days"] = "a file",
  ["admin.goods_sheet.file"] = "a file", ["admin.goods_sheet"] = "no sheet was sent here",
}

-- Where a page's parameters come from: a parameter's value, or SQL for the addresses.
local parameters = {
  ["admin.settings"] = [[SELECT '/admin/settings/' || name AS path FROM unnest(ARRAY['facts', 'payment', 'shipping', 'fulfilment', 'home',
    'popular']) AS name]],
  ["admin.order"] = [[SELECT '/admin/orders/' || number AS path FROM "order" LIMIT 1]],
  ["admin.order.address"] = [[SELECT '/admin/orders/' || number || '/address' AS path FROM "order" LIMIT 1]],
  ["admin.order.claim"] = [[SELECT '/admin/orders/' || number || '/claim' AS path FROM "order" LIMIT 1]],
  ["admin.payment"] = "SELECT '/admin/payments/' || id AS path FROM payment LIMIT 1",
  ["admin.receipt"] = "SELECT '/admin/receipts/' || id AS path FROM cash_receipt ORDER BY state",
  ["admin.settlement.file"] = "SELECT '/admin/settlements/files/' || id AS path FROM settlement_file LIMIT 1",
  ["admin.carrier"] = "SELECT '/admin/carriers/cj' AS path",
  ["admin.staff.one"] = "SELECT '/admin/staff/' || id AS path FROM staff LIMIT 1",
  ["admin.audit.entry"] = "SELECT '/admin/audit/' || seq AS path FROM audit_entry LIMIT 1",
  ["admin.member"] = "SELECT '/admin/members/' || id AS path FROM member LIMIT 1",
  ["admin.category"] = "SELECT '/admin/categories/' || c.id AS path FROM category c JOIN mall m ON m.id = c.mall_id "
    .. "WHERE m.code = 'morak' LIMIT 1",
  ["admin.job"] = "SELECT '/admin/jobs/' || id AS path FROM job WHERE kind = 'mail.send' LIMIT 1",
  ["admin.jobs.entry"] = "SELECT '/admin/jobs/schedule/sweep' AS path",
  ["admin.member.points"] = "SELECT '/admin/members/' || id || '/points' AS path FROM member LIMIT 1",
  ["admin.inquiry"] = "SELECT '/admin/inquiries/' || id AS path FROM inquiry LIMIT 1",
  ["admin.question"] = "SELECT '/admin/questions/' || id AS path FROM product_question LIMIT 1",
  ["admin.review"] = "SELECT '/admin/reviews/' || id AS path FROM review LIMIT 1",
  ["admin.stock.sku"] = "SELECT '/admin/stock/' || sku_id AS path FROM stock ORDER BY keeps_lots DESC LIMIT 1",
  ["admin.stock.lot"] = "SELECT '/admin/stock/lots/' || id AS path FROM stock_lot ORDER BY stopped_at IS NULL, id LIMIT 1",
  ["admin.mail.letter"] = "SELECT '/admin/mail/letters/member/verify' AS path",
  ["admin.mail.message"] = "SELECT '/admin/mail/' || id AS path FROM mail LIMIT 1",
  ["admin.table"] = "SELECT '/admin/tables/product' AS path", ["admin.table.new"] = "SELECT '/admin/tables/brand/new' AS path",
}
for name, rest in pairs { [""] = "", [".options"] = "/options", [".pictures"] = "/pictures", [".description"] = "/description",
  [".notice"] = "/notice", [".history"] = "/history" } do
  parameters["admin.product" .. name] = ("SELECT '/admin/products/' || id || '%s' AS path FROM product p JOIN mall m ON m.id = "
    .. "p.mall_id WHERE m.code = 'morak' ORDER BY char_length(p.name) DESC LIMIT 1"):format(rest):gsub("id ||", "p.id ||", 1)
end

describe("the back office", function()
  local shop, chromium, cookie, numbers

  local function place(sku, qty)
    local morak, id = malls.of_code "morak", crypto.uuid7()
    local row = pg.row("SELECT id FROM sku WHERE mall_id = $1 AND code = $2", morak.id, sku)
      or pg.row("SELECT sku_id AS id FROM stock WHERE mall_id = $1 AND on_hand > 20 ORDER BY sku_id LIMIT 1", morak.id)
    assert(cart.add(morak.id, id, row.id, qty))
    local typed = { orderer_name = "남궁아름다운이름", orderer_phone = "010-1234-5678", orderer_email = "kim@example.kr",
      same_as_orderer = "1", postcode = "06236", address1 = "서울 강남구 테헤란로 1", address2 = "2층", agree_age = "1",
      agree_order = "1", agree_privacy = "1" }
    local asked = { cart_id = id, device = "mobile" }
    assert(prepare_order.save(morak, asked, (assert(require("checkout.forms").checkout:read(typed)))))
    local view = assert(prepare_order.review(morak, asked))
    return assert(place_order.run(morak, { cart_id = id, place_key = view.place_key, channel = "mobile" })).number
  end

  -- Goods of a long name in lots of every kind, of which there are too few.
  local function lots()
    local ctx = desk(malls.of_code "morak")
    local sku = pg.row([[SELECT k.id, k.code, k.product_id FROM sku k JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
      WHERE k.mall_id = $1 ORDER BY char_length(p.name) DESC, k.code LIMIT 1]], ctx.mall.id)
    for i, date in ipairs { "2020-01-31", require("shared.clock").day(os.time() + 5 * 86400), "2099-12-31" } do
      assert(adjust_stock.run(ctx, { sku_id = sku.id, reason = "receive", quantity = 7 * i, best_before = date, lot_code = "냉장 2601-" .. i }))
    end
    local lot = stock.lots.of_sku(ctx.mall.id, sku.id, 1)[1]
    assert(rule_stock.stop(ctx, lot.id, "이물질이 나왔다는 문의가 있어 확인할 때까지 멈춰요"))
    assert(rule_stock.set(ctx, sku, { safety = 10, restock_at = 1000, least_days = 3 }))
    watch_stock.tell_of_shortage()
  end

  -- Receipts that a person sees to, and settlements of which something differs.
  local function money()
    pg.write [[UPDATE "order" SET cash_receipt = 'income', cash_receipt_no = '01012345678']]
    pg.write([[INSERT INTO cash_receipt (mall_id, order_id, payment_id, seq, kind, state, by_hand, amount, provider, issue_number, problem_text)
      SELECT p.mall_id, p.order_id, p.id, 1, 'income', s.state, s.state <> 'issued', p.amount, '', s.number, s.said
      FROM (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM payment) p
      JOIN (VALUES (1, 'wanted', '', '발급해 줄 결제사 계약이 없어요. 홈택스에서 직접 발급해 주세요.'), (2, 'cancelling', 'G12345678',
        '직접 발급한 것이라 취소도 직접 해야 해요.'), (3, 'issued', 'G12345679', '')) s (nth, state, number, said) ON s.nth = p.nth]])
    pg.write([[INSERT INTO settlement_line (mall_id, provider, line_key, kind, reference, gross, fee, fee_vat, net, sold_on, paid_out_on, expected_fee,
        expected_vat)
      SELECT id, provider, provider || n, 'pay', '261101-SAMPLE1-' || n, 90000 + n * 7919 % 90000, 2700, 270, 87030 + n * 7919 % 90000,
        current_date - n, current_date - n + 3, CASE provider WHEN 'inicis' THEN NULL ELSE 2700 END, CASE provider WHEN 'inicis' THEN NULL ELSE 270 END
      FROM mall, generate_series(0, 20) n, unnest(ARRAY['inicis', 'toss_payments']) provider WHERE code = 'morak']])
    pg.write([[INSERT INTO settlement_difference (mall_id, provider, subject, what, line_id, day, ours, theirs, explained_at, explained_by, note)
      SELECT mall_id, provider, id::text, w, id, sold_on, 2970, 3200, CASE w WHEN 'sum' THEN now() END, CASE w WHEN 'sum' THEN 'owner@shop.kr' ELSE '' END,
        CASE w WHEN 'sum' THEN '결제사에 확인했어요' ELSE '' END
      FROM settlement_line, unnest(ARRAY['fee', 'no_payment', 'sum']) w WHERE line_key = 'inicis3']])
    pg.write([[INSERT INTO settlement_file (mall_id, provider, name, rows, actor) SELECT id, 'inicis', '정산내역_202611_아주_긴_이름의_파일.xlsx',
      '{"lines": [{"line": 4, "key": "k", "kind": "pay", "transaction_id": "StdpayCARDINIpayTest20261101111111111111", "reference": "", "method": "card",
        "gross": 33000, "fee": 891, "fee_vat": 89, "net": 32020, "sold_on": "2026-11-01"}], "problems": [{"line": 5, "text": "매출일을 읽을 수 없어요."}],
        "skipped": 2}', 'owner@shop.kr' FROM mall WHERE code = 'morak']])
  end

  setup(function()
    shop = mall.open()
    chromium = browser.start()
    cookie = office.session((office.account("owner", { email = "owner@shop.kr", name = "김주인" }))).sijang_staff
    pg.write([[INSERT INTO member (mall_id, email, name, phone, birth_date, password_hash)
      SELECT id, 'member@example.kr', '제갈회원', '01012345678', '1990-01-01', '!' FROM mall WHERE code = 'morak']])
    pg.write([[INSERT INTO inquiry (mall_id, member_id, topic, title, body) SELECT mall_id, id, 'delivery', '언제 오나요?',
      '오늘 받을 수 있을까요?' FROM member]])
    pg.write([[INSERT INTO product_question (mall_id, product_id, author, body) SELECT p.mall_id, p.id, '제*원', '국산인가요?'
      FROM product p JOIN mall m ON m.id = p.mall_id WHERE m.code = 'morak' ORDER BY p.id LIMIT 1]])
    pg.write([[INSERT INTO review (mall_id, product_id, author, rating, body) SELECT p.mall_id, p.id, '제*원', 4, '맛있어요'
      FROM product p JOIN mall m ON m.id = p.mall_id WHERE m.code = 'morak' ORDER BY p.id LIMIT 1]])
    numbers = { place("x", 1), place("x", 2), place("x", 3) }
    lots()
    money()
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function play(name, args)
    args.base, args.cookie = shop.base, cookie
    return chromium:play("office." .. name, args)
  end

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  it("is worked in from the keyboard", function()
    local facts = play("keys", { number = numbers[1] })
    has(facts.found, "/admin/orders/" .. numbers[1])
    has(facts.went, "/admin/orders")
    assert.equal("2건 선택", facts.chosen)
    has(facts.opened, "/admin/orders/" .. numbers[1])
    has(facts.help, "줄 선택")
    assert.is_false(facts.stillOpen)
    assert.equal("gk/x", facts.typed)
  end)

  for _, case in ipairs { { device = "pc" }, { device = "mobile", script = false } } do
    local where = case.device .. (case.script == false and " without scripts" or "")

    it("confirms deposits after a preview, and keeps lists, on " .. where, function()
      case.numbers = case.device == "pc" and { numbers[1] } or { numbers[2], numbers[3] }
      local facts = play("deposits", case)
      has(facts.preview, ("%d건 입금 확인"):format(#case.numbers))
      has(facts.said, ("주문 %d건의 입금을 확인했어요."):format(#case.numbers))
      has(facts.kept, "입금된 것")
      has(facts.forgotten, "보기를 지웠어요.")
      has(facts.undone, "입금된 것")
    end)
  end

  it("asks before what was typed is lost, and lets two people edit at once", function()
    local facts = play("forms", {})
    assert.equal("저장하지 않은 내용이 있어요", facts.state)
    assert.same({ "beforeunload" }, facts.asked)
    has(facts.conflict, "그사이 다른 사람이 바꿨어요")
    has(facts.said, "배송 설정을 저장했어요.")
    assert.same({ "2,600", "우리택배" }, { facts.fee, facts.carrier })
    assert.equal("errors", facts.focus)
  end)

  it("opens its menu over the page on a telephone, with and without scripts", function()
    for _, script in ipairs { true, false } do
      local facts = play("drawer", { device = "mobile", script = script })
      assert.same({ false, true, false }, { facts.before, facts.open, facts.after })
      has(facts.went, "/admin/orders")
    end
  end)

  for _, case in ipairs { { device = "pc" }, { device = "mobile", script = false } } do
    it("takes a settlement over after a preview, and once, on " .. case.device, function()
      case.day = require("shared.clock").day(os.time())
      local facts = play("settlement", case)
      has(facts.refused, "열 이름을 찾지 못했어요")
      has(facts.preview, case.device == "pc" and "우리에게 없는 거래" or "이미 적힌 줄")
      has(facts.preview, "거래금액이 숫자가 아니에요.")
      has(facts.after, "5,432,100원")
    end)
  end

  -- The addresses of a page.
  local function paths_of(row)
    if not row[2]:find(":", 1, true) then return { row[2] } end
    local sql = assert(parameters[row[3]], row[3] .. " has a parameter: say above where the spec finds one")
    local paths = {}
    for i, found in ipairs(pg.rows(sql)) do paths[i] = found.path end
    assert(#paths > 0, row[3] .. ": there is nothing to look at")
    return paths
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("has no page that axe objects to, that is wider than its window or says nil, on " .. device, function()
      local paths = { "/admin/orders?q=zzz", "/admin/orders?status=paid&placed_from=2026-01-01&columns=number.status&size=20",
        "/admin/search?q=010-1234-5678" }
      for _, row in ipairs(routes) do
        if row[1] == "GET" and row[2]:find "^/admin" and row.staff and row.staff ~= "guest" and not apart[row[3]] then
          for _, path in ipairs(paths_of(row)) do paths[#paths + 1] = path end
        end
      end
      assert.is_true(#paths > 30)
      -- some at a time: a play has two minutes
      for from = 1, #paths, 20 do
        local facts = play("visit", { device = device, paths = { unpack(paths, from, math.min(from + 19, #paths)) } })
        for path, status in pairs(facts) do assert.equal(200, status, path) end
      end
    end)
  end

  it("leaves no error in the server's log", function()
    local errors = {}
    for _, one in ipairs(shop:errors()) do
      -- the letters of the orders were sealed by this process, whose key the server does not have
      if one.event ~= "queue.dead" or one.kind ~= "mail.send" then errors[#errors + 1] = one end
    end
    assert.same({}, errors)
  end)
end)
