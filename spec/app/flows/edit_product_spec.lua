local catalog = require "catalog"
local database = require "spec.support.database"
local desk = require "spec.app.desk"
local edit_product = require "flows.edit_product"
local shop = require "spec.app.shop"
local stock = require "stock"

local function id_of(code) return database.execute(("SELECT id FROM product WHERE code = '%s'"):format(code)):match("%S+") end
local function one(sql) return (database.execute(sql):gsub("%s+$", "")) end

describe("editing a product", function()
  local mall, ctx, id

  before_each(function()
    mall = shop.open { { code = "tea", name = "보리차", price = 3000, stock = 10, tags = { "차" } },
      { code = "rice", name = "햅쌀", category = "rice", brand = "sea" } }
    ctx, id = desk(mall), id_of "tea"
  end)

  local function product() return catalog.editor.find(mall.id, id) end

  local function facts(changes)
    local now = product()
    local values = { tags = now.tags, brand = now.brand }
    for _, name in ipairs { "name", "code", "slug", "category_id", "summary", "origin", "maker", "storage_method", "expiry_text",
      "perishable", "is_new", "is_best", "rank" } do values[name] = now[name] end
    for name, value in pairs(changes) do values[name] = value end
    return values
  end

  local function edit(part, values, version) return edit_product.run(ctx, part, id, version or product().version, values) end

  local function lines(change)
    local list = {}
    for i, sku in ipairs(product().skus) do
      list[i] = { id = sku.id, code = sku.code, price = sku.price, list_price = sku.list_price, max_qty = sku.max_qty,
        active = sku.active, weight_g = sku.weight_g, unit_label = "" }
      change(list[i], i, sku)
    end
    return list
  end

  describe("its facts", function()
    it("reaches the product's page, the lists and the search at once", function()
      assert(edit("facts", facts { name = "구수한 옥수수차", tags = { "차", "선물" }, brand = "새 브랜드" }))
      local found = catalog.product(mall.id, "tea").product
      assert.same({ "구수한 옥수수차", "새 브랜드", { "차", "선물" } }, { found.name, found.brand, found.tags })
      assert.equal(1, catalog.search(mall.id, "옥수수", {}).total)
      assert.equal(1, catalog.search(mall.id, "ㅇㅅㅅ", {}).total)
      assert.equal(0, catalog.search(mall.id, "보리", {}).total)
    end)

    it("is refused to who has not seen the latest version, and nothing of it is saved", function()
      local version = product().version
      assert(edit("facts", facts { summary = "하나" }))
      local done, fault = edit("facts", facts { summary = "둘" }, version)
      assert.is_nil(done)
      assert.same({ "catalog.changed", version + 1 }, { fault.code, fault.version })
      assert.equal("하나", product().summary)
    end)

    it("says what was before and after in the log, and nothing when nothing changed", function()
      assert.is_true(edit("facts", facts { summary = "하나", is_new = true }).changed)
      assert.is_false(edit("facts", facts {}).changed)
      assert.equal('{"신상품": {"after": true, "before": false}, "한 줄 소개": {"after": "하나", "before": "한 줄 소개"}}',
        one "SELECT changes FROM audit_entry WHERE action = 'product.change'")
    end)

    it("refuses a code or an address that another product has", function()
      local _, fault = edit("facts", facts { code = "rice" })
      assert.same({ "catalog.taken", "다른 상품이 쓰고 있는 상품 코드예요." }, { fault.code, fault.fields.code })
      assert.equal("catalog.taken", select(2, edit("facts", facts { slug = "rice" })).code)
    end)

    it("sends on who comes by its old address, also after a second change, and never away from a product that is there", function()
      assert(edit("facts", facts { slug = "corn-tea" }))
      assert.equal("corn-tea", catalog.moved(mall.id, "product", "tea"))
      assert(edit("facts", facts { slug = "new-tea" }))
      assert.equal("new-tea", catalog.moved(mall.id, "product", "tea"))
      assert(edit("facts", facts { slug = "tea" }))
      assert.is_nil(catalog.moved(mall.id, "product", "tea"))
      assert.equal("tea", catalog.moved(mall.id, "product", "corn-tea"))
    end)

    it("is for who may", function()
      ctx = desk(mall, { ["products.read"] = true })
      assert.equal("staff.forbidden", select(2, edit("facts", facts { summary = "x" })).code)
    end)
  end)

  describe("its status", function()
    it("takes it off the shelf and the search, and puts it back", function()
      assert(edit("status", { status = "hidden" }))
      assert.is_nil(catalog.product(mall.id, "tea"))
      assert.equal(0, shop.count("product_listing WHERE product_id = '" .. id .. "'"))
      database.execute("UPDATE product SET status = 'on_sale' WHERE code = 'tea'")
    end)

    it("lets nothing on sale that has no picture or no notice", function()
      assert(edit("status", { status = "hidden" }))
      local _, fault = edit("status", { status = "on_sale" })
      assert.same({ "catalog.not_ready", "대표 사진, 상품정보제공고시" }, { fault.code, fault.missing })
    end)
  end)

  describe("its options", function()
    it("makes a SKU of each combination, at its neighbour's price and without stock", function()
      assert(edit_product.options(ctx, id, product().version, { { name = "맛", labels = { "순한", "진한" } },
        { name = "용량", labels = { "1L", "2L" } } }))
      local got = {}
      for i, sku in ipairs(product().skus) do got[i] = { sku.code, sku.label, sku.price, sku.on_hand, sku.active } end
      assert.same({ { "TEA-1", "순한 / 1L", 3000, 0, true }, { "TEA-2", "순한 / 2L", 3000, 0, true },
        { "TEA-3", "진한 / 1L", 3000, 0, true }, { "TEA-4", "진한 / 2L", 3000, 0, true }, { "TEA", "", 3000, 10, false } }, got)
      local sheet = catalog.product(mall.id, "tea")
      assert.equal(4, #sheet.skus)
      assert.same({ "1L", "2L" }, sheet.options[2].labels)
    end)

    it("adds SKUs for a new value, throws away what nobody had, and keeps what somebody had, off sale", function()
      local function set(labels) assert(edit_product.options(ctx, id, product().version, { { name = "맛", labels = labels } })) end
      set { "순한", "진한" }
      local first = product().skus[1]
      database.execute(("UPDATE sku SET price = 5000 WHERE id = '%s'"):format(first.id))
      require("flows.adjust_stock").run(ctx, { sku_id = first.id, reason = "receive", quantity = 3 })
      set { "진한", "아주 진한" }
      local by_label = {}
      for _, sku in ipairs(product().skus) do by_label[sku.label] = sku end
      assert.is_false(by_label["순한"].active)
      assert.is_true(by_label["아주 진한"].active)
      set { "아주 진한" }
      by_label = {}
      for _, sku in ipairs(product().skus) do by_label[sku.label] = sku end
      assert.is_nil(by_label["진한"])
      set { "순한" }
      local back = product().skus[1]
      assert.same({ first.id, true, 5000, 3 }, { back.id, back.active, back.price, back.on_hand })
      assert.equal(0, #stock.contradictions())
    end)
  end)

  it("keeps off sale what somebody took off sale, when its options get another value", function()
    local function set(labels) assert(edit_product.options(ctx, id, product().version, { { name = "맛", labels = labels } })) end
    set { "순한", "진한" }
    assert(edit_product.skus(ctx, id, product().version, lines(function(line, _, sku) line.active = sku.label == "순한" end)))
    set { "순한", "진한", "아주 진한" }
    local active = {}
    for _, sku in ipairs(product().skus) do active[sku.label] = sku.active end
    assert.same({ ["순한"] = true, ["진한"] = false, ["아주 진한"] = true, [""] = false }, active)
  end)

  it("makes an address of any code", function()
    local made = assert(edit_product.create(ctx, { name = "줄", brand = "들녘", category_id = product().category_id, code = "__", price = 1,
      stock = 0 }, {}))
    assert.matches("^p%x+$", catalog.editor.find(mall.id, made.id).slug)
  end)

  describe("its table of SKUs", function()
    it("changes prices on the card and in the list", function()
      assert(edit_product.skus(ctx, id, product().version, lines(function(line) line.price, line.list_price = 2500, 5000 end)))
      assert.equal("2500|50", one("SELECT price, discount FROM product_listing WHERE product_id = '" .. id .. "'"))
      assert.equal(2500, catalog.product(mall.id, "tea").skus[1].price)
    end)

    it("moves stock by what was typed less what was shown: what was sold meanwhile stays sold", function()
      database.execute("INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta) SELECT k.mall_id, k.id, 'adjust', "
        .. "-2, 0 FROM stock JOIN sku k ON k.id = sku_id WHERE k.code = 'TEA'; UPDATE stock SET on_hand = 8 WHERE on_hand = 10")
      assert(edit_product.skus(ctx, id, product().version, lines(function(line) line.stock, line.stock_was = 15, 10 end)))
      assert.equal(13, (shop.stock "TEA"))
      assert.equal(0, #stock.contradictions())
    end)

    it("refuses a code that another SKU has, and to sell nothing at all while on sale", function()
      local _, fault = edit_product.skus(ctx, id, product().version, lines(function(line) line.code = "RICE" end))
      assert.equal("catalog.taken", fault.code)
      _, fault = edit_product.skus(ctx, id, product().version, lines(function(line) line.active = false end))
      assert.equal("catalog.not_ready", fault.code)
    end)
  end)

  it("understands a description that was typed, and writes it back the same", function()
    local typed = "# 구수해요\n\n볶은 보리로 끓였어요.\n\n## 보관\n- 냉장\n- 밀봉\n\n1. 끓인다\n2. 식힌다\n\n## 성분\n열량 | 0kcal"
    assert(edit("description", { description = typed }))
    local blocks = product().description
    assert.same({ "headline", "paragraph", "points", "steps", "table" }, { blocks[1].kind, blocks[2].kind, blocks[3].kind,
      blocks[4].kind, blocks[5].kind })
    assert.equal(typed, catalog.editor.describe(blocks))
    assert.is_false(edit("description", { description = typed }).changed)
  end)

  it("tells what of the notice is missing, and shows what is said in the official words", function()
    assert(edit("notice", { kind = "household", facts = { name = "보리차", phone = "1588-0000" } }))
    local parts, missing = catalog.editor.complete.parts(catalog.editor.complete.facts(product())), nil
    for _, part in ipairs(parts) do
      if part.tab == "notice" then missing = part.text end
    end
    assert.equal("법에 의한 인증·허가 사항, 크기·재질, 제조국 또는 원산지, 제조자(수입자)", missing)
    assert.same({ label = "품명 및 모델명", value = "보리차" }, catalog.product(mall.id, "tea").product.notice[1])
  end)

  it("makes a draft with its SKUs and their stock, which nobody sees, and a copy of one", function()
    local category = one "SELECT id FROM category WHERE code = 'tea'"
    local made = assert(edit_product.create(ctx, { name = "새 차", brand = "들녘", category_id = category, code = "new_tea", price = 9000,
      stock = 7 }, { { name = "맛", labels = { "가", "나" } } }))
    assert.equal("new-tea|draft|2|14", one(([[SELECT p.slug, p.status, count(*), sum(s.on_hand) FROM product p
      JOIN sku k ON k.product_id = p.id JOIN stock s ON s.sku_id = k.id WHERE p.id = '%s' GROUP BY 1, 2]]):format(made.id)))
    assert.is_nil(catalog.product(mall.id, "new-tea"))
    local copy = assert(edit_product.duplicate(ctx, made.id))
    local twin = catalog.editor.find(mall.id, copy.id)
    assert.same({ "새 차 (복사)", "draft", 2, 9000, 0 }, { twin.name, twin.status, #twin.skus, twin.skus[1].price, twin.skus[1].on_hand })
    assert.equal(0, #stock.contradictions())
    local _, fault = edit_product.create(ctx, { name = "x", brand = "들녘", category_id = category, code = "new_tea", price = 1, stock = 0 }, {})
    assert.equal("catalog.taken", fault.code)
  end)

  it("shows a draft as it would be on sale, and leaves it a draft", function()
    assert(edit("status", { status = "hidden" }))
    local view = require("flows.preview_product").run(mall, id, "https://shop.test")
    assert.same({ "보리차", 3000, "noindex" }, { view.product.name, view.product.price, view.page.robots })
    assert.equal("hidden", product().status)
    assert.is_nil(catalog.product(mall.id, "tea"))
    assert.is_nil(require("flows.preview_product").run(mall, mall.id, "https://shop.test"))
  end)
end)
