local view = require "web.view"
local money = require "shared.money"
local markup = require "shared.markup"

describe("what templates may call", function()
  it("shows won", function()
    assert.equal("12,345원", view.won(12345))
    assert.equal("0원", view.won(0))
    assert.equal("-3,000원", view.won(-3000))
    assert.equal("12,345원", view.won(money.won(12345)))
    assert.equal("1,234,567", view.number(1234567))
    assert.equal("15%", view.percent(15))
  end)

  it("makes addresses with arguments, in one order always", function()
    assert.equal("/search?page=2&q=%EC%82%AC%EA%B3%BC%20%26", view.url("/search", { q = "사과 &", page = 2 }))
    assert.equal("/search?q=a&sort=new", view.url("/search?q=a", { sort = "new" }))
    assert.equal("/cart", view.url("/cart"))
    assert.equal("/cart", view.url("/cart", {}))
  end)

  it("makes a picture's address at a width that exists, never a smaller one", function()
    local image = { id = "abc" }
    assert.equal("/media/abc/480.webp", view.image(image, 480))
    assert.equal("/media/abc/480.webp", view.image(image, 400))
    assert.equal("/media/abc/80.webp", view.image(image, 1))
    assert.equal("/media/abc/1200.webp", view.image(image, 5000))
    assert.equal("/media/abc/640.avif", view.image(image, 640, "avif"))
  end)

  it("marks what was searched for, spaces aside, and escapes the rest", function()
    local function mark(s, q) return view.mark(s, q).html end
    assert.equal("밀스 <mark>커피</mark> 원두", mark("밀스 커피 원두", "커피"))
    assert.equal("<mark>밀스 커피</mark> 원두", mark("밀스 커피 원두", "밀스커피"))
    assert.equal("<mark>ABC</mark> <mark>abc</mark>d", mark("ABC abcd", "Abc"))
    assert.equal("&lt;b&gt;<mark>&lt;i&gt;</mark>", mark("<b><i>", "<i>"))
    assert.equal("사과", mark("사과", " "))
    assert.equal("사과", mark("사과", "배"))
  end)

  it("makes the hidden field of a form", function()
    view.page = { csrf_token = "TOKEN" }
    assert.equal('<input type="hidden" name="csrf" value="TOKEN">', view.csrf().html)
  end)

  it("makes JSON that no script can be closed with", function()
    assert.equal('{"a":"\\u003c/script>&"}', view.json({ a = "</script>&" }).json)
  end)

  it("lets only markup through as markup", function()
    local trusted = markup.trusted("<b>")
    assert.equal(trusted, view.html(trusted))
    assert.has_error(function() view.html("<b>") end)
    assert.has_error(function() markup.trusted(nil) end)
  end)
end)
