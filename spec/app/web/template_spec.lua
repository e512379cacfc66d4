local template = require "web.template"
local markup = require "shared.markup"

-- A set over templates written here; names without a folder live in "pc".
local function set_of(files, options)
  options = options or {}
  return template.new {
    folders = { "templates/pc", "templates/shared" },
    read = function(path)
      return files[path:match("^templates/pc/(.*)%.html$")] or files[path:match("^templates/(shared/.*)%.html$")]
    end,
    functions = options.functions or {},
    development = options.development ~= false,
  }
end

local function render(source, view, files)
  files = files or {}
  files.page = source
  return set_of(files):render("page", view or {})
end

-- What a failing render says, position included (has_error drops it).
local function complaint(...)
  local ok, message = pcall(render, ...)
  assert.is_false(ok)
  return message
end

local function refusal(source, files)
  files = files or {}
  files.page = source
  local set = set_of(files)
  local ok, message = pcall(set.load, set, "page")
  assert.is_false(ok, "it compiled: " .. source)
  return message
end

describe("a template shows values", function()
  it("escaped in text", function()
    assert.equal("<p>&lt;script&gt;&amp;&#34;&#39;&#96;</p>", render("<p>{{ v.x }}</p>", { x = "<script>&\"'`" }))
  end)

  it("escaped in an attribute, with either quote", function()
    assert.equal([[<p title="&#34;&gt;&lt;b" lang='&#39;'>]], render([[<p title="{{ v.x }}" lang='{{ v.y }}'>]],
      { x = '"><b', y = "'" }))
  end)

  it("escaped in title and textarea, which hold text but no markup", function()
    assert.equal("<title>&lt;/title&gt;</title><textarea>\n<b>&lt;/textarea&gt;</textarea>",
      render("<title>{{ v.a }}</title><textarea>\n<b>{{ v.b }}</textarea>", { a = "</title>", b = "</textarea>" }))
  end)

  it("with whole numbers as they are", function()
    assert.equal("0 12345 1000000000000 9007199254740991 -3 0.5",
      render("{{ 0 }} {{ 12345 }} {{ 1e12 }} {{ 2^53-1 }} {{ -3 }} {{ 0.5 }}"))
  end)

  it("that may hold Korean, quotes and line breaks unharmed", function()
    assert.equal("“밀스 커피”\n한 줄", render("{{ v.x }}", { x = "“밀스 커피”\n한 줄" }))
  end)

  it("from any Lua expression, braces and strings with braces included", function()
    assert.equal("}} 2 b", render([[{{ "}}" }} {{ #{ {1}, {2} } }} {{ ({ a = "b" }).a }}]]))
  end)

  it("as markup only when the value is markup", function()
    assert.equal("<p><b>x</b></p>", render("<p>{{{ v.x }}}</p>", { x = markup.trusted("<b>x</b>") }))
    assert.equal("templates/pc/page.html:2: {{{ }}} shows only markup (from h.html, h.csrf, h.mark …), not a string",
      complaint("<p>\n{{{ v.x }}}</p>", { x = "<b>" }))
    assert.equal("templates/pc/page.html:1: this is markup: show it with {{{ }}} in text",
      complaint("<p>{{ v.x }}</p>", { x = markup.trusted("<b>") }))
  end)

  it("but refuses a table, a function, a boolean or a number that is none", function()
    for kind, value in pairs { table = {}, ["function"] = print, boolean = true } do
      assert.equal("templates/pc/page.html:1: a " .. kind .. " cannot be shown", complaint("{{ v.x }}", { x = value }))
    end
    assert.matches("page.html:1: the number %-?nan cannot be shown", complaint("{{ 0/0 }}"))
    assert.matches("page.html:1: the number inf cannot be shown", complaint("{{ 1/0 }}"))
  end)

  it("and takes nil for a mistake in development, for nothing in production", function()
    assert.matches("^templates/pc/page.html:3: there is no value to show", complaint("\n\n{{ v.nmae }}", {}))
    assert.equal("[]", set_of({ page = "[{{ v.nmae }}]" }, { development = false }):render("page", {}))
  end)
end)

describe("a template's URLs", function()
  local function href(value) return render('<a href="{{ v.x }}">', { x = value }) end

  it("may be relative or use a scheme that runs nothing", function()
    for _, url in ipairs { "/p/1", "?page=2", "#top", "https://a.kr/x", "mailto:a@b.kr", "tel:02-123-4567", "a/b:c",
      "" } do
      assert.equal('<a href="' .. url .. '">', href(url))
    end
  end)

  it("are blocked with any other scheme, however it is written", function()
    for _, url in ipairs { "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
      "java\nscript:alert(1)",
      "\1javascript:alert(1)", "vbscript:x", "data:text/html,<script>", "blob:x", ":x", "자바:x" } do
      assert.equal('<a href="#blocked">', href(url))
    end
  end)

  it("cannot be put together from halves into a scheme", function()
    assert.equal('<a href="java#blocked">', render('<a href="{{ v.a }}{{ v.b }}">', { a = "java",
      b = "script:alert(1)" }))
    assert.equal('<a href="java#blocked">', render('<a href="java{{ v.b }}">', { b = "script:alert(1)" }))
    assert.equal('<a href=" #blocked">', render('<a href=" {{ v.b }}">', { b = "javascript:alert(1)" }))
    assert.equal('<a href="javascript#blocked">', render('<a href="{{ v.a }}{{ v.b }}">', { a = "javascript",
      b = ":alert(1)" }))
  end)

  it("are encoded where that is needed and left alone where it is done", function()
    assert.equal('<a href="/p/%EC%BB%A4%ED%94%BC?a=1&amp;b=%20">', href("/p/커피?a=1&b=%20"))
    assert.equal('<a href="/x%22%3E%3Cb%27%20y">', href("/x\"><b' y"))
  end)

  it("take a value after ? as one component", function()
    assert.equal('<a href="/search?q=a%26b%3D%23%2F%20&amp;page=2">',
      render('<a href="/search?q={{ v.q }}&amp;page={{ v.n }}">', { q = "a&b=#/ ", n = 2 }))
  end)

  it("keep the strictest reading when branches differ", function()
    local source = '<a href="/x{% if v.q then %}?q={% end %}{{ v.x }}">'
    assert.equal('<a href="/xa%26b">', render(source, { x = "a&b" }))
    assert.equal('<a href="#blocked">', render('<a href="{% if v.q then %}/p/{% end %}{{ v.x }}">',
      { x = "javascript:1" }))
  end)

  it("in a srcset cannot begin another picture", function()
    assert.equal('<img srcset="/a%2Cb%20c 1x, #blocked 2x">',
      render('<img srcset="{{ v.a }} 1x, {{ v.b }} 2x">', { a = "/a,b c", b = "javascript:x" }))
  end)
end)

describe("a template's JSON script", function()
  it("carries a table that cannot close the script", function()
    local html = render('<script type="application/ld+json">{{ v.x }}</script>',
      { x = { name = "</script><!--&\226\128\168" } })
    assert.is_nil(html:match("</script><!"))
    assert.is_nil(html:find("\226\128\168", 1, true))
    assert.truthy(html:find("\\u003c", 1, true))
  end)

  it("carries a string as a JSON string", function()
    assert.equal('<script type=application/json>{"a":"\\"\\u003cb>"}</script>',
      render('<script type=application/json>{"a":{{ v.x }}}</script>', { x = '"<b>' }))
  end)
end)

describe("a template does not compile", function()
  local cases = {
    ["an unquoted attribute's value"] = { "<p title={{ v.x }}>", "1: the value of title needs quotes around it" },
    ["part of an unquoted value"] = { "<p title=a{{ v.x }}>", "1: the value of title needs quotes around it" },
    ["an attribute's name"] = { "<p {{ v.x }}>", "1: a value cannot stand inside a tag, outside a quoted attribute" },
    ["part of an attribute's name"] = { "<p data-{{ v.x }}='1'>", "1: a value cannot stand inside a tag" },
    ["a tag's name"] = { "<{{ v.x }}>", "1: '<' before a value" },
    ["an end tag's name"] = { "</{{ v.x }}>", "1: '<' before a value" },
    ["the end of a title"] = { "<title></ti{{ v.x }}</title>", "1: '<' before a value" },
    ["an event handler"] = { "\n<p\n onclick='f({{ v.x }})'>", "3: the event handler onclick would be blocked" },
    ["an event handler in capitals"] = { "<p ONLOAD='f()'>", "1: the event handler onload would be blocked" },
    ["a style attribute"] = { "<p style='color:{{ v.x }}'>", "1: a style attribute would be blocked" },
    ["a srcdoc"] = { "<iframe srcdoc='{{ v.x }}'>", "1: srcdoc is a page inside an attribute" },
    ["script code"] = { "<script nonce='x'>\nvar a = '{{ v.x }}'</script>",
      "2: a value cannot be written into script code" },
    ["a script of an unknown type"] = { "<script nonce='x' type='{{ v.t }}'>{{ v.x }}</script>",
      "1: a value cannot be written into script code" },
    ["a style sheet"] = { "<style nonce='x'>a { color: {{ v.x }} }</style>",
      "1: a value cannot be written into a style sheet" },
    ["an HTML comment"] = { "<!-- {{ v.x }} -->", "1: a value cannot be written into an HTML comment" },
    ["a script without a nonce"] = { "<script>var a</script>", "1: an inline script needs nonce" },
    ["a style sheet without a nonce"] = { "<style>a {}</style>", "1: a style element needs nonce" },
    ["a javascript: link"] = { "<a href='javascript:go({{ v.x }})'>",
      "1: a javascript: URL does not belong in a page" },
    ["markup in an attribute"] = { "<p title='{{{ v.x }}}'>", "1: {{{ }}} can stand only in text" },
    ["markup in a script"] = { "<script type='application/json'>{{{ v.x }}}</script>",
      "1: {{{ }}} can stand only in text" },
    ["branches that end in different places"] = { "<p\n{% if v.x then %}>{% end %}",
      "2: what began on line 2 leaves the page in a different place" },
    ["an else that ends in another place"] = { "<p {% if v.x then %}title='{% else %}lang='{% end %}{{ v.y }}'>",
      "1: what began on line 1" },
    ["a loop that never closes its quote"] = { "{% for i = 1, 2 do %}<p title='{% end %}", "1: what began on line 1" },
    ["an unfinished tag"] = { "<p", "1: the template ends inside a tag" },
    ["an unclosed if"] = { "\n{% if v.x then %}", "2: 'if' is not closed" },
    ["an end too many"] = { "{% if v.x then %}{% end %}\n{% end %}", "2: 'end' closes nothing" },
    ["an unclosed value"] = { "a\n{{ v.x", "2: '}}' is missing" },
    ["an unclosed comment"] = { "a\n\n{# v.x", "3: '#}' is missing" },
    ["an unclosed string"] = { "{{ 'a }}\n", "1: a string is not closed" },
    ["an empty value"] = { "{{ }}", "1: nothing stands between the braces" },
    ["what is no expression"] = { "\n{{ v. }}", "2: not a Lua expression" },
    ["two expressions"] = { "{{ v.x v.y }}", "1: not a Lua expression" },
    ["a Lua comment"] = { "{% local a = 1 -- one %}", "1: a Lua comment does not belong in a template" },
    ["broken Lua"] = { "\n\n{% locl a = 1 %}", "page.html:3:" },
    ["an include inside a tag"] = { "<p {% include 'x' %}>", '1: write {% include "partials/name"' },
    ["an include without its template"] = { "\n{% include \"nowhere\" %}",
      "2: there is no template nowhere in templates/pc, templates/shared" },
  }
  for title, case in pairs(cases) do
    it("with " .. title, function()
      local message = refusal(case[1])
      assert.truthy(message:find("^templates/pc/page.html:"), message)
      assert.truthy(message:find(case[2], 1, true), message)
    end)
  end

  it("but reads '<' that begins no tag as text", function()
    assert.equal("1 < 2 &lt;", render("1 < 2 {{ v.x }}", { x = "<" }))
  end)

  it("but takes attributes that come and go", function()
    local source = '<option value="{{ v.x }}"{% if v.on then %} selected{% else %} data-off="{{ v.x }}"{% end %}>'
    assert.equal('<option value="1" selected>', render(source, { x = "1", on = true }))
    assert.equal('<option value="1" data-off="1">', render(source, { x = "1" }))
  end)
end)

describe("a template's statements", function()
  it("loop and branch", function()
    assert.equal("<ul><li>1가</li><li>2나</li></ul>", render(
      "<ul>{% for i, x in ipairs(v.list) do %}{% if x then %}<li>{{ i }}{{ x }}</li>{% end %}{% end %}</ul>",
        { list = { "가", "나" } }))
  end)

  it("leave no blank lines where they stand alone", function()
    assert.equal("<ul>\n<li>1</li>\n<li>2</li>\n</ul>\n", render([[
<ul>
  {# the numbers #}
  {% for i = 1, 2 do %}
    <li>{{ i }}</li>
  {% end %}
</ul>
]]))
  end)

  it("leave spaces alone where they are seen", function()
    assert.equal("<pre>\n  a\n\n    b</pre><p>a b</p><textarea>\n\n x</textarea>",
      render("<pre>\n  a\n\n    b</pre><p>a b</p><textarea>\n\n x</textarea>"))
  end)

  it("know no globals, and make none", function()
    assert.equal("templates/pc/page.html:1: a template does not know the name os", complaint("{{ os.time() }}"))
    assert.equal("templates/pc/page.html:2: a template cannot set the global x: say local", complaint("\n{% x = 1 %}"))
  end)

  it("fail at the line of the template", function()
    assert.equal("templates/pc/page.html:4: attempt to index field 'product' (a nil value)",
      complaint('<p>\n<b\n title="{{ v.a }}">\n{{ v.product.name }}\n</b>', { a = 1 }))
  end)

  it("fail at the line of the partial that failed", function()
    assert.equal("templates/pc/part.html:4: attempt to index field 'a' (a nil value)",
      complaint('\n{% include "part", {} %}', {}, { part = "\n\n\n{{ v.a.b }}" }))
  end)
end)

describe("a template that extends a layout", function()
  local layout = "<title>{% block \"title\" %}시장{% endblock %}</title>{% local n = 7 %}<main>{% block \"main\" %}{{ n }}{% endblock %}</main>"

  it("fills its blocks, and leaves the others as they are", function()
    assert.equal("<title>시장</title><main>사과</main>", render(
      '{% extends "layout" %}\n{% local p = v.product %}\n{% block "main" %}{{ p.name }}{% endblock %}\n',
      { product = { name = "사과" } }, { layout = layout }))
    assert.equal("<title>A &amp; B</title><main>7</main>", render(
      '{% extends "layout" %}{% block "title" %}{{ v.t }}{% endblock %}', { t = "A & B" }, { layout = layout }))
  end)

  it("may stand on a layout that itself extends another", function()
    local files = { layout = layout,
      narrow = '{% extends "layout" %}{% block "main" %}<i>{% block "inner" %}-{% endblock %}</i>{% endblock %}' }
    assert.equal("<title>시장</title><main><i>x</i></main>",
      render('{% extends "narrow" %}{% block "inner" %}x{% endblock %}', {}, files))
    assert.equal("<title>t</title><main><i>-</i></main>",
      render('{% extends "narrow" %}{% block "title" %}t{% endblock %}', {}, files))
  end)

  it("is refused when it fills a block that the layout lacks", function()
    assert.equal('templates/pc/page.html:2: templates/pc/layout.html has no block "mian"',
      refusal('{% extends "layout" %}\n{% block "mian" %}{% endblock %}', { layout = layout }))
  end)

  it("is refused when it says something outside its blocks", function()
    local outside = "a template that extends another"
    assert.matches(outside, refusal('{% extends "layout" %}\n어', { layout = layout }))
    assert.matches(outside, refusal('{% extends "layout" %}\n{{ v.x }}', { layout = layout }))
    assert.matches(outside, refusal('{% extends "layout" %}\n{% if v.x then %}{% end %}', { layout = layout }))
  end)

  it("is refused when it extends itself, late, or what is not there", function()
    assert.matches("extends itself", refusal('{% extends "page" %}'))
    assert.matches("page.html:2: extends must be the first thing", refusal('a\n{% extends "layout" %}',
      { layout = layout }))
    assert.matches("page.html:1: there is no template nowhere", refusal('{% extends "nowhere" %}'))
  end)

  it("is refused with a block in a loop, twice, unclosed, or cut across an if", function()
    assert.matches("a block inside an if or a loop",
      refusal('{% for i = 1, 2 do %}{% block "a" %}{% endblock %}{% end %}'))
    assert.matches('the block "a" is here twice', refusal('{% block "a" %}{% endblock %}{% block "a" %}{% endblock %}'))
    assert.matches('the block "a" is not closed', refusal('{% block "a" %}'))
    assert.matches("is not closed before endblock", refusal('{% block "a" %}{% if v.x then %}{% endblock %}{% end %}'))
    assert.matches("closes with {%% endblock %%}", refusal('{% block "a" %}{% end %}'))
    assert.matches("endblock closes nothing", refusal('{% endblock %}'))
  end)
end)

describe("an include", function()
  it("sees the table it is given as its v, and the same h", function()
    local set = set_of({ page = '{% for i = 1, 2 do %}{% include "card", { n = i } %}{% end %}',
      card = "<b>{{ h.twice(v.n) }}</b>" },
      { functions = { twice = function(n) return n * 2 end } })
    assert.equal("<b>2</b><b>4</b>", set:render("page", {}))
  end)

  it("sees the same v when it is given nothing", function()
    assert.equal("<b>x</b>", render('{% include "card" %}', { x = "x" }, { card = "<b>{{ v.x }}</b>" }))
  end)

  it("finds the device's own part before the shared one", function()
    assert.equal("shared", render('{% include "part" %}', {}, { ["shared/part"] = "shared" }))
    assert.equal("pc", render('{% include "part" %}', {}, { part = "pc", ["shared/part"] = "shared" }))
  end)

  it("may include itself, to draw a tree", function()
    local tree = '<li>{{ v.name }}{% for _, child in ipairs(v.children) do %}{% include "tree", child %}{% end %}</li>'
    assert.equal("<li>a<li>b</li></li>", render('{% include "tree", v %}',
      { name = "a", children = { { name = "b", children = {} } } }, { tree = tree }))
  end)
end)

describe("a template set", function()
  it("says of each broken template where and why, once", function()
    local set = set_of { a = "{{ 1 }}", b = "\n<p {{ x }}>", c = '{% include "b" %}', d = "ok" }
    assert.same({ "templates/pc/b.html:2: a value cannot stand inside a tag, outside a quoted attribute" },
      set:check { "a", "b", "c", "d" })
  end)

  it("renders again after a failure as if nothing had been", function()
    local set = set_of { page = "<b>{{ v.x }}</b>" }
    assert.has_error(function() set:render("page", {}) end)
    assert.equal("<b>1</b>", set:render("page", { x = 1 }))
  end)
end)
