local listing = require "catalog.rules.listing"

local function numbers(pager)
  local list = {}
  for i, item in ipairs(pager.pages_list) do list[i] = item.gap and "…" or tostring(item.n) end
  return table.concat(list, " ")
end

describe("the address of a list", function()
  it("is one for one page, whatever the order of arguments", function()
    assert.equal("/c/tea?brand=a&sort=cheap&page=2", listing.address("/c/tea", { page = 2, sort = "cheap", brand = "a" }))
  end)

  it("leaves out what is empty", function() assert.equal("/c/tea", listing.address("/c/tea", { brand = "" })) end)

  it("escapes", function()
    assert.equal("/search?q=%EA%B9%80%20%26%3Cb%3E", listing.address("/search", { q = "김 &<b>" }))
  end)
end)

describe("the pager", function()
  it("shows first, last and neighbours", function()
    assert.equal("1 … 4 5 6 7 8 … 20", numbers(listing.pager("/c/a", {}, 6, 480)))
    assert.equal("1 2 3 … 20", numbers(listing.pager("/c/a", {}, 1, 480)))
  end)

  it("has one page for nothing", function()
    local pager = listing.pager("/c/a", {}, 1, 0)
    assert.equal("1", numbers(pager))
    assert.is_nil(pager.prev_url)
    assert.is_nil(pager.next_url)
  end)

  it("keeps what is chosen, and leaves page 1 without a number", function()
    local pager = listing.pager("/c/a", { sort = "cheap", page = 2 }, 2, 60)
    assert.equal("/c/a?sort=cheap", pager.prev_url)
    assert.equal("/c/a?sort=cheap&page=3", pager.next_url)
  end)
end)

describe("filters", function()
  local facets = {
    brands = { { code = "a", name = "가", count = 3 }, { code = "b", name = "나", count = 1 } },
    tags = { { code = "냉동", name = "냉동", count = 2 } },
    prices = { { band = 0, count = 1 }, { band = 2, count = 1 }, { band = 5, count = 1 } },
  }

  it("can each be put on and taken off", function()
    local filters, active = listing.filters(facets, "/c/x", { brand = "a", page = 3 })
    assert.equal("/c/x", filters[1].options[1].url)
    assert.is_true(filters[1].options[1].active)
    assert.equal("/c/x?brand=a%2Cb", filters[1].options[2].url)
    assert.same({ { label = "가", remove_url = "/c/x" } }, active)
  end)

  it("name price bands as a shopper would", function()
    local options = listing.filters(facets, "/c/x", {})[3].options
    assert.same({ "5,000원 미만", "10,000원 ~ 20,000원", "50,000원 이상" },
      { options[1].label, options[2].label, options[3].label })
    assert.same({ nil, 4999 }, { listing.price_range("-4999") })
    assert.same({ 10000, 19999 }, { listing.price_range("10000-19999") })
    assert.same({ 50000 }, { listing.price_range("50000-") })
  end)

  it("ignore a price range that is none", function()
    assert.is_nil((listing.price_range("abc")))
    assert.is_nil((listing.price_range("99999999999-")))
  end)
end)
