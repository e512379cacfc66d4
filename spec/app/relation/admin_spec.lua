local database = require "spec.support.database"
local office = require "spec.app.office"
local pg = require "pg"
local probe = require "spec.app.relation.probe"
local text = require "text"

local fill = probe.fill
local KEY = probe.mall .. ",1"

describe("the tables in the back office", function()
  local site, owner

  setup(function()
    probe.open()
    database.execute "INSERT INTO mall_host (host, mall_id) SELECT 'localhost', id FROM mall WHERE code = 'one'"
    site = require "boot"
    owner = office.enter(site, "owner", { email = "owner@sijang.test" })
  end)

  before_each(function()
    database.execute(([[
      DELETE FROM probe_part; DELETE FROM probe; DELETE FROM shelf; DELETE FROM probe_ticket;
      INSERT INTO shelf (mall_id, id, name) VALUES ('%s', '00000000-0000-7000-8000-0000000000c1', '과일 선반'),
        ('%s', '00000000-0000-7000-8000-0000000000c2', '다른 몰의 선반');
      INSERT INTO probe (mall_id, id, words, code, size, wide, email, password_hash, shelf_id, facts)
        VALUES ('%s', 1, '첫 <줄>', 'one', 7, 9007199254740993, 'kim@example.kr', '$argon2id$secret',
          '00000000-0000-7000-8000-0000000000c1', '{"가": 1}')]]):format(probe.mall, probe.other_mall, probe.mall))
  end)

  local function get(url)
    local status, html = owner:get(url)
    assert.equal(200, status, url .. "\n" .. html)
    return html
  end

  local function stored(column)
    return pg.row(("SELECT %s::text AS value FROM probe WHERE id = 1"):format(column)).value
  end

  it("pass the site's own check", function()
    assert.is_true(assert(site.self_check()))
  end)

  it("are all there, with what may be done", function()
    local html = get "/admin/tables"
    for _, name in ipairs { "probe", "order_event", "mall" } do assert.matches('href="/admin/tables/' .. name .. '"', html, 1, true) end
    assert.is_nil(get("/admin/tables?q=pro"):find('tables/mall"', 1, true))
  end)

  it("show rows of the mall that is worked on, or of all", function()
    local html = get "/admin/tables/shelf"
    assert.is_truthy(html:find("과일 선반", 1, true))
    assert.is_nil(html:find("다른 몰의 선반", 1, true))
    assert.is_truthy(get("/admin/tables/shelf?malls=all"):find("다른 몰의 선반", 1, true))
  end)

  it("show what a reference leads to by its name", function()
    local html = get "/admin/tables/probe"
    assert.matches('<a class="link" href="/admin/tables/shelf/row%?key=[^"]*c1">과일 선반</a>', html)
    assert.matches("첫 &lt;줄&gt;", html, 1, true)
    assert.matches("9,007,199,254,740,993", get "/admin/tables/probe?all=1", 1, true)
  end)

  it("are narrowed and sorted by addresses, and by nothing that is no column", function()
    local function finds(query) return get("/admin/tables/probe?" .. query):find("/row%?key=") ~= nil end
    for query, found in pairs { ["f=words:like:" .. text.escape_url "<줄"] = true, ["f=words:like:%25"] = false, ["f=words:is:x"] = false,
      ["f=size:from:7&f=size:to:7"] = true, ["f=size:from:8"] = false, ["f=wide:is:9007199254740993"] = true, ["f=wide:is:9007199254740992"] = false,
      ["f=day:null"] = true, ["f=day:set"] = false, ["f=on_sale:is:true"] = true, ["f=at:from:2020-01-01"] = true, ["f=at:to:2020-01-01"] = false,
      ["f=kind:is:a"] = true, ["f=shelf_id:is:00000000-0000-7000-8000-0000000000c1"] = true, ["column=size&op=from&value=8"] = false,
      ["column=size&op=&value=7"] = true, ["f=size:is:abc"] = true, ["f=facts:like:" .. text.escape_url "가"] = true } do
      assert.equal(found, finds(query), query)
    end
    for _, evil in ipairs { "words;DROP", '"words"', "words'--", "1=1", "t.words", "ctid", "password_hash" } do
      evil = text.escape_url(evil)
      assert.is_true(finds("f=" .. evil .. ":is:1"), evil)
      assert.is_true(finds("sort=" .. evil .. "&down=1"), evil)
      assert.equal(404, (owner:get("/admin/tables/" .. evil)))
    end
    for _, value in ipairs { "' OR 1=1 --", "1); DROP TABLE probe; --", "\\", "%", "$1" } do
      get("/admin/tables/probe?f=words:is:" .. text.escape_url(value))
      get("/admin/tables/probe?f=size:is:" .. text.escape_url(value))
      assert.equal(404, (owner:get("/admin/tables/probe/row?key=" .. text.escape_url(value))))
      get("/admin/tables/probe?after=" .. text.escape_url(value))
    end
    assert.equal(404, (owner:get "/admin/tables/pg_authid"))
    assert.equal(1, pg.row("SELECT count(*)::int AS n FROM probe").n)
  end)

  it("go on to the next page after the last row, in whatever order", function()
    database.execute(([[DELETE FROM probe; INSERT INTO probe (mall_id, id, words, code, size, at)
      SELECT '%s', n, 'w' || n %% 7, lpad(n::text, 3), CASE WHEN n %% 3 > 0 THEN n %% 5 END, CASE WHEN n %% 2 > 0 THEN now() - n * interval '1 s' END
      FROM generate_series(1, 120) n]]):format(probe.mall))
    for _, order in ipairs { "", "sort=size", "sort=size&down=1", "sort=at", "sort=at&down=1", "sort=words", "sort=code&down=1" } do
      local seen, url, pages = {}, "/admin/tables/probe?" .. order, 0
      while url do
        local html = get(url)
        pages = pages + 1
        for id in html:gmatch 'row%?key=[%x-]+%%2C(%d+)"' do
          assert.is_nil(seen[id], order .. ": row " .. id .. " twice")
          seen[id] = true
        end
        url = html:match '<a class="btn btn%-small" href="([^"]+)" rel="next"'
        url = url and url:gsub("&amp;", "&")
      end
      local count = 0
      for _ in pairs(seen) do count = count + 1 end
      assert.same({ 120, 3 }, { count, pages }, order)
    end
  end)

  it("never show a secret, and a person's data only for a reason that is written down", function()
    local url = "/admin/tables/probe/row?key=" .. KEY
    for _, page in ipairs { url, "/admin/tables/probe?all=1", "/admin/tables/probe/edit?key=" .. KEY, "/admin/tables/probe/delete?key=" .. KEY } do
      local html = get(page)
      assert.is_nil(html:find("argon2id", 1, true), page)
      assert.is_nil(html:find("kim@example.kr", 1, true), page)
    end
    local html = get(url)
    assert.matches("••• (16바이트)", html, 1, true)
    assert.matches("ki*@example.kr", html, 1, true)
    assert.equal(303, (owner:post("/admin/tables/probe/row", { key = KEY, why = "" })))
    assert.is_nil(pg.row "SELECT FROM audit_entry WHERE action = 'table.unmask'")
    local _, unmasked = owner:post("/admin/tables/probe/row", { key = KEY, why = "고객이 물어서" })
    assert.matches("kim@example.kr", unmasked, 1, true)
    assert.is_nil(unmasked:find("argon2id", 1, true))
    local entry = pg.row "SELECT kind, subject, why, staff FROM audit_entry WHERE action = 'table.unmask'"
    assert.same({ kind = "probe", subject = KEY, why = "고객이 물어서", staff = "owner@sijang.test" }, entry)
  end)

  it("let a person's data be changed by who has said why they look at it", function()
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    assert.is_nil(html:find('name="c.email"', 1, true))
    assert.equal(303, (owner:post("/admin/tables/probe/edit/open", { key = KEY, why = "" })))
    local _, opened = owner:post("/admin/tables/probe/edit/open", { key = KEY, why = "오타 신고" })
    assert.equal("오타 신고", pg.row("SELECT why FROM audit_entry WHERE action = 'table.unmask' ORDER BY seq DESC LIMIT 1").why)
    local sent = fill(opened, { ["c.email"] = "lee@example.kr" })
    -- who comes in between is not shown to somebody who has not asked for them
    database.execute "UPDATE probe SET email = 'park@example.kr'"
    local status, again = owner:post("/admin/tables/probe/edit", sent)
    assert.equal(409, status)
    assert.is_nil(again:find("park@example.kr", 1, true))
    assert.matches("지금 값: <code>pa**@example.kr</code>", again, 1, true)
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(again))))
    assert.equal("lee@example.kr", stored "email")
  end)

  it("name rows whose key is a secret by its digest", function()
    database.execute "INSERT INTO probe_ticket VALUES ('\\xdeadbeef', '표')"
    local html = get "/admin/tables/probe_ticket"
    assert.is_nil(html:find("deadbeef", 1, true))
    local url = html:match 'href="(/admin/tables/probe_ticket/row[^"]+)"'
    assert.is_nil(get(url):find("deadbeef", 1, true))
  end)

  it("make a row, with what is left to the database", function()
    local html = get "/admin/tables/probe/new"
    local sent = fill(html, { ["c.id"] = "2", ["c.words"] = "둘", ["c.code"] = "two", ["c.tags"] = '["가"]' })
    -- what may be NULL is, unless somebody types; what the database works out is left to it
    assert.same({ "", "1", "" }, { sent["c.at"], sent["n.short"], sent["c.short"] })
    assert.is_nil(sent["n.at"])
    local status, body, location = owner:post("/admin/tables/probe/new", sent)
    assert.equal(303, status, body)
    local row = pg.row "SELECT words, tags, on_sale, kind, size, at IS NOT NULL AS timed, facts::text AS facts, mall_id FROM probe WHERE id = 2"
    assert.same({ words = "둘", tags = { "가" }, on_sale = true, kind = "a", timed = true, facts = "{}", mall_id = probe.mall }, row)
    assert.matches("행을 만들었어요", get(location), 1, true)
    local entry = pg.row "SELECT kind, subject FROM audit_entry WHERE action = 'table.insert' ORDER BY seq DESC LIMIT 1"
    assert.same({ kind = "probe", subject = probe.mall .. ",2" }, entry)
  end)

  it("show again what was typed beside what is wrong with it", function()
    local html = get "/admin/tables/probe/new"
    local status, again = owner:post("/admin/tables/probe/new",
      fill(html, { ["c.id"] = "x", ["c.words"] = "<b>둘", ["c.qty"] = "100", ["c.facts"] = "{" }))
    assert.equal(422, status)
    for _, sentence in ipairs { "정수를 숫자(0~9)로 써 주세요.", "1부터 99까지 쓸 수 있어요.", "JSON으로 읽을 수 없어요", "&lt;b&gt;둘" } do
      assert.matches(sentence, again, 1, true)
    end
    status, again = owner:post("/admin/tables/probe/new", fill(html, { ["c.id"] = "2", ["c.words"] = "둘", ["c.code"] = "one" }))
    assert.equal(422, status)
    assert.matches('id="e%-%d+"><svg[^\n]*\n<span>이미 다른 행에 있는 값이에요.', again)
  end)

  it("save only what was changed, and say so when nothing was", function()
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    local status, again = owner:post("/admin/tables/probe/edit", fill(html))
    assert.equal(422, status)
    assert.matches("바뀐 것이 없어요", again, 1, true)
    status = owner:post("/admin/tables/probe/edit", fill(html, { ["c.words"] = "고친 줄", ["c.size"] = "", ["n.size"] = "1", why = "오타" }))
    assert.equal(303, status)
    assert.same({ "고친 줄" }, { stored "words", stored "size" })
    assert.same({ "size", "twice", "words" }, pg.row("SELECT columns FROM row_change ORDER BY at DESC LIMIT 1").columns)
    assert.equal("kim@example.kr", stored "email")
    assert.equal("9007199254740993", stored "wide")
    assert.equal("오타", pg.row("SELECT why FROM audit_entry WHERE action = 'table.update' ORDER BY seq DESC LIMIT 1").why)
  end)

  it("set what was NULL by typing, and nothing by unticking", function()
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    assert.matches('name="n.day" value="1" checked', html, 1, true)
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(html, { ["c.day"] = "2026-11-29" }))))
    assert.equal("2026-11-29", stored "day")
    html = get("/admin/tables/probe/edit?key=" .. KEY)
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(html, { ['n.weird "name'] = false }))))
    assert.equal("", stored '"weird ""name"')
    html = get("/admin/tables/probe/edit?key=" .. KEY)
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(html, { ["n.words"] = "1" }))))
    assert.is_nil(stored "words")
  end)

  it("keep apart what two people changed at once", function()
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    database.execute "UPDATE probe SET words = '남이 고친 줄', size = 8"
    local status, again = owner:post("/admin/tables/probe/edit", fill(html, { ["c.words"] = "내가 고친 줄" }))
    assert.equal(409, status)
    assert.matches('value="내가 고친 줄"', again, 1, true)
    assert.matches("지금 값: <code>남이 고친 줄</code>", again, 1, true)
    assert.equal("남이 고친 줄", stored "words")
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(again))))
    assert.same({ "내가 고친 줄", "8" }, { stored "words", stored "size" })
  end)

  it("keep apart what two people changed, also when what one of them typed is wrong", function()
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    database.execute "UPDATE probe SET words = '남이 고친 줄', size = 8"
    local status, again = owner:post("/admin/tables/probe/edit", fill(html, { ["c.size"] = "많이" }))
    assert.equal(422, status)
    assert.matches("지금 값: <code>8</code>", again, 1, true)
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(again, { ["c.size"] = "9" }))))
    assert.same({ "남이 고친 줄", "9" }, { stored "words", stored "size" })
  end)

  it("pick a reference by its name, step by step, without a script", function()
    database.execute(("INSERT INTO shelf (mall_id, name) SELECT '%s', '선반 ' || n FROM generate_series(1, 80) n"):format(probe.mall))
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    assert.matches("data%-offered>과일 선반", html)
    local _, offered = owner:post("/admin/tables/probe/edit", fill(html, { ["c.words"] = "아직", ["q.shelf_id"] = "선반 77", pick = "shelf_id" }))
    assert.equal("첫 <줄>", stored "words")
    local take = offered:match 'name="take" value="([^"]+)" formnovalidate>선반 77<'
    local _, taken = owner:post("/admin/tables/probe/edit", fill(offered, { take = take }))
    assert.matches("data%-offered>선반 77", taken)
    assert.equal(303, (owner:post("/admin/tables/probe/edit", fill(taken))))
    assert.equal("아직", stored "words")
    assert.equal("선반 77", pg.row("SELECT s.name FROM probe p JOIN shelf s ON s.id = p.shelf_id").name)
    local _, json = owner:get("/admin/tables/probe/offers?column=shelf_id&q=" .. text.escape_url "과일")
    assert.same({ offers = { { label = "과일 선반", value = "00000000-0000-7000-8000-0000000000c1" } } }, require("json").decode(json))
  end)

  it("ask before a row is deleted, delete it, and bring it back", function()
    database.execute(("INSERT INTO probe_part VALUES ('%s', 1, 1, '하나')"):format(probe.mall))
    local html = get("/admin/tables/probe/delete?key=" .. KEY)
    assert.matches("probe_part</strong> 1개", html, 1, true)
    local sent = { key = KEY, version = html:match 'name="version" value="([^"]+)"', why = "없앰" }
    database.execute "UPDATE probe SET size = 9"
    assert.equal(409, (owner:post("/admin/tables/probe/delete", sent)))
    sent.version = get("/admin/tables/probe/delete?key=" .. KEY):match 'name="version" value="([^"]+)"'
    local status, _, location = owner:post("/admin/tables/probe/delete", sent)
    assert.equal(303, status)
    assert.equal(0, pg.row("SELECT count(*)::int AS n FROM probe").n)
    local after = get(location)
    local id = after:match 'name="id" value="([%x-]+)"'
    assert.equal(303, (owner:post("/admin/tables/probe/undo", { id = id })))
    assert.equal("9", stored "size")
    assert.equal(1, pg.row("SELECT count(*)::int AS n FROM probe_part").n)
    local _, _, back = owner:post("/admin/tables/probe/undo", { id = id })
    assert.matches("다른 사람이 먼저 되돌렸어요", get(back), 1, true)
  end)

  it("do not offer to delete what others refer to", function()
    local key = probe.mall .. ",00000000-0000-7000-8000-0000000000c1"
    local html = get("/admin/tables/shelf/delete?key=" .. key)
    assert.matches("이 행을 가리켜서 지울 수 없어요", html, 1, true)
    assert.is_nil(html:find('btn btn-bad" type="submit"', 1, true))
    local status, refused = owner:post("/admin/tables/shelf/delete", { key = key, version = html:match 'name="version" value="([^"]+)"' })
    assert.equal(422, status)
    assert.matches("probe 표의 행이 이 행을 가리키고 있어요", refused, 1, true)
  end)

  it("show what was changed, of a row and of a table", function()
    local html = get("/admin/tables/probe/edit?key=" .. KEY)
    owner:post("/admin/tables/probe/edit", fill(html, { ["c.words"] = "나중" }))
    for _, url in ipairs { "/admin/tables/probe/history?key=" .. KEY, "/admin/tables/probe/history" } do
      local history = get(url)
      assert.matches("첫 &lt;줄&gt;", history, 1, true)
      assert.matches("나중", history, 1, true)
    end
  end)

  it("that are for reading only are not written", function()
    for _, name in ipairs { "order_event", "product_sheet", "row_change", "audit_entry" } do
      local url = "/admin/tables/" .. name .. "/new"
      assert.equal(403, (owner:get(url)), url)
      assert.equal(403, (owner:post(url, {})), url)
    end
  end)

  it("leave as a file, with what is hidden hidden there too", function()
    database.execute "UPDATE probe SET words = '=1+1'"
    local csv = get("/admin/tables/probe/export?f=size:is:7"):gsub("^\239\187\191", "")
    local rows = require("shared.csv").parse(csv)
    assert.equal("mall_id", rows[1][1])
    local by_name = {}
    for i, name in ipairs(rows[1]) do by_name[name] = rows[2][i] end
    assert.same({ "=1+1", "9007199254740993", "ki*@example.kr", "••• (16바이트)", "" },
      { by_name.words, by_name.wide, by_name.email, by_name.password_hash, by_name.day })
    assert.matches("'=1+1", csv, 1, true)
    assert.is_nil(get("/admin/tables/probe/export?f=size:is:8"):find("1+1", 1, true))
    assert.is_truthy(pg.row "SELECT FROM audit_entry WHERE action = 'table.export'")
    database.execute(("INSERT INTO shelf (mall_id, name) SELECT '%s', 'n' || n FROM generate_series(1, 1200) n"):format(probe.mall))
    local seen = {}
    for _, row in ipairs(require("shared.csv").parse((get("/admin/tables/shelf/export?sort=name"):gsub("^\239\187\191", "")))) do
      seen[row[2]] = true
    end
    local count = 0
    for _ in pairs(seen) do count = count + 1 end
    assert.equal(1 + 1 + 1200, count)
  end)

  it("offer what sijang check says", function()
    assert.matches("재고는 재고 장부의 합이고", get "/admin/checks", 1, true)
  end)
end)
