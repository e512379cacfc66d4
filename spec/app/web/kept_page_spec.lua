local crypto = require "crypto"
local template = require "web.template"

-- The module anew, with a cache that remembers the given view.
local function load(view)
  local real = package.loaded["shared.cache"]
  package.loaded["shared.cache"] = { remembers = function(value) return value == view end }
  package.loaded["web.kept_page"] = nil
  local kept_page = require "web.kept_page"
  package.loaded["shared.cache"], package.loaded["web.kept_page"] = real, nil
  return kept_page
end

local source = [[<script nonce="{{ v.page.nonce }}">1</script>{{{ h.csrf() }}}<b>{{ v.name }}</b>{{ v.page.return_to }}]]
  .. [[<i>{{ v.page.nav }}</i>{{{ h.csrf() }}}]]

local drawn
local function templates()
  drawn = 0
  local functions = {}
  function functions.csrf()
    return require("shared.markup").trusted('<input value="' .. functions.page.csrf_token .. '">')
  end
  local set = template.new { folders = { "t" }, functions = functions, development = false,
    read = function(path) return path == "t/product.html" and source or nil end }
  local render = set.render
  function set.render(...)
    drawn = drawn + 1
    return render(...)
  end
  return set
end

local mall = {}
local function visitor(more)
  local page = { nonce = crypto.base64(crypto.random(18)), csrf_token = crypto.base64url(crypto.random(32)), flash = {},
    cart_count = 0, device = "pc", mall = mall, nav = "n", path = "/p/a", return_to = "/p/a" }
  for name, value in pairs(more or {}) do page[name] = value end
  return page
end

describe("a kept page", function()
  local view, set, kept_page
  before_each(function()
    view = { name = "사과 & 배" }
    set, kept_page = templates(), load(view)
  end)

  local function ask(page, of)
    set.functions.page = page
    local parts = kept_page.render(set, "product", of or view, page)
    return parts and table.concat(parts)
  end

  local function whole(page)
    set.functions.page = page
    return set:render("product", setmetatable({ page = page }, { __index = view }))
  end

  it("is drawn from the second visitor on, and once", function()
    assert.is_nil(ask(visitor()))
    for _ = 1, 5 do assert.is_string(ask(visitor())) end
    assert.equal(1, drawn)
  end)

  it("says to each visitor exactly what a page of their own would say", function()
    ask(visitor())
    for _ = 1, 3 do
      local page = visitor()
      local kept = ask(page)
      assert.equal(whole(page), kept)
    end
  end)

  it("is nothing for who is logged in: their page says their name", function()
    for _ = 1, 3 do ask(visitor()) end
    assert.is_nil(ask(visitor { member = { name = "홍길동" } }))
    assert.is_string(ask(visitor()))
  end)

  it("holds no other visitor's secrets", function()
    local first, second = visitor(), visitor()
    ask(visitor())
    local a, b = ask(first), ask(second)
    for _, secret in ipairs { "nonce", "csrf_token" } do
      assert.truthy(a:find(first[secret], 1, true))
      assert.truthy(b:find(second[secret], 1, true))
      assert.is_nil(b:find(first[secret], 1, true))
    end
  end)

  it("is not for who has something in the cart or a message waiting, nor for developers", function()
    ask(visitor())
    assert.is_string(ask(visitor()))
    assert.is_nil(ask(visitor { cart_count = 1 }))
    assert.is_nil(ask(visitor { flash = { { kind = "ok", text = "담았어요" } } }))
    assert.is_nil(ask(visitor { development = true }))
  end)

  it("is drawn anew when what stands around it changed", function()
    ask(visitor())
    ask(visitor())
    local page = visitor { nav = "other" }
    assert.equal(whole(page), ask(page))
    page = visitor { return_to = "/p/a?from=mail" }
    assert.equal(whole(page), ask(page))
    page = visitor { mall = {} }
    assert.equal(whole(page), ask(page))
  end)

  it("is kept for each design by itself", function()
    ask(visitor())
    ask(visitor())
    ask(visitor { device = "mobile" })
    ask(visitor())
    assert.equal(2, drawn)
  end)

  it("is only of what the worker remembers", function()
    local other = { name = "배" }
    for _ = 1, 3 do assert.is_nil(ask(visitor(), other)) end
  end)
end)
