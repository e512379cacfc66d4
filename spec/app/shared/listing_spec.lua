local clock = require "shared.clock"
local face = require "shared.listing.face"
local listing = require "shared.listing"

local function declare(changes)
  local declared = {
    name = "orders", key = "o.id", sort = "-placed",
    columns = {
      { name = "number", label = "번호", kind = "link", sql = "o.number", sortable = true, url = function(row) return "/o/" .. row.id end },
      { name = "placed", label = "일시", kind = "date", sql = "o.placed_at", sortable = true },
      { name = "status", label = "상태", kind = "badge", states = { paid = { label = "결제완료", tone = "good" } } },
      { name = "amount", label = "금액", kind = "won", sql = "o.amount", sortable = true, nullable = true },
      { name = "memo", label = "메모", kind = "text", hidden = true },
    },
    filters = {
      { name = "q", label = "찾기", kind = "text", sql = { "o.number", { sql = "o.phone", digits = true } } },
      { name = "status", label = "상태", kind = "choice", sql = "o.status",
        options = { { value = "paid", label = "결제완료" }, { value = "new", label = "새 주문" } } },
      { name = "brand", label = "브랜드", kind = "choice", sql = "o.brand_id", type = "uuid" },
      { name = "day", label = "주문일", kind = "date", sql = "o.placed_at" },
      { name = "sum", label = "금액", kind = "number", sql = "o.amount", unit = "원" },
      { name = "late", label = "늦음", kind = "flag", sql = "o.due < now()" },
    },
  }
  for name, value in pairs(changes or {}) do declared[name] = value end
  return listing.new(declared)
end

local BASE = "SELECT 1 FROM o WHERE o.mall_id = $1"

local function asks(args, options) return declare():read(args or {}, options) end

