local fs = require "fs"

-- The check as it would run in a tree that holds these files.
local function check(files, options)
  options = options or {}
  local root = assert(fs.temp("sijang-self-check"))
  for path, text in pairs(files) do
    assert(fs.mkdir(root .. "/" .. path:match("^(.*)/"), 493, true))
    assert(fs.write(root .. "/" .. path, text))
  end
  local real = require "runtime"
  package.loaded.runtime = setmetatable({
    root = function() return root end,
    static_root = function() return root .. "/served" end,
    release = function() return options.release end,
    development = function() return options.development or false end,
    secret = function() return not options.keyless and ("k"):rep(32) or nil end,
  }, { __index = real })
  local function forget()
    for _, name in ipairs { "manifest", "self_check", "template.shelf" } do package.loaded["web." .. name] = nil end
  end
  forget()
  local self_check, template = require "web.self_check", require "web.template"
  local sets = {}
  local functions = { asset = function(name) return name end }
  for _, device in ipairs { "pc", "mobile", "admin" } do
    sets[device] = template.new { folders = { "templates/" .. device, "templates/shared" }, functions = functions,
      development = options.development, read = function(path) return (fs.read(root .. "/" .. path)) end }
  end
  local views = { full = {}, least = {} }
  local around = { mall = { id = "sample", name = "견본" }, path = "/", flash = {}, page = {} }
  local samples = {
    of = function(name)
      if options.samples and options.samples[name] == false then return nil, "module 'samples' not found:\n\tno file" end
      return options.samples and options.samples[name] or views
    end,
    surroundings = function() return { full = around, least = around } end,
  }
  local ok, problems = self_check(sets, samples)
  package.loaded.runtime = real
  forget()
  fs.remove(root, true)
  return ok, problems
end

local function with(changes)
  local files = {
    ["templates/pc/layout.html"] = '<link href="{{ h.asset("css/pc.css") }}">{% block "main" %}{% endblock %}',
    ["templates/pc/cart/cart.html"] = '{% extends "layout" %}{% block "main" %}{% include "partials/price" %}{% endblock %}',
    ["templates/pc/partials/price.html"] = "1",
    ["templates/mobile/cart/cart.html"] = "x",
    ["templates/shared/error/error.html"] = "y",
    ["templates/admin/layout.html"] = '<main>{% block "main" %}{% endblock %}</main>',
    ["build/static/manifest.json"] = '{"css/pc.css":"css/pc-1.css"}',
  }
  for path, text in pairs(changes) do files[path] = text or nil end
  return files
end

