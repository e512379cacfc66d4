-- One query for each row of another: a page that does so is told of while it is developed, in the log and, if it raises,
-- on its error page.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local pg = require "pg"
local report = require "web.development.report"
local request = require "spec.app.web.fake_request"
local task = require "task"

-- The web layer anew, as development or production would load it.
local function site_of(development, pages)
  local real = require "runtime"
  for name in pairs(package.loaded) do
    if name:find("^web%.") then package.loaded[name] = nil end
  end
  package.loaded.runtime = setmetatable({ development = function() return development end }, { __index = real })
  local serve = require "web.serve"
  package.loaded.runtime = real
  local routes = {}
  for name, page in pairs(pages) do routes[#routes + 1] = { "GET", "/" .. name, name, page } end
  local mall = { id = "0198c0de-0000-7000-8000-000000000001", code = "apple", name = "사과 가게", tagline = "", theme = "food" }
  return serve.new { routes = routes, mall = function() return mall end,
    read = function(path) return path:find("error/error", 1, true) and "<h1>{{ v.title }}</h1>" or nil end }
end

local function ask_often(times)
  for i = 1, times do pg.row("select $1::int as one_by_one", i) end
end

local pages = {
  often = function(ctx)
    ask_often(7)
    pg.rows "select 'once' as word"
    return ctx:text("ok", "text/plain")
  end,
  seldom = function(ctx)
    ask_often(4)
    return ctx:text("ok", "text/plain")
  end,
  together = function(ctx)
    pg.rows("select n as all_at_once from unnest($1::int[]) n", pg.array { 1, 2, 3, 4, 5, 6, 7 })
    return ctx:text("ok", "text/plain")
  end,
  explode = function()
    ask_often(6)
    pg.rows "select '<b>' as word"
    error "고장"
  end,
}

-- What the log says of repetition since `since` bytes.
local function warnings(since)
  local found = {}
  for line in fs.read(os.getenv "LOG_FILE"):sub(since + 1):gmatch("[^\n]+") do
    local event = json.decode(line)
    if event and event.event == "sql.repeated" then found[#found + 1] = event end
  end
  return found
end

describe("a page that asks the database again and again", function()
  setup(function() database.fresh() end)

  -- As the runtime does: each request is a task of its own. Its answer and what was warned of.
  local function ask(site, path)
    local since = fs.stat(os.getenv "LOG_FILE").size
    local status, _, body = task.spawn(site.handle, request { path = path }):join()
    return warnings(since), status, body
  end

  it("is warned of in development: which page, what it asks, how often", function()
    local found, status = ask(site_of(true, pages), "/often")
    assert.equal(200, status)
    assert.equal(1, #found)
    assert.same({ "warn", "often", 7, "select $1::int as one_by_one" },
      { found[1].level, found[1].route, found[1].times, found[1].sql })
  end)

  it("is warned of at each request, which begins to count anew", function()
    local site = site_of(true, pages)
    for _ = 1, 3 do assert.equal(0, #(ask(site, "/seldom"))) end
    for _ = 1, 2 do assert.equal(7, ask(site, "/often")[1].times) end
  end)

  it("is not warned of when one question fetches all rows", function()
    assert.same({}, (ask(site_of(true, pages), "/together")))
  end)

  it("costs production neither a trace nor a line", function()
    local traced
    local own = { often = function(ctx)
      traced = pg.traced()
      return pages.often(ctx)
    end }
    assert.same({}, (ask(site_of(false, own), "/often")))
    assert.is_nil(traced)
  end)

  it("and then raises shows on its error page how often, beside every statement with its time", function()
    local found, status, html = ask(site_of(true, pages), "/explode")
    assert.equal(500, status)
    assert.same({}, found) -- the page itself says it
    assert.matches('<p class="warn">6 times in one request, %d+%.%d ms in all: one query could fetch these rows%.<br>'
      .. "<code>select %$1::int as one_by_one</code></p>", html)
    local rows = 0
    for _ in html:gmatch('<td class="num">%d+%.%d ms</td><td class="num">1 rows</td><td>select') do rows = rows + 1 end
    assert.equal(7, rows)
    assert.truthy(html:find("select &#39;&lt;b&gt;&#39; as word", 1, true))
  end)
end)

describe("repeated statements", function()
  it("are those sent five times or more, with their times added up, in the order in which they came first", function()
    local sql = {}
    for i = 1, 6 do
      sql[#sql + 1] = { sql = "six", ms = 0.5, rows = 1 }
      if i <= 5 then sql[#sql + 1] = { sql = "five", ms = i, rows = 1 } end
      if i <= 4 then sql[#sql + 1] = { sql = "four", ms = 100, rows = 1 } end
    end
    assert.same({ { sql = "six", times = 6, ms = 3 }, { sql = "five", times = 5, ms = 15 } }, report.repeated(sql))
    assert.same({}, report.repeated {})
  end)

  it("count although one of them failed and has no time", function()
    local sql = {}
    for i = 1, 5 do sql[i] = { sql = "broken", failed = i == 3 and "42P01" or nil, ms = i ~= 3 and 1 or nil } end
    assert.same({ { sql = "broken", times = 5, ms = 4 } }, report.repeated(sql))
  end)
end)
