-- What a developer sees in the browser: the reason of an error, and the newest code that cannot be loaded.

local browser = require "spec.browser.browser"
local mall = require "spec.browser.mall"

describe("while developing", function()
  local shop, chromium

  setup(function()
    shop = mall.open { editable = true, development = true, workers = "1" }
    chromium = browser.start()
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  local function play(name, path, text)
    return chromium:play("browse." .. name, { base = shop.base, path = path, text = text })
  end

  it("an error shows its source lines, the values, and the SQL with its times, all of it escaped", function()
    local undo = shop:edit("app/catalog/pages.lua", "if (args.page or 1) > view.pager.pages then return ctx:not_found() end\n"
      .. "  return ctx:render(\"catalog/search\"", "error(\"<b>고장</b> \" .. q)\n  return ctx:render(\"catalog/search\"")
    -- the first request to the new code has nothing remembered: it asks the database
    local first = play("until", "/search?q=%3Cimg%20src%3Dx%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<b>고장</b>")
    local facts = play("error", "/search?q=%3Cimg%20src%3Dx%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    undo()
    assert.equal(500, facts.status)
    has(facts.text, "<b>고장</b> <img src=x><script>alert(1)</script>")
    has(facts.text, "app/catalog/pages.lua")
    has(facts.text, "local view, popular = show_search.run(ctx.mall.id, q, args)")
    has(facts.text, "popular")
    assert.truthy(first.text:find("%d%.%d ms"), first.text)
    has(first.text, "product_listing")
    assert.equal(0, facts.bold)
    play("until", "/search?q=%EA%B9%80%EC%B9%98", "검색 결과")
  end)

  it("a template that does not compile keeps the page before it, with the file, the line and the reason above", function()
    local undo = shop:edit("templates/pc/home.html", "{% block \"main\" %}", "{% block \"main\" %}\n{% if then %}")
    local facts = play("until", "/", "새 코드를 불러오지 못해")
    has(facts.text, "templates/pc/home.html")
    has(facts.text, "공지사항")
    undo()
    local mended = play("until", "/", "공지사항")
    for _ = 1, 30 do
      if not mended.text:find("새 코드를 불러오지 못해", 1, true) then break end
      mended = play("until", "/", "공지사항")
    end
    assert.is_nil(mended.text:find("새 코드를 불러오지 못해", 1, true))
  end)
end)