describe("a generation's self-check", function()
  it("passes when all is well", function()
    assert.is_true(check(with {}))
  end)

  it("names every template that does not compile, and its line", function()
    local ok, problems = check(with { ["templates/pc/cart/cart.html"] = "\n<p {{ v.x }}>",
      ["templates/shared/error/error.html"] = '{% include "nowhere" %}' })
    assert.is_nil(ok)
    assert.truthy(problems:find("templates/pc/cart/cart.html:2: a value cannot stand inside a tag", 1, true))
    assert.truthy(problems:find("templates/shared/error/error.html:1: there is no template nowhere", 1, true))
  end)

  it("misses a page that only one of the designs has", function()
    local ok, problems = check(with { ["templates/pc/order/order.html"] = "z" })
    assert.is_nil(ok)
    assert.equal("templates/pc/order/order.html has no counterpart in templates/mobile", problems)
    assert.is_true(check(with { ["templates/pc/order/order.html"] = "z", ["templates/shared/order/order.html"] = "z" }))
  end)

  it("draws the back office's pages in its own design, with samples of their own", function()
    local page = '{% extends "layout" %}\n{% block "main" %}{{ v.order.number }}{% endblock %}'
    local files = with { ["templates/admin/cart/cart.html"] = page }
    local filled = { order = { number = "1" } }
    local samples = { ["admin/cart/cart"] = { full = filled, least = filled } }
    assert.is_true(check(files, { samples = samples }))
    samples["admin/cart/cart"] = { full = filled, least = {} }
    local ok, problems = check(files, { samples = samples })
    assert.is_nil(ok)
    assert.matches("^templates/admin/cart/cart%.html:2: ", problems)
    assert.truthy(problems:find("(sample least of admin/cart/cart)", 1, true), problems)
  end)

  it("draws in the back office's design what went wrong, and no page of the shop", function()
    local ok, problems = check(with { ["templates/shared/error/error.html"] = "{% include \"partials/words\" %}",
      ["templates/pc/partials/words.html"] = "1", ["templates/mobile/partials/words.html"] = "1" })
    assert.is_nil(ok)
    assert.truthy(problems:find("there is no template partials/words in templates/admin, templates/shared", 1, true), problems)
    assert.is_true(check(with { ["templates/shared/cms/page.html"] = "{% include \"partials/words\" %}",
      ["templates/pc/partials/words.html"] = "1", ["templates/mobile/partials/words.html"] = "1" }))
  end)

  it("misses a style sheet that was not built", function()
    local ok, problems = check(with { ["build/static/manifest.json"] = "{}" })
    assert.is_nil(ok)
    assert.equal("templates/pc/layout.html: the static files have no css/pc.css", problems)
  end)

  it("misses a style sheet that a release names and this machine does not have", function()
    assert.is_true(check(with {}))
    local release = { release = ("ab"):rep(32) }
    local ok, problems = check(with {}, release)
    assert.is_nil(ok)
    assert.equal("this machine has no css/pc-1.css, which css/pc.css is in this release: build the static files here, as they "
      .. "were when it was made, and deploy it again", problems)
    assert.is_true(check(with { ["served/css/pc-1.css"] = "p{}" }, release))
  end)

  it("wants the static files in production; in development they may still be coming", function()
    local files = with {}
    files["build/static/manifest.json"] = nil
    assert.matches("the static files are not built", (select(2, check(files))))
    assert.is_true(check(files, { development = true }))
    assert.matches("the static files are not built", (select(2, check(with { ["build/static/manifest.json"] = "{" }))))
  end)

  it("draws every page with every sample, and names the template and the line that trips over one", function()
    local page = '{% extends "layout" %}\n{% block "main" %}\n<p>{{ v.product.name }}</p>{% endblock %}'
    local files = with { ["templates/pc/cart/cart.html"] = page }
    local filled = { product = { name = "사과" } }
    assert.is_true(check(files, { samples = { ["cart/cart"] = { full = filled, least = filled } } }))
    for label in pairs { full = 1, least = 1, sold_out = 1 } do
      local views = { full = filled, least = filled, sold_out = filled }
      views[label] = {}
      local ok, problems = check(files, { samples = { ["cart/cart"] = views } })
      assert.is_nil(ok)
      assert.matches("^templates/pc/cart/cart%.html:3: .*'product'", problems)
      assert.truthy(problems:find(("(sample %s of cart/cart)"):format(label), 1, true), problems)
    end
  end)

  it("draws with the page object that requests get", function()
    local page = '{{ v.page.title }}{{ v.page.canonical }}{{ v.page.csrf_token }}{{ v.page.mall.name }}{{ h.page.nonce }}'
    assert.is_true(check(with { ["templates/mobile/cart/cart.html"] = page }))
    assert.matches("^templates/mobile/cart/cart%.html:1: ",
      (select(2, check(with { ["templates/mobile/cart/cart.html"] = "{{ v.page.titel }}" }, { development = true }))))
  end)

  it("misses the samples of a page", function()
    local ok, problems = check(with {}, { samples = { ["cart/cart"] = false } })
    assert.is_nil(ok)
    assert.equal("the page cart/cart has no samples: module 'samples' not found", problems)
    assert.equal("the page error/error needs two samples at least: full and least",
      (select(2, check(with {}, { samples = { ["error/error"] = { full = {} } } }))))
  end)

  it("refuses a view that shows the stock of something which the cache could not know", function()
    local function problem_of(view)
      return (select(2, check(with {}, { samples = { ["cart/cart"] = { full = view, least = {} } } })))
    end
    local stale = { shelves = { { cards = { { id = "p1", sold_out = false } } } } }
    assert.equal("sample full of cart/cart: v.shelves.cards.sold_out is stock of nothing with an id and a url, and would "
      .. "not be forgotten when it changes", problem_of(stale))
    stale.shelves[1].cards[1].url = "/p/1"
    assert.is_nil(problem_of(stale))
    assert.is_nil(problem_of { product = { id = "p1", url = "/p/1", skus = { { id = "k1", stock_state = "low" } } } })
    assert.truthy(problem_of { sku = { id = "k1", stock_state = "low" } })
  end)

  it("wants a key to sign with", function()
    assert.matches("SECRET_KEY is not set", (select(2, check(with {}, { keyless = true }))))
  end)
end)

describe("the pages of the shop", function()
  it("render only templates that both designs have, or the back office's", function()
    local root, found = require("runtime").root(), 0
    local function exists(device, name)
      return fs.stat(("%s/templates/%s/%s.html"):format(root, device, name))
        or fs.stat(("%s/templates/shared/%s.html"):format(root, name))
    end
    local function walk(folder)
      for _, entry in ipairs(assert(fs.list(folder))) do
        local path = folder .. "/" .. entry
        if fs.stat(path).type == "directory" then
          walk(path)
        elseif entry:find("%.lua$") then
          for name in assert(fs.read(path)):gmatch("ctx:render%(%s*\"([%w_/]+%w)\"") do
            found = found + 1
            -- what both designs do not have is the back office's
            local both = exists("pc", name) and exists("mobile", name)
            assert.truthy(both or exists("admin", name), ("%s renders %s, which no design has"):format(path, name))
          end
        end
      end
    end
    walk(root .. "/app")
    assert.is_true(found > 8)
  end)
end)