local function sql_of(args, options)
  local sql, values = asks(args, options):select(BASE, "mall")
  return sql:sub(#BASE + 1), values
end

describe("a list that nobody narrowed", function()
  it("is sorted as declared, complete by its key, and shows its first page and one row more", function()
    local sql, values = sql_of {}
    assert.equal(" ORDER BY o.placed_at DESC, o.id DESC LIMIT $2 OFFSET $3", sql)
    assert.same({ "mall", 51, 0, n = 3 }, values)
  end)

  it("has an address without a query", function() assert.equal("", asks():query()) end)
end)

describe("what an address asks for becomes parameters", function()
  it("in a text, whose wildcards mean themselves, and whose digits are a telephone's if there are enough of them", function()
    local sql, values = sql_of { q = "10%_\\" }
    assert.equal(" AND (o.number ILIKE $2) ORDER BY", sql:sub(1, 33))
    assert.equal("%10\\%\\_\\\\%", values[2])
    sql, values = sql_of { q = "010-1234" }
    assert.truthy(sql:find("(o.number ILIKE $2 OR o.phone LIKE $3)", 1, true))
    assert.same({ "%010-1234%", "%0101234%" }, { values[2], values[3] })
    assert.falsy((sql_of { q = "123" }):find("phone", 1, true))
  end)

  it("in a choice of what is offered, and nothing else", function()
    local sql, values = sql_of { status = { "paid", "new", "paid" } }
    assert.truthy(sql:find(" AND o.status = ANY (string_to_array($2, ',')) ", 1, true))
    assert.equal("paid,new", values[2])
    assert.same({ "상태에 없는 값이에요." }, asks({ status = "gone" }).problems)
    assert.falsy((sql_of { status = "gone" }):find("status", 1, true))
  end)

  it("in a choice that only the database knows, of its column's type", function()
    local options = { brand = { { value = "b1", label = "들녘" } } }
    assert.truthy((sql_of({ brand = "b1" }, options)):find("o.brand_id = ANY (string_to_array($2, ',')::uuid[])", 1, true))
    assert.falsy((sql_of { brand = "b1" }):find("brand", 1, true))
  end)

  it("in days of Seoul, with the last one whole", function()
    local sql, values = sql_of { day_from = "2026-11-29", day_to = "2026-11-29" }
    assert.truthy(sql:find(" AND (o.placed_at >= to_timestamp($2) AND o.placed_at < to_timestamp($3))", 1, true))
    assert.equal(86400, values[3] - values[2])
    assert.equal("2026-11-29T00:00:00+09:00", clock.iso(values[2]))
    for _, wrong in ipairs { "2026-02-30", "29.11.2026", "2026-1-1" } do
      assert.same({ "주문일을 2026-11-29처럼 입력해 주세요." }, asks({ day_from = wrong }).problems)
    end
    assert.same({ "주문일의 앞뒤가 바뀌었어요." }, asks({ day_from = "2026-11-30", day_to = "2026-11-29" }).problems)
  end)

  it("in numbers as people write them", function()
    local sql, values = sql_of { sum_from = "10,000원" }
    assert.truthy(sql:find(" AND (o.amount >= $2)", 1, true))
    assert.equal(10000, values[2])
    assert.same({ "금액에는 숫자만 입력해 주세요." }, asks({ sum_to = "1e9" }).problems)
  end)

  it("in a tick", function()
    assert.truthy((sql_of { late = "1" }):find(" AND (o.due < now())", 1, true))
    assert.falsy((sql_of { late = "x" }):find("due", 1, true))
  end)

  it("wherever the statement wants its conditions", function()
    local sql = asks({ late = "1" }):select("SELECT x FROM o WHERE a = $1 {filters} GROUP BY x", "mall")
    assert.equal("SELECT x FROM o WHERE a = $1  AND (o.due < now()) GROUP BY x ORDER BY", sql:sub(1, 69))
  end)
end)

describe("a list that is asked for what is not declared", function()
  local injections = { "'; DROP TABLE o; --", "1) OR (1=1", "o.secret", "number; SELECT", "number desc", "-", "--number", "$1",
    "id", "memo", "\0", "number,placed" }

  it("keeps its order: names come from the declaration alone", function()
    for _, wrong in ipairs(injections) do
      assert.equal(" ORDER BY o.placed_at DESC, o.id DESC LIMIT $2 OFFSET $3", (sql_of { sort = wrong }), wrong)
    end
    assert.equal(" ORDER BY o.number, o.id LIMIT $2 OFFSET $3", (sql_of { sort = "number" }))
  end)

  it("puts no word of the address into its SQL", function()
    for _, wrong in ipairs(injections) do
      local args = { sort = wrong, page = wrong, size = wrong, columns = wrong, [wrong] = wrong }
      for _, name in ipairs { "q", "status", "brand", "day_from", "day_to", "sum_from", "sum_to", "late" } do args[name] = wrong end
      local ask = asks(args)
      for _, make in ipairs { "select", "count", "all" } do
        local sql = ask[make](ask, BASE, "mall")
        assert.falsy(sql:find("DROP", 1, true) or sql:find("1=1", 1, true) or sql:find("secret", 1, true) or sql:find(";", 1, true), sql)
        assert.falsy(sql:find("'[^,]"), sql)
      end
    end
  end)

  it("does not trip over a name that is sent twice, or over bytes that are no text", function()
    local ask = asks { sort = { "number", "placed" }, page = { "2", "3" }, size = { "20" }, q = { "a", "b" }, late = { "0", "1" } }
    assert.same({ 1, 50 }, { ask.page, ask.size })
    assert.equal("b", ask.values.q)
    assert.same({ "찾기에 쓸 수 없는 문자가 들어 있어요." }, asks({ q = "\255" }).problems)
  end)

  it("leafs no further than it counts", function()
    assert.equal(200, asks({ page = "200" }).page)
    for _, wrong in ipairs { "201", "0", "-1", "1e3", "99999999999" } do assert.equal(1, asks({ page = wrong }).page, wrong) end
  end)
end)

describe("a list's address", function()
  it("says all that is asked and nothing that is usual, and reads back as the same", function()
    local args = { q = "김 & 이", status = { "paid", "new" }, day_from = "2026-11-01", sort = "-amount", size = "20",
      columns = { "number", "memo" } }
    local query = asks(args):query { page = 3 }
    assert.equal("?q=%EA%B9%80%20%26%20%EC%9D%B4&status=paid&status=new&day_from=2026-11-01&sort=-amount&columns=number.memo"
      .. "&size=20&page=3", query)
    local again = asks { q = "김 & 이", status = { "paid", "new" }, day_from = "2026-11-01", sort = "-amount", size = "20",
      columns = "number.memo" }
    assert.equal(asks(args):query(), again:query())
  end)

  it("leaves out one filter, and what could not be read", function()
    local ask = asks { q = "a", status = "paid", day_from = "nonsense" }
    assert.equal("?status=paid", ask:query { without = "q" })
  end)

  it("sorts rows without a value to the end", function()
    assert.truthy((sql_of { sort = "-amount" }):find("ORDER BY o.amount DESC NULLS LAST, o.id DESC", 1, true))
  end)
end)

describe("a list's page", function()
  local rows = {}
  for i = 1, 51 do rows[i] = { id = "r" .. i, number = "N" .. i, placed = 1795897667, status = "paid", amount = 1000 * i } end

  it("shows its cells in words, and that another page follows", function()
    local shown = face.of(asks(), rows, 70)
    assert.equal(50, #shown.rows)
    assert.same({ "N1", "2026.11.29 05:27", "결제완료", "1,000원" }, { shown.rows[1].cells[1].text, shown.rows[1].cells[2].text,
      shown.rows[1].cells[3].text, shown.rows[1].cells[4].text })
    assert.equal("/o/r1", shown.rows[1].cells[1].url)
    assert.same({ "70건", 1, 50, "?page=2" }, { shown.total, shown.pager.first, shown.pager.last, shown.pager.next_url })
    assert.is_nil(shown.pager.prev_url)
  end)

  it("says that it stopped counting", function() assert.equal("10,000건 이상", face.of(asks(), rows, 10001).total) end)

  it("sorts figures from the largest, and the other way round at the next press", function()
    local heads = face.of(asks(), rows, 70).heads
    assert.same({ "?sort=number", "?sort=placed", "?sort=-amount" }, { heads[1].url, heads[2].url, heads[4].url })
    assert.is_nil(heads[3].url)
    assert.same({ nil, "descending" }, { heads[1].sorted, heads[2].sorted })
    assert.equal("?sort=amount", face.of(asks { sort = "-amount" }, rows, 70).heads[4].url)
  end)

  it("says what it is narrowed by, and how to ask for less", function()
    local shown = face.of(asks { q = "김", sum_from = "5000" }, {}, 0)
    assert.same({ { label = "찾기", text = "“김”", url = "?sum_from=5000" }, { label = "금액", text = "5,000원 ~ ", url = "?q=%EA%B9%80" } },
      shown.chips)
    assert.equal("조건에 맞는 것이 없어요", shown.empty.title)
    assert.equal("아직 아무것도 없어요", face.of(asks(), {}, 0).empty.title)
  end)

  it("shows the columns that were chosen, and a cell without a value as such", function()
    local shown = face.of(asks { columns = "memo.number" }, rows, 51)
    assert.same({ "번호", "메모" }, { shown.heads[1].label, shown.heads[2].label })
    assert.is_nil(shown.rows[1].cells[2].text)
  end)
end)

describe("a list that is declared wrongly", function()
  it("is refused where it is declared", function()
    local column = { name = "a", label = "A", kind = "text", sql = "a", sortable = true }
    local filter = { name = "f", label = "F", kind = "text", sql = "a" }
    local function with(changes)
      local copy = {}
      for name, value in pairs(column) do copy[name] = value end
      for name, value in pairs(changes) do copy[name] = value end
      return { name = "x", key = "id", sort = "a", columns = { copy } }
    end
    assert.has_error(function() listing.new { name = "x", key = "id", sort = "a" } end, "a list needs columns")
    assert.has_error(function() listing.new(with { kind = "money" }) end, "the column a is of no known kind")
    assert.has_error(function() listing.new(with { name = "a b", sql = "b" }) end, "a column has no proper name: a b")
    local twice = with {}
    twice.columns[2] = column
    assert.has_error(function() listing.new(twice) end, "the column a is declared twice")
    local unsorted = with { sortable = false }
    assert.has_error(function() listing.new(unsorted) end, "a list is sorted by a column that can be sorted by")
    local filtered = with {}
    filtered.filters = { { name = "sort", label = "S", kind = "text", sql = "a" } }
    assert.has_error(function() listing.new(filtered) end, "a filter cannot be called sort")
    filter.kind = "regex"
    filtered.filters = { filter }
    assert.has_error(function() listing.new(filtered) end, "the filter f is of no known kind")
  end)
end)
