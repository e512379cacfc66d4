-- Every page of both malls in a real browser, on a PC and on a telephone: nothing broken, nothing foreign, nothing that
-- axe objects to (the stage sees to that), and no heavier than agreed.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"
local pg = require "pg"

describe("pages", function()
  local shop, chromium

  setup(function()
    shop = mall.open()
    chromium = browser.start()
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  it("that are wrong are seen to be wrong", function()
    local facts = chromium:play("browse.faulty", { base = shop.base })
    local seen = table.concat(facts.seen, "\n")
    for _, words in ipairs { "broken picture", "wider than the window", "nil원", "third party: https://example.com", "console: sorry",
      "script error: oops", "axe button-name", "axe image-alt", "404 of GET", "Content Security Policy" } do
      has(seen, words)
    end
    assert.is_false(facts.evil)
  end)

  -- Every kind of page a mall has: of lists the longest, of names the longest.
  local function paths_of(code)
    local found = { "/", "/search", "/search?q=zzzz", "/cart", "/orders/lookup", "/terms", "/notices" }
    if code == "morak" then found[#found + 1], found[#found + 2] = "/privacy", "/guide" end
    for _, sql in ipairs {
      [[SELECT '/c/' || c.slug || '?sort=price' AS path FROM category c JOIN mall m ON m.id = c.mall_id
        WHERE m.code = $1 ORDER BY (SELECT count(*) FROM product_listing l WHERE l.category_id = c.id) DESC LIMIT 1]],
      [[SELECT '/p/' || p.slug AS path FROM product p JOIN mall m ON m.id = p.mall_id
        WHERE m.code = $1 ORDER BY char_length(p.name) DESC LIMIT 1]],
      [[SELECT '/notices/' || n.slug AS path FROM notice n JOIN mall m ON m.id = n.mall_id
        WHERE m.code = $1 ORDER BY char_length(n.title) DESC LIMIT 1]],
    } do found[#found + 1] = assert(pg.row(sql, code)).path end
    return found
  end

  for code, base in pairs { morak = "base", goyo = "second" } do
    for _, device in ipairs { "pc", "mobile" } do
      it(("of %s on %s"):format(code, device), function()
        local facts = chromium:play("browse.visit", { base = shop[base], device = device, paths = paths_of(code) })
        for path, fact in pairs(facts) do assert.equal(200, fact.status, path) end
      end)
    end
  end

  for _, device in ipairs { "pc", "mobile" } do
    it("that are not there say so and lead on, on " .. device, function()
      local facts = chromium:play("browse.visit", { base = shop.base, device = device, status = 404,
        paths = { "/nowhere", "/p/none", "/c/none", "/notices/none" } })
      for path, fact in pairs(facts) do
        assert.equal(404, fact.status, path)
        has(fact.text, "찾")
        has(fact.text, "홈으로")
      end
    end)

    it("are found by any part of a name, by first consonants, and kindly not found, on " .. device, function()
      local facts = chromium:play("browse.search", { base = shop.base, device = device,
        words = { "맑은갈비", "ㄱㅂㅌ", "갈비탄", "없는상품이름", "<b>갈비</b>" } })
      local function names(q) return table.concat(facts[q].names, "\n") end
      has(names "맑은갈비", "맑은 갈비탕")
      has(names "ㄱㅂㅌ", "갈비탕")
      has(facts["갈비탄"].title, "찾지 못했어요")
      has(names "갈비탄", "갈비탕")
      has(facts["없는상품이름"].title, "찾지 못했어요")
      has(facts["<b>갈비</b>"].title, "<b>갈비</b>")
    end)

    it("are there in the other design too, for who asks on " .. device, function()
      local facts = chromium:play("browse.otherDesign", { base = shop.base, device = device })
      local other = device == "pc" and "mobile" or "pc"
      assert.same({ device, other, other, device }, { facts.first, facts.second, facts.stays, facts.third })
      assert.equal("/search?q=%EA%B9%80%EC%B9%98", facts.url)
      assert.equal(device == "pc" and "모바일 버전 보기" or "PC 버전 보기", facts.label)
      assert.equal(device == "pc" and "PC 버전 보기" or "모바일 버전 보기", facts.back)
    end)

    for path, name in pairs { ["/"] = "home", ["/c/meal-kits"] = "list", ["/p/galbitang"] = "product", ["/search?q=ㄱ"] = "search" } do
      it(("are light and lie still while they come: %s on %s"):format(name, device), function()
        local facts = chromium:play("browse.weigh", { base = shop.base, device = device, path = path })
        assert.is_true(facts.html > 1000 and facts.html <= 40960, "HTML: " .. facts.html)
        assert.is_true(facts.css > 1000 and facts.css <= 20480, "CSS: " .. facts.css)
        assert.is_true(facts.js > 1000 and facts.js <= 30720, "JS: " .. facts.js)
        assert.is_true(facts.shifted <= 0.1, "shifted by " .. facts.shifted)
      end)
    end
  end

  it("leave no error in the server's log", function() assert.same({}, shop:errors()) end)
end)
