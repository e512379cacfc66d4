-- Prices and stock by the sheet: downloaded, edited, sent back.
local catalog = require "catalog"
local change_goods = require "flows.change_goods"
local csv = require "shared.csv"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local sheet_writer = require "shared.sheet_writer"
local fs = require "fs"
local rules = require "catalog.bulk.rules"
local sheet = require "shared.sheet"
local shop = require "spec.app.shop"
local stock = require "stock"
local store = require "catalog.bulk.store"

local function one(sql) return (database.execute(sql):gsub("%s+$", "")) end

describe("prices and stock by the sheet", function()
  local mall, ctx, folder

  setup(function() folder = assert(fs.temp "goods-spec") end)
  teardown(function() fs.remove(folder, true) end)

  before_each(function()
    mall = shop.open { { code = "tea", name = "=보리차", price = 3000, stock = 10, list_price = 4000 },
      { code = "rice", name = "햅쌀", price = 20000, stock = 5 } }
    ctx = desk(mall)
  end)

  -- The list as it is downloaded now, with cells typed over: edit(row, row_number).
  -- `instead`: what the column of taxes is called, to be no such column.
  local function downloaded(kind, edit, instead)
    local path = folder .. "/list." .. kind
    assert(fs.write(path, assert(sheet_writer.make(kind, "가격과 재고", rules.COLUMNS, store.skus(mall.id), rules.line))))
    local rows = assert(sheet.read(path, { rows = 100, columns = 64 }))
    local lines = {}
    for i, row in ipairs(rows) do
      local cells = {}
      for n = 1, 9 do cells[n] = row[n] end
      if i > 1 and edit then edit(cells, i) end
      if i == 1 then cells[8] = instead or cells[8] end
      lines[i] = csv.line(cells, 9)
    end
    path = folder .. "/sent.csv"
    assert(fs.write(path, csv.BOM .. table.concat(lines)))
    return { path = path, filename = "고친 목록.csv" }
  end

  local function of(code, column, value)
    return function(cells)
      if cells[1] == code then cells[column] = value end
    end
  end

  for _, kind in ipairs { "xlsx", "csv" } do
    it("changes nothing when the " .. kind .. " comes back as it was", function()
      local plan = assert(change_goods.read(ctx, downloaded(kind)))
      assert.same({ nil, 0, 0, 2 }, { plan.id, #plan.changes, #plan.problems, plan.lines })
    end)
  end

  it("says what would change, and changes nothing before it is told to", function()
    local plan = assert(change_goods.read(ctx, downloaded("xlsx", function(cells)
      of("TEA", 4, "1,200")(cells)
      of("TEA", 6, 30)(cells)
      of("RICE", 5, 25000)(cells)
      of("RICE", 7, "N")(cells)
    end)))
    local said = {}
    for i, change in ipairs(plan.changes) do said[i] = { change.code, change.field, change.old, change.new, change.drop } end
    table.sort(said, function(a, b) return a[1] .. a[2] < b[1] .. b[2] end)
    assert.same({ { "RICE", "active", true, false }, { "RICE", "list_price", nil, 25000 }, { "TEA", "on_hand", 10, 30 },
      { "TEA", "price", 3000, 1200, true } }, said)
    assert.equal("3000|10", one "SELECT k.price, s.on_hand FROM sku k JOIN stock s ON s.sku_id = k.id WHERE k.code = 'TEA'")
  end)

  it("carries all of it out at once, and the mall shows it", function()
    local plan = assert(change_goods.read(ctx, downloaded("xlsx", function(cells)
      of("TEA", 4, 2000)(cells)
      of("TEA", 6, 30)(cells)
      of("RICE", 7, "N")(cells)
    end)))
    assert.same({ id = plan.id, count = 3 }, change_goods.carry_out(ctx, plan.id))
    assert.equal("2000|50", one "SELECT price, discount FROM product_listing")
    assert.equal(2000, catalog.product(mall.id, "tea").skus[1].price)
    assert.is_nil(catalog.product(mall.id, "rice"))
    assert.equal(30, (shop.stock "TEA"))
    assert.equal("sheet|20", one "SELECT reason, on_hand_delta FROM stock_entry WHERE reason <> ''")
    assert.equal(0, #stock.contradictions())
    assert.equal(1, shop.count "audit_entry WHERE action = 'goods.sheet'")
    assert.equal("goods.gone", select(2, change_goods.carry_out(ctx, plan.id)).code)
  end)

  it("is taken back: prices as they were, stock by as much, once", function()
    local plan = assert(change_goods.read(ctx, downloaded("csv", function(cells)
      of("TEA", 4, 2000)(cells)
      of("TEA", 5, "")(cells)
      of("TEA", 6, 30)(cells)
    end)))
    assert(change_goods.carry_out(ctx, plan.id))
    require("flows.adjust_stock").run(ctx, { sku_id = shop.sku "TEA", reason = "damage", quantity = 4 })
    local back = assert(change_goods.undo(ctx, plan.id))
    assert.equal("3000|4000|6", one "SELECT k.price, k.list_price, s.on_hand FROM sku k JOIN stock s ON s.sku_id = k.id WHERE k.code = 'TEA'")
    assert.equal("goods.gone", select(2, change_goods.undo(ctx, plan.id)).code)
    assert.is_true(store.find(mall.id, plan.id).undone)
    assert.equal(plan.id, store.find(mall.id, back.id).undoes)
    assert.equal(0, #stock.contradictions())
  end)

  it("says of a product whether it is free of VAT, of all its options alike, and that is taken back as well", function()
    local plan = assert(change_goods.read(ctx, downloaded("xlsx", of("RICE", 8, "y"))))
    assert.same({ "tax_free", false, true, "면세" }, { plan.changes[1].field, plan.changes[1].old, plan.changes[1].new,
      rules.show("tax_free", true) })
    assert(change_goods.carry_out(ctx, plan.id))
    assert.equal("rice t|tea f", one "SELECT string_agg(code || ' ' || left(tax_free::text, 1), '|' ORDER BY code) FROM product")
    assert(change_goods.undo(ctx, plan.id))
    assert.equal("rice f|tea f", one "SELECT string_agg(code || ' ' || left(tax_free::text, 1), '|' ORDER BY code) FROM product")

    mall = shop.open { { code = "shirt", name = "앞치마", skus = { { code = "S", price = 9000, stock = 5 }, { code = "L", price = 9000, stock = 5 } } } }
    ctx = desk(mall)
    local odd = assert(change_goods.read(ctx, downloaded("csv", of("L", 8, "Y"))))
    assert.equal(1, #odd.problems)
    assert.truthy(odd.problems[1].text:find("같은 상품의 2번째 줄과 달라요", 1, true))
    assert.equal("면세에는 Y나 N을 적어 주세요.", assert(change_goods.read(ctx, downloaded("csv", of("L", 8, "무")))).problems[1].text)
    plan = assert(change_goods.read(ctx, downloaded("csv", function(cells) cells[8] = "Y" end)))
    database.execute "UPDATE product SET tax_free = true"
    assert.equal("goods.moved", select(2, change_goods.carry_out(ctx, plan.id)).code)
  end)

  it("is read as it was downloaded before taxes were in it", function()
    local plan = assert(change_goods.read(ctx, downloaded("csv", function(cells)
      cells[8], cells[9] = "", cells[9] and cells[9]:gsub("/[YN]$", "")
      of("TEA", 4, 2000)(cells)
    end, "판매 여부")))
    assert.same({ 1, "price" }, { #plan.changes, plan.changes[1] and plan.changes[1].field })
  end)

  it("takes no price back that somebody has changed since", function()
    local plan = assert(change_goods.read(ctx, downloaded("csv", of("TEA", 4, 2000))))
    assert(change_goods.carry_out(ctx, plan.id))
    database.execute "UPDATE sku SET price = 2500 WHERE code = 'TEA'"
    local _, fault = change_goods.undo(ctx, plan.id)
    assert.same({ "goods.moved", "TEA", "2,500원" }, { fault.code, fault.code and "TEA", fault.now })
  end)

  it("carries nothing out when one of its values has changed since it was read", function()
    local plan = assert(change_goods.read(ctx, downloaded("xlsx", function(cells)
      of("TEA", 4, 2000)(cells)
      of("RICE", 6, 9)(cells)
    end)))
    database.execute("UPDATE stock SET on_hand = 4 WHERE sku_id = '" .. shop.sku "RICE" .. "'")
    local _, fault = change_goods.carry_out(ctx, plan.id)
    assert.equal("goods.moved", fault.code)
    assert.equal("3000", one "SELECT price FROM sku WHERE code = 'TEA'")
  end)

  local function problems(edit, before)
    local sent = downloaded("csv", edit)
    if before then before() end
    local plan = assert(change_goods.read(ctx, sent))
    assert.is_nil(plan.id)
    local said = {}
    for i, problem in ipairs(plan.problems) do said[i] = ("%d %s %s"):format(problem.line, problem.column or "-", problem.text) end
    return table.concat(said, "\n")
  end

  it("says of each cell that is wrong where it is and what is wanted", function()
    assert.equal("3 D 판매가는 0 이상의 숫자로 적어 주세요.", problems(of("RICE", 4, "이만원")))
    assert.equal("3 D 판매가는 0 이상의 숫자로 적어 주세요.", problems(of("RICE", 4, "")))
    assert.equal("3 E 정가는 판매가보다 커야 해요. 할인하지 않으면 비워 두세요.", problems(of("RICE", 5, 20000)))
    assert.equal("2 D 정가는 판매가보다 커야 해요. 할인하지 않으면 비워 두세요.", problems(of("TEA", 4, 4000)))
    assert.equal("2 F 재고는 0 이상의 숫자로 적어 주세요.", problems(of("TEA", 6, -1)))
    assert.equal("2 G 판매에는 Y나 N을 적어 주세요.", problems(of("TEA", 7, "maybe")))
    assert.equal("2 A ‘NONE’ SKU가 없어요.", problems(of("TEA", 1, "NONE")))
    assert.equal("3 A ‘TEA’ SKU가 2번째 줄에도 있어요.", problems(of("RICE", 1, "TEA")))
    assert.equal("2 I 기준 값이 지워졌거나 달라졌어요. 목록을 다시 내려받아 주세요.", problems(of("TEA", 9, "x")))
    assert.equal("2 F 주문에 예약된 6개보다 적게 둘 수 없어요.", problems(of("TEA", 6, 5), function()
      database.execute "UPDATE stock SET reserved = 6 WHERE on_hand = 10"
    end))
  end)

  it("says what somebody else has changed since the download, where this sheet would change it too", function()
    local function meanwhile() database.execute "UPDATE sku SET price = 3500 WHERE code = 'TEA'" end
    assert.equal("2 D 내려받은 뒤에 판매가가 바뀌었어요 (지금 3,500원). 목록을 다시 내려받아 주세요.", problems(of("TEA", 4, 2000), meanwhile))
    database.execute "UPDATE sku SET price = 3000 WHERE code = 'TEA'"
    local sent = downloaded("csv", of("RICE", 4, 19000))
    meanwhile()
    assert.equal(1, #assert(change_goods.read(ctx, sent)).changes)
  end)

  it("says what is no sheet of prices", function()
    for content, said in pairs { ["이름,가격\nx,1\n"] = "첫 줄에 ‘SKU 코드’ 열이 없어요", ["SKU 코드,판매가\n"] = "첫 줄에 ‘기준’ 열이 없어요",
      [""] = "빈 파일이에요." } do
      assert(fs.write(folder .. "/other.csv", content))
      local plan = assert(change_goods.read(ctx, { path = folder .. "/other.csv", filename = "x" }))
      assert.is_truthy(plan.problems[1].text:find(said, 1, true), plan.problems[1].text)
    end
    for content, code in pairs { ["PK\3\4xxxx"] = "sheet.format", ["\208\207\17\224xxxx"] = "sheet.format", ["\255\255"] = "csv.encoding" } do
      assert(fs.write(folder .. "/other.csv", content))
      assert.equal(code, select(2, change_goods.read(ctx, { path = folder .. "/other.csv", filename = "x" })).code)
    end
  end)

  it("is for who may", function()
    local sent = downloaded("csv", of("TEA", 4, 2000))
    local plan = assert(change_goods.read(ctx, sent))
    ctx = desk(mall, { ["products.read"] = true })
    for _, try in ipairs { function() return change_goods.read(ctx, sent) end, function() return change_goods.carry_out(ctx, plan.id) end,
      function() return change_goods.undo(ctx, plan.id) end } do
      assert.equal("staff.forbidden", select(2, try()).code)
    end
  end)
end)
