local router = require "web.router"

local function page() return 200 end

describe("the router", function()
  local site
  before_each(function()
    site = router.new {
      { "GET", "/", "home", page },
      { "GET", "/cart", "cart", page },
      { "POST", "/cart/items", "cart.add", page, body = 1000 },
      { "POST", "/cart/items/:id", "cart.change", page },
      { "POST", "/cart/items/:id/remove", "cart.remove", page },
      { "GET POST", "/checkout", "checkout", page, personal = true },
      { "GET", "/orders/lookup", "order.lookup", page },
      { "GET", "/orders/:number", "order", page },
      { "GET", "/media/:id/:file", "media", page },
      { "POST", "/hooks/bank", "hook", page, kind = "raw", csrf = false },
      { "GET", "/p/:slug", "product", page },
    }
  end)

  local function found(method, path)
    local route, params = site:find(method, path)
    assert.truthy(route, method .. " " .. path .. " was not found")
    return route.name, params
  end

  it("finds a path that has no parameter", function()
    assert.equal("home", found("GET", "/"))
    assert.equal("cart", found("GET", "/cart"))
    assert.equal("checkout", found("POST", "/checkout"))
  end)

  it("gives the parameters, decoded", function()
    local name, params = found("GET", "/media/abc/400.webp")
    assert.equal("media", name)
    assert.same({ id = "abc", file = "400.webp" }, params)
    assert.same({ slug = "밀스 커피" }, select(2, found("GET", "/p/%EB%B0%80%EC%8A%A4%20%EC%BB%A4%ED%94%BC")))
    assert.same({ slug = "a/b" }, select(2, found("GET", "/p/a%2Fb")))
  end)

  it("prefers what stands in a route to a parameter", function()
    assert.equal("order.lookup", found("GET", "/orders/lookup"))
    assert.equal("order", found("GET", "/orders/260920-ABC"))
    assert.equal("cart.add", found("POST", "/cart/items"))
    assert.equal("cart.change", found("POST", "/cart/items/7"))
    assert.equal("cart.remove", found("POST", "/cart/items/7/remove"))
  end)

  it("answers HEAD where there is GET", function()
    assert.equal("cart", found("HEAD", "/cart"))
    assert.same({ "method", "POST" }, { select(2, site:find("HEAD", "/cart/items")) })
  end)

  it("says which methods a path has", function()
    assert.same({ "method", "GET, HEAD" }, { select(2, site:find("POST", "/cart")) })
    assert.same({ "method", "GET, HEAD, POST" }, { select(2, site:find("DELETE", "/checkout")) })
  end)

  it("sends a path with a slash too many to the one without, if that exists", function()
    assert.same({ "moved", "/cart" }, { select(2, site:find("GET", "/cart/")) })
    assert.same({ "moved", "/p/x" }, { select(2, site:find("GET", "/p/x/")) })
    assert.same({ "missing" }, { select(2, site:find("GET", "/nowhere/")) })
    assert.same({ "missing" }, { select(2, site:find("GET", "//evil.example/")) })
    assert.same({ "missing" }, { select(2, site:find("GET", "/cart//")) })
  end)

  it("finds nothing at paths that are broken", function()
    for _, path in ipairs { "/p/", "/p//x", "//p/x", "/p/%", "/p/%4", "/p/%zz", "/p/%00", "/p/%ff%fe", "/p/%c0%af",
      "/p/%0d%0a",
      "/media/x", "/media/a/b/c", "/p/x/y", "", "x" } do
      assert.is_nil((site:find("GET", path)), path)
    end
  end)

  it("makes the path of a named route", function()
    assert.equal("/p/%EC%BB%A4%ED%94%BC%20%2F", site:path("product", { slug = "커피 /" }))
    assert.equal("/cart", site:path("cart"))
    assert.equal("/cart/items/7/remove", site:path("cart.remove", { id = 7 }))
    assert.has_error(function() site:path("product", {}) end)
    assert.has_error(function() site:path("nowhere") end)
  end)

  it("says before a body is read how large it may be and how to read it", function()
    local form = "application/x-www-form-urlencoded; charset=UTF-8"
    assert.same({ 1000, "form" }, { site:admit("POST", "/cart/items", form) })
    assert.same({ 64 * 1024, "multipart" }, { site:admit("POST", "/cart/items/7", "Multipart/Form-Data; boundary=x") })
    assert.same({ 64 * 1024, "raw" }, { site:admit("POST", "/hooks/bank", "application/json") })
    -- who takes a body as it is reads a form of any alphabet itself
    assert.same({ 64 * 1024, "raw" }, { site:admit("POST", "/hooks/bank", form) })
    assert.same({ 64 * 1024, "raw" }, { site:admit("POST", "/checkout", nil) })
    assert.same({ 64 * 1024, "raw" }, { site:admit("POST", "/nowhere", form) })
    assert.is_nil((site:admit("GET", "/cart", form)))
  end)

  it("refuses rows that lead nowhere, naming them", function()
    local function refusal(row)
      local ok, message = pcall(router.new, { { "GET", "/", "home", page }, row })
      assert.is_false(ok)
      return message
    end
    assert.matches("row 2 %(/x%): web.router has no function nothing", refusal { "GET", "/x", "x",
      "web.router.nothing" })
    assert.matches("row 2 %(/x%).*module 'no.such' not found", refusal { "GET", "/x", "x", "no.such.page" })
    assert.matches("an unknown method: FETCH", refusal { "FETCH", "/x", "x", page })
    assert.matches("begins with /", refusal { "GET", "x", "x", page })
    assert.matches("does not end with one", refusal { "GET", "/x/", "x", page })
    assert.matches("an unknown option: bdoy", refusal { "GET", "/x", "x", page, bdoy = 1 })
    assert.matches("GET / is declared twice", refusal { "GET", "/", "home", page })
    assert.matches("belongs to two paths", refusal { "GET", "/x", "home", page })
    assert.matches("method, path, name, page expected", refusal { "GET", "/x" })
  end)
end)
