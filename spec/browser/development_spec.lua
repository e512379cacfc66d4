-- What a developer sees in the browser: the reason of an error, and the newest code that cannot be loaded.

local browser = require "spec.browser.browser"
local eventually = require "spec.support.eventually"
local mall = require "spec.browser.mall"
local task = require "task"

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

  -- Stays on a page until it says so by itself; the edit comes while it asks for news.
  local function watching(arguments, edit)
    arguments.base = shop.base
    local looking = task.spawn(function() return chromium:play("browse.until", arguments) end)
    eventually(function() return shop:metric "sijang_worker_tasks" == (arguments.typed and 2 or 1) end, 20000, "the question")
    edit()
    return looking:join()
  end

  it("a page that is open is drawn anew when a file is saved, and when that is refused, but not over what was typed", function()
    local undo
    local facts = watching({ path = "/", text = "새 소식입니다" }, function()
      undo = shop:edit("templates/pc/home.html", "공지사항", "새 소식입니다")
    end)
    has(facts.text, "새 소식입니다")
    facts = watching({ path = "/", text = "새 코드를 불러오지 못해" }, function()
      shop:edit("templates/pc/home.html", "{% block \"main\" %}", "{% block \"main\" %}\n{% if then %}")
    end)
    has(facts.text, "templates/pc/home.html")
    facts = watching({ path = "/", text = "입력 중인 내용이 있어", typed = "갈비탕" }, undo)
    assert.equal("갈비탕", facts.typed)
  end)

  it("an error's page gives way to the page when the file is mended", function()
    local undo = shop:edit("app/catalog/pages.lua", "function pages.home(ctx)", "function pages.home(ctx)\n  error \"고장\"")
    play("until", "/", "This page raised an error")
    local facts = watching({ path = "/", text = "공지사항" }, undo)
    has(facts.text, "공지사항")
  end)

  it("a template that does not compile keeps the page before it, with the file, the line and the reason above", function()
    local undo = shop:edit("templates/pc/home.html", "{% block \"main\" %}", "{% block \"main\" %}\n{% if then %}")
    local facts = play("until", "/", "새 코드를 불러오지 못해")
    has(facts.text, "templates/pc/home.html")
    has(facts.text, "공지사항")
    undo()
    chromium:play("browse.until", { base = shop.base, path = "/", text = "공지사항", gone = "새 코드를 불러오지 못해" })
  end)
end)
