-- What search engines and link previews are told: sitemaps, and the picture that stands for a page.

local database = require "spec.support.database"
local request = require "spec.app.web.fake_request"
local shop = require "spec.app.shop"
local rules = require "catalog.rules.sitemap"
local catalog = require "catalog"
local show_home = require "flows.show_home"

local BASE = "http://shop.test:8080"
local STANDING = 7 -- the front page, two shelves, guide, terms, privacy, notices

local function header(list, name)
  for i = 1, #list, 2 do
    if list[i] == name then return list[i + 1] end
  end
end

local function locations(xml)
  local list = {}
  for url in xml:gmatch("<loc>([^<]+)</loc>") do list[#list + 1] = url end
  return list
end

-- A picture of the database, without its bytes.
local function picture(byte)
  return (database.execute(([[
    INSERT INTO media (mall_id, sha256, format, bytes, width, height)
    SELECT id, decode(repeat('%02x', 32), 'hex'), 'webp', 1, 800, 600 FROM mall RETURNING id]]):format(byte)):match("%S+"))
end

describe("the sitemaps", function()
  local most, site = rules.MOST, nil

  local function ask(path)
    local status, list, body = site.handle(request { host = "shop.test", path = path })
    return body, status, list
  end

  setup(function() site = require "boot" end)
  teardown(function() rules.MOST = most end)

  it("of a mall without goods are an index of one file, with the pages that every mall has", function()
    shop.open {}
    local index, status, list = ask "/sitemap.xml"
    assert.equal(200, status)
    assert.equal("application/xml; charset=utf-8", header(list, "Content-Type"))
    assert.same({ BASE .. "/sitemaps/1.xml" }, locations(index))
    assert.falsy(index:find("lastmod", 1, true))
    local urls = locations(ask "/sitemaps/1.xml")
    assert.equal(STANDING, #urls)
    assert.same({ BASE .. "/", BASE .. "/c/tea" }, { urls[1], urls[2] })
  end)

  it("are as many files as the goods need, each with when one of its goods was last changed", function()
    rules.MOST = 10
    local goods = {}
    for i = 1, 14 do goods[i] = { code = ("tea-%02d"):format(i) } end
    shop.open(goods)
    database.execute [[
      UPDATE product SET updated_at = '2026-01-01T00:00:00Z';
      UPDATE product SET updated_at = '2026-03-04T05:06:07Z' WHERE code = 'tea-05']]
    local index = ask "/sitemap.xml"
    assert.same({ BASE .. "/sitemaps/1.xml", BASE .. "/sitemaps/2.xml", BASE .. "/sitemaps/3.xml" }, locations(index))
    local times = {}
    for time in index:gmatch("<lastmod>([^<]+)</lastmod>") do times[#times + 1] = time end
    local seen, counts, expected = {}, {}, {}
    for file = 1, 3 do
      local urls = locations((ask(("/sitemaps/%d.xml"):format(file))))
      counts[file], expected[file] = #urls, "2026-01-01T09:00:00+09:00"
      for _, url in ipairs(urls) do
        seen[url] = (seen[url] or 0) + 1
        -- goods that came in the same millisecond stand in no order of their own
        if url == BASE .. "/p/tea-05" then expected[file] = "2026-03-04T14:06:07+09:00" end
      end
    end
    assert.same(expected, times)
    assert.same({ 10, 10, 1 }, counts)
    for i = 1, 14 do assert.equal(1, seen[("%s/p/tea-%02d"):format(BASE, i)]) end
  end)

  it("change at their end only when goods are added", function()
    rules.MOST = 10
    shop.open { { code = "a" }, { code = "b" }, { code = "c" }, { code = "d" }, { code = "e" } }
    local first = ask "/sitemaps/1.xml"
    shop.add { { code = "a" }, { code = "b" }, { code = "c" }, { code = "d" }, { code = "e" }, { code = "newest", rank = 1 } }
    assert.equal(3, #locations(first) - STANDING)
    assert.same(locations(first), locations((ask "/sitemaps/1.xml")))
    local second = locations((ask "/sitemaps/2.xml"))
    assert.equal(BASE .. "/p/newest", second[#second])
  end)

  it("name the picture of each product, and its last change", function()
    rules.MOST = most
    shop.open { { code = "apple" } }
    local id = picture(1)
    database.execute(([[
      INSERT INTO product_picture (mall_id, product_id, role, position, media_id, alt)
        SELECT mall_id, id, 'gallery', 1, '%s', '' FROM product;
      UPDATE product SET updated_at = '2026-03-04T05:06:07Z']]):format(id))
    assert.truthy((ask "/sitemaps/1.xml"):find(("<url><loc>%s/p/apple</loc><lastmod>2026-03-04T14:06:07+09:00</lastmod>"
      .. "<image:image><image:loc>%s/media/%s/1200.jpg</image:loc></image:image></url>"):format(BASE, BASE, id), 1, true))
  end)

  it("leave out nothing of a mall with very many goods, and no file is longer than search engines read", function()
    rules.MOST = most
    shop.open { { code = "tea" } }
    database.execute [[
      SET session_replication_role = replica;
      INSERT INTO product (mall_id, code, slug, name, brand_id, category_id)
        SELECT p.mall_id, 'more-' || n, 'more-' || n, 'more', p.brand_id, p.category_id
        FROM product p, generate_series(1, 12345) n WHERE p.code = 'tea';
      INSERT INTO product_listing (mall_id, product_id, category_id, brand_id, rank, price, published_at, name_key, grams)
        SELECT mall_id, id, category_id, brand_id, 1, 1000, now(), 'more', '{}' FROM product WHERE code <> 'tea']]
    local seen, count = {}, 0
    for _, url in ipairs(locations((ask "/sitemap.xml"))) do
      local urls = locations((ask(url:sub(#BASE + 1))))
      assert.truthy(#urls <= 45000)
      for _, one in ipairs(urls) do
        if not seen[one] then count = count + 1 end
        seen[one] = true
      end
    end
    assert.equal(12346 + STANDING, count)
    assert.truthy(seen[BASE .. "/p/more-12345"])
  end)

  it("that do not exist are not found", function()
    shop.open { { code = "apple" } }
    for _, name in ipairs { "2.xml", "0.xml", "01.xml", "99999.xml", "1", "1.xml.gz", "a.xml", "-1.xml" } do
      local _, status = ask("/sitemaps/" .. name)
      assert.equal(404, status, name)
    end
  end)

  it("are named by robots.txt", function()
    assert.truthy((ask "/robots.txt"):find("\nSitemap: " .. BASE .. "/sitemap.xml\n", 1, true))
  end)
end)

describe("the picture that stands for a page", function()
  local function gallery(code, id)
    database.execute(([[
      INSERT INTO product_picture (mall_id, product_id, role, position, media_id, alt)
      SELECT mall_id, id, 'gallery', 1, '%s', '' FROM product WHERE code = '%s']]):format(id, code))
  end

  local function home(heroes)
    local mall = shop.open({ { code = "bare", rank = 1 }, { code = "apple", rank = 2 }, { code = "pear", rank = 3 } },
      { home = { heroes = heroes or {}, sections = {} } })
    return mall, function() return show_home.run(mall, BASE).page.og.image end
  end

  it("of the front page is its first banner's", function()
    local mall, image = home()
    local id = picture(1)
    database.execute(([[
      UPDATE setting SET value = '{"heroes": [{"title": "가", "url": "/"}, {"title": "나", "url": "/", "image": {"id": "%s"}}],
        "sections": []}' WHERE name = 'home']]):format(id))
    assert.equal(("%s/media/%s/1200.jpg"):format(BASE, id), image())
    assert.equal("website", show_home.run(mall, BASE).page.og.type)
  end)

  it("of a front page without banners is that of what sells best, if anything has one", function()
    local _, image = home()
    assert.is_nil(image())
    local id = picture(1)
    gallery("pear", picture(2))
    gallery("apple", id)
    assert.equal(("%s/media/%s/1200.jpg"):format(BASE, id), image())
  end)

  it("of a category is its own, or that of the first of its goods that has one", function()
    local mall = home()
    local function image() return catalog.list(mall, catalog.category(mall.id, "tea"), {}, BASE).page.og.image end
    assert.is_nil(image())
    local of_goods, own = picture(1), picture(2)
    gallery("apple", of_goods)
    assert.equal(("%s/media/%s/1200.jpg"):format(BASE, of_goods), image())
    database.execute(("UPDATE category SET media_id = '%s' WHERE code = 'tea'"):format(own))
    assert.equal(("%s/media/%s/1200.jpg"):format(BASE, own), image())
  end)
end)
