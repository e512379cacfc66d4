local paging = require "shared.paging"

describe("leafing through a list", function()
  it("begins at the first page whatever nonsense is asked for", function()
    for _, page in ipairs { "0", "-1", "1e3", "abc", "1000", " 2", "" } do assert.equal(1, paging.page { page = page }) end
    assert.equal(1, paging.page { page = { "2", "3" } })
    assert.equal(1, paging.page {})
    assert.equal(12, paging.page { page = "12" })
  end)

  it("keeps what else is chosen, and gives the first page one address", function()
    local pager = paging.pager("/my/orders", { period = "all" }, 2, 25, 10)
    assert.same({ 2, 3, "/my/orders?period=all", "/my/orders?period=all&page=3" },
      { pager.page, pager.pages, pager.prev_url, pager.next_url })
  end)

  it("shows the first page, the last and two neighbours, and gaps between", function()
    local shown = {}
    for i, item in ipairs(paging.pager("/x", {}, 10, 200, 10).pages_list) do shown[i] = item.gap and "…" or tostring(item.n) end
    assert.equal("1 … 8 9 10 11 12 … 20", table.concat(shown, " "))
    assert.equal(1, paging.pager("/x", {}, 1, 0, 10).pages)
  end)
end)
