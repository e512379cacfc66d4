local inline = require "mail.rules.inline"
local text = require "mail.rules.text"

local function styled(sheet, body) return inline.apply("<html><head></head><body>" .. body .. "</body></html>", sheet) end

local function body(sheet, markup) return styled(sheet, markup):match "<body>(.*)</body>" end

describe("a style sheet moved into elements", function()
  it("reaches them by name, by class, by both and by several", function()
    local sheet = "p { a: 1 } .x { b: 2 } p.x { c: 3 } .x.y { d: 4 }"
    assert.equal('<p style="a:1">', body(sheet, "<p>"))
    assert.equal('<i class="x" style="b:2">', body(sheet, '<i class="x">'))
    assert.equal('<p class="x" style="a:1;b:2;c:3">', body(sheet, '<p class="x">'))
    assert.equal('<i class="y  x" style="b:2;d:4">', body(sheet, '<i class="y  x">'))
    assert.equal("<i>", body(sheet, "<i>"))
  end)

  it("reaches them by what encloses them", function()
    local sheet = ".a td { x: 1 } .a > td { y: 1 } table .b td.c { z: 1 }"
    assert.equal('<div class="a"><td style="x:1;y:1"></td></div>', body(sheet, '<div class="a"><td></td></div>'))
    assert.equal('<div class="a"><p><td style="x:1"></td></p></div>', body(sheet, '<div class="a"><p><td></td></p></div>'))
    assert.equal('<div class="a"></div><td></td>', body(sheet, '<div class="a"></div><td></td>'))
    assert.equal('<table><tr class="b"><td class="c" style="z:1"></td></tr></table>',
      body(sheet, '<table><tr class="b"><td class="c"></td></tr></table>'))
  end)

  it("is not led astray by elements that have no end", function()
    assert.equal('<p class="a">x<br>y<img src="z"></p><b></b>', body(".a b { x: 1 }", '<p class="a">x<br>y<img src="z"></p><b></b>'))
    assert.equal('<p class="a">x<br><b style="x:1">', body(".a > b { x: 1 }", '<p class="a">x<br><b>'))
  end)

  it("weighs rules as a browser does", function()
    assert.equal('<p class="x" style="c:class">', body("p.x { c: class } p { c: name }", '<p class="x">'))
    assert.equal('<p style="c:2">', body("p { c: 1 } p { c: 2 }", "<p>"))
    assert.equal('<p class="x" style="c:name">', body("p { c: name !important } .x { c: class }", '<p class="x">'))
    assert.equal('<p class="x" style="c:own">', body(".x { c: class }", '<p class="x" style="c: own">'))
    assert.equal('<p class="x" style="c:class">', body(".x { c: class ! important }", '<p class="x" style="c: own">'))
    assert.equal('<p style="margin-top:1;margin:2">', body("p { margin: 0; margin-top: 1 } p { margin: 2 }", "<p>"))
  end)

  it("leaves in the head what cannot stand in an element", function()
    local html = styled("a:hover { x: 1 } @media (max-width: 480px) { p { y: 1 } .z { q: 2 } } p, li:first-child { z: 1 }", "<p>")
    assert.equal('<html><head><style>\na:hover { x: 1 }\n@media (max-width: 480px) { p { y: 1 } .z { q: 2 } }\nli:first-child { z: 1 }\n'
      .. '</style>\n</head><body><p style="z:1"></body></html>', html)
    assert.equal("<html><head></head><body></body></html>", styled("p { x: 1 }", ""))
  end)

  it("reads comments, lists, values with commas and colons, and a last declaration without an end", function()
    assert.equal('<p style="font-family:&#39;A B&#39;, serif;background:url(https://x/y)">',
      (body("/* p { no: 1 } */ h1,p{font-family:'A B', serif;background:url(https://x/y)}", "<p>"):gsub("'", "&#39;")))
    assert.has_error(function() styled("p { x: 1", "<p>") end)
  end)

  it("changes nothing else: text, comments and attributes stay as they were", function()
    local markup = '<p title="a > b &amp; c" data-x=\'"\'>1 < 2 <!-- <p> --> &lt;p&gt;</p>'
    assert.equal(markup, body("b { x: 1 }", markup))
    assert.equal('<p title="a > b" style="x:&#34;y&#34;">', body('p { x: "y" }', '<p title="a > b">'))
  end)
end)

describe("a letter's text", function()
  local function said(markup)
    return text.of("<html><head><title>no</title><style>no</style></head><body>" .. markup .. "</body></html>")
  end

  it("has the words in their order, blocks apart", function()
    assert.equal("제목\n\n첫 줄\n둘째 줄\n\n- 하나\n- 둘\n", said "<h1>제목</h1>\n<p>첫\n   줄<br>둘째 <b>줄</b></p><ul><li>하나</li><li>둘</li></ul>")
  end)

  it("writes links out once, and keeps cells of a row beside each other", function()
    assert.equal("열기: https://x.kr/a\nhttps://x.kr/b\nhelp@x.kr\n", said('<div><a href="https://x.kr/a">열기</a></div>'
      .. '<div><a href="https://x.kr/b">https://x.kr/b</a></div><div><a href="mailto:help@x.kr">help@x.kr</a></div>'))
    assert.equal("금액  3,000원\n기한  내일\n", said "<table><tr><td>금액</td><td>3,000원</td></tr>\n<tr><td>기한</td><td>내일</td></tr></table>")
  end)

  it("resolves character references, and shows no picture and nothing hidden", function()
    assert.equal('<b> & "x" \'y\' · 가 [사진]\n',
      said '<div class="preheader">no</div>&lt;b&gt; &amp; &#34;x&#34; &#39;y&#39; &middot; &#xAC00; <img src="x" alt="사진"><img src="y" alt="">')
  end)

  it("is what a title says, in one line", function()
    assert.equal("[가게] <주문> & 입금", text.title "<title>\n[가게] &lt;주문&gt;\n &amp; 입금 </title>")
  end)
end)
