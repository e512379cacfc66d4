-- What the samples of all pages are good for: they have the shape of what real pages show, and both designs state every
-- fact of them. A fact that neither design shows is one that a shopper needed and nobody missed.

local fs = require "fs"
local runtime = require "runtime"
local text = require "text"
local facts = require "spec.app.web.facts"
local goods = require "samples.goods"
local rehearsal = require "web.rehearsal"
local samples = require "samples"
local template = require "web.template"
local view = require "web.view"

local root = runtime.root()

local sets = {}
for _, device in ipairs { "pc", "mobile" } do
  sets[device] = template.new { folders = { "templates/" .. device, "templates/shared" }, functions = view,
    read = function(path) return (fs.read(root .. "/" .. path)) end, development = true }
end

local function pages(folder, prefix, found)
  for _, entry in ipairs(fs.list(folder)) do
    if fs.stat(folder .. "/" .. entry).type == "directory" then
      -- the back office has one design: there is nothing to hold it against
      if prefix .. entry ~= "admin" then pages(folder .. "/" .. entry, prefix .. entry .. "/", found) end
    else
      found[#found + 1] = prefix .. entry:gsub("%.lua$", "")
    end
  end
  return found
end

-- What several samples are made of.
local parts = { init = true, goods = true, voices = true, refund_sums = true, claim_letter = true, surroundings = true }

local names = {}
for _, name in ipairs(pages(root .. "/app/samples", "", {})) do
  if not parts[name] and not name:find "^letters/" then names[#names + 1] = name end
end

local around = samples.surroundings()
local drawn = {}
for _, name in ipairs(names) do
  for label, model in pairs(samples.of(name)) do
    local one = { view = model, title = name .. " " .. label, html = {} }
    for device, set in pairs(sets) do
      one.html[device] = rehearsal.draw(set, device, name, model, around[label] or around.full)
      one[device] = facts.of_page(one.html[device])
    end
    drawn[#drawn + 1] = one
  end
end

-- Facts that a design may keep to itself: a pattern for "device page sample path", and why.
local excuses = {
  { "%S+ %S+ %S+ .*%.summary$", "a card is small: the product's page has it" },
  { "%S+ home full categories%[%]%.description", "the shelf's own page has it" },
  { "mobile home full hero%[%]%.image", "the picture for a wide screen" },
  { "pc home full hero%[%]%.mobile_image", "the picture for a narrow screen" },
  { "%S+ home least sections%[%]%.title", "a section without goods is not shown" },
  { "%S+ catalog/list %S+ category%.image", "stands where a link to the shelf is shown" },
  { "%S+ catalog/list full filters%[%]%.label", "a filter without options is not shown" },
  { "mobile catalog/list least %S+url$", "where one is" },
  { "mobile %S+ full pager%.pages_list%[%]%.url", "a thumb leafs, it does not jump" },
  { "%S+ catalog/search %S+ pager%.pages_list%[%]%.url", "where nothing was found there is one page, this one" },
  { "%S+ catalog/search full popular", "who found something needs no other words" },
  { "mobile catalog/product %S+ product%.crumbs", "a narrow screen has one way back instead of a trail" },
  { "mobile catalog/product %S+ product%.category%.name", "the same: the way back leads there" },
  { "%S+ catalog/product least product%.category%.", "the trail of this one leads home only" },
  { "%S+ catalog/product %S+ product%.url", "where one is" },
  { "%S+ catalog/product %S+ product%.skus%[%]%.stock_text", "that it can be bought the button says" },
  { "%S+ catalog/product least product%.skus%[%]%.label", "one of a kind needs no choice" },
  { "%S+ catalog/product sold_out product%.skus", "sold out: there is nothing to choose" },
  { "%S+ catalog/product sold_out product%.options", "the same" },
  { "%S+ catalog/product sold_out product%.low_stock_text", "the same" },
  { "%S+ cart/cart full problems", "each line says its own" },
  { "%S+ cart/cart in_order free_shipping%.percent", "a full bar is not drawn" },
  { "%S+ order/order full order%.status%.text", "where to pay is said instead" },
  { "%S+ m[ey]m?b?e?r?/%S+ %S+ my$", "which entry of the menu is marked as open" },
  { "%S+ member/login full return_to$", "where the form leads on" },
  { "%S+ payment/window %S+ go%.", "how the window is called, which the browser reads" },
  { "%S+ payment/window %S+ options$", "the same" },
  { "%S+ error/error least reference", "of use to us when something broke, not when an address is wrong" },
}

-- A bill in brief: what, how much of it, and what it comes to; the cart has said the rest.
for _, path in ipairs { "product%.brand", "product%.url", "unit_price", "list_price", "problem", "stock_text" } do
  excuses[#excuses + 1] = { "%S+ checkout/%S+ %S+ lines%[%]%." .. path .. "$", "in brief" }
end
for _, path in ipairs { "product%.brand", "unit_price", "list_price" } do
  excuses[#excuses + 1] = { "%S+ order/order %S+ order%.lines%[%]%." .. path .. "$", "in brief" }
end

-- What differs around the content: each design has its own frame, with its own ways to search, to the cart, in and back.
local frame = { ["/"] = true, ["/cart"] = true, ["/checkout"] = true, ["/search"] = true, q = true, ["/logout"] = true,
  ["/login?return_to=%2F"] = true, ["/join?return_to=%2F"] = true,
  ["tel:" .. around.full.mall.footer.phone] = true }
for _, category in ipairs(around.full.page.nav.categories) do frame[category.url] = true end

-- Leads nowhere else: a place in this page, a drawing.
local function is_inner(link) return link:find("^#") ~= nil or link:find("^/static/") ~= nil end

describe("both designs of every page", function()
  it("state every fact of its samples", function()
    local missing, used, count = {}, {}, 0
    for _, one in ipairs(drawn) do
      for _, fact in ipairs(facts.of_view(one.view, {})) do
        for _, device in ipairs { "pc", "mobile" } do
          count = count + 1
          local stated = facts.states(one[device], fact)
          local what = ("%s %s %s"):format(device, one.title, fact.path)
          for i, excuse in ipairs(excuses) do
            if not stated and what:find("^" .. excuse[1]) then used[i], stated = true, true end
          end
          if not stated then missing[#missing + 1] = what .. ": " .. fact.value end
        end
      end
    end
    assert.same({}, missing)
    assert.is_true(count > 1000, count .. " facts")
    for i, excuse in ipairs(excuses) do assert.is_true(used[i], "no longer needed: " .. excuse[1]) end
  end)

  it("have the title, the description and the addresses that search engines read", function()
    local function find(html, value, what)
      if type(value) == "table" then
        for name, part in pairs(value) do find(html, part, what .. "." .. name) end
      elseif type(value) == "string" then
        assert.truthy(html:find(text.escape_html(value), 1, true), what .. " " .. value)
      end
    end
    for _, one in ipairs(drawn) do
      for device, html in pairs(one.html) do
        local page = {}
        for name, value in pairs(one.view.page or {}) do page[name] = value end
        page.category, page.jsonld = nil, nil -- the shelf that is marked as open; checked by the specs of seo
        find(html:gsub("</script>", ""), page, ("%s %s page"):format(device, one.title))
      end
    end
  end)

  it("lead to the same places, send the same fields and show the same pictures", function()
    local odd = {}
    for _, one in ipairs(drawn) do
      for _, kind in ipairs { "links", "fields", "images" } do
        for device, other in pairs { pc = "mobile", mobile = "pc" } do
          for _, value in ipairs(facts.beyond(one[device][kind], one[other][kind])) do
            if not frame[value] and not is_inner(value) then
              odd[#odd + 1] = ("%s: %s of %s alone: %s"):format(one.title, kind, device, value)
            end
          end
        end
      end
    end
    table.sort(odd)
    assert.same({
      "catalog/list full: links of pc alone: /c/sides?page=2", -- a thumb leafs, it does not jump
      "catalog/list full: links of pc alone: /c/sides?page=9",
      "catalog/product least: links of mobile alone: /c/soups", -- its trail leads home only
      "catalog/product sold_out: links of pc alone: /p/galbitang", -- where one is, at the end of the trail
      "catalog/questions full: links of pc alone: /p/galbitang/questions", -- where one is, among the pages
      "catalog/search full: links of pc alone: /search?q=x&page=2",
      "home full: images of mobile alone: " .. goods.image(92).id, -- a banner has a picture for each width
      "home full: images of pc alone: " .. goods.image(91).id,
    }, odd)
  end)

  it("would be told apart by a fact, a link, a field or a picture that one of them lacks", function()
    local both = facts.of_page '<a href="/p/x">Filter coffee 9,800원</a><input name="qty"><img src="/media/a1/80.webp">'
    local none = facts.of_page '<a href="/p/y">Filter 980원</a><input name="qyt"><img src="/media/b2/80.webp">'
    local view_model = { name = "Filter coffee", url = "/p/x", price = 9800, image = { id = "a1", width = 1, height = 1 } }
    local list = facts.of_view(view_model, {})
    assert.equal(4, #list)
    for _, fact in ipairs(list) do
      assert.is_true(facts.states(both, fact), fact.path)
      assert.is_false(facts.states(none, fact), fact.path)
    end
    assert.same({ { "/p/x" }, { "a1" }, { "qty" } }, { facts.beyond(both.links, none.links),
      facts.beyond(both.images, none.images), facts.beyond(both.fields, none.fields) })
  end)
end)
