local probe = require "spec.app.relation.probe"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local input = require "relation.rules.input"
local pg = require "pg"
local process = require "process"
local relation = require "relation"

describe("a row changed by hand", function()
  local catalog, one

  setup(function()
    catalog = probe.open()
    one = catalog.by_name.probe
  end)

  before_each(function()
    database.execute "DELETE FROM probe_part; DELETE FROM probe; DELETE FROM shelf"
  end)

  -- What people typed, as a form reads it.
  local function read(typed)
    local values = {}
    for name, text in pairs(typed) do
      local value, sentence = input.read(one.by_name[name], text ~= input.null and text or nil, text == input.null)
      assert(value ~= nil, name .. ": " .. tostring(sentence))
      values[name] = value
    end
    return values
  end

  local function insert(typed)
    typed.mall_id, typed.id = typed.mall_id or probe.mall, typed.id or "1"
    if not typed.words and not typed.size then typed.words = "말" end
    return probe.transaction(function(tx) return relation.insert(tx, one, read(typed), probe.author, "시험") end)
  end

  local function find(id, of) return relation.find(catalog, of or one, of and id or { probe.mall, id or "1" }) end

  local function update(typed, seen, id)
    local key = { probe.mall, id or "1" }
    return probe.transaction(function(tx)
      return relation.update(tx, catalog, one, key, seen or find(id).version, read(typed), probe.author, "고침")
    end)
  end

  local function delete(id)
    return probe.transaction(function(tx)
      return relation.delete(tx, catalog, one, { probe.mall, id or "1" }, find(id).version, probe.author, "지움")
    end)
  end

  local function undo(change)
    return probe.transaction(function(tx) return relation.undo(tx, catalog, change.id, probe.author, "되돌림") end)
  end

  local function sentence(refused)
    assert.equal("table.refused", refused.code)
    return relation.sentence(catalog, one, refused)
  end

  describe("keeps what was typed to the last digit:", function()
    local values = {
      words = { "", "  앞뒤 빈칸  ", "두\n줄", "따옴표 ' \" \\ {a,b}" },
      code = { "가나다" },
      size = { "-2147483648" },
      wide = { "9007199254740993", "-9223372036854775808" },
      share = { "1234.56" },
      on_sale = { "false" },
      day = { "2026-02-28" },
      at = { "2026-11-29 18:22:03.123456", "infinity" },
      tags = { '["쉼, 표", "", null, "NULL", "따\\"옴\\\\표"]', "[]" },
      numbers = { "[1, 9007199254740993, null]" },
      kind = { "b'c", "d, e" },
      ['weird "name'] = { "값" },
    }
    for name, list in pairs(values) do
      for _, typed in ipairs(list) do
        it(name .. " = " .. typed, function()
          assert(insert { [name] = typed })
          assert.equal(typed, find().cells[name].text)
          -- typed again as it is shown, nothing changes
          local _, refused = update { [name] = find().cells[name].text }
          assert.equal("table.unchanged", refused.code)
        end)
      end
    end

    it("JSON, with numbers that no double holds", function()
      assert(insert { facts = '{"n": 12345678901234567890.123, "가": [1, {"b": null}]}', raw = '{"b":1,  "a":2}' })
      assert.equal("12345678901234567890.123", pg.row("SELECT facts ->> 'n' AS n FROM probe").n)
      assert.equal('{"b":1,  "a":2}', find().cells.raw.text)
      assert.matches('\n    "n": 12345678901234567890.123', find().cells.facts.text, 1, true)
    end)
  end)

  it("tells NULL from nothing", function()
    assert(insert { words = "", size = "1" })
    assert.equal("", find().cells.words.text)
    assert(update { words = input.null })
    assert.is_nil(find().cells.words.text)
    assert.is_true(pg.row("SELECT words IS NULL AS empty FROM probe").empty)
  end)

  it("gets the defaults of what was left out", function()
    assert(insert {})
    assert.equal("abc", find().cells.code.text)
    assert.is_truthy(find().cells.at.text)
  end)

  it("shows times in Seoul, whatever the session thinks", function()
    assert(insert { at = "2026-01-01 00:00" })
    assert.equal("2025-12-31 15:00:00+00", pg.row("SELECT at::text AS at FROM probe").at)
    assert.equal("2026-01-01 00:00:00.000000", find().cells.at.text)
  end)

  it("that somebody else changed meanwhile is not overwritten", function()
    assert(insert { words = "처음" })
    local seen = find().version
    assert(update({ words = "남의 것" }, seen))
    local done, refused = update({ words = "내 것" }, seen)
    assert.is_nil(done)
    assert.equal("table.conflict", refused.code)
    assert.equal("남의 것", refused.row.cells.words.text)
    assert.equal("남의 것", find().cells.words.text)
  end)

  it("counts up by which forms elsewhere see that it changed, and that counting is no change of its own", function()
    assert(insert {})
    local change = assert(update { words = "둘째" })
    assert.equal("2", find().cells.version.text)
    assert(update { size = "1" })
    assert(undo(change))
    assert.equal("4", find().cells.version.text)
    assert.same({ "words" }, change.columns)
  end)

  it("that somebody else holds is not waited for forever", function()
    assert(insert { words = "처음" })
    local seen = find().version
    local holder = assert(process.spawn { argv = { "psql", "-Xq", database.address((pg.row "SELECT current_database() AS name").name, "sijang"),
      "-c", "BEGIN", "-c", "SELECT FROM probe FOR UPDATE", "-c", "SELECT pg_sleep(30)" }, stdin = "null", stdout = "null", stderr = "null",
      die_with_parent = true })
    eventually(function() return not pg.row "SELECT 1 AS free FROM probe FOR UPDATE SKIP LOCKED" end)
    local ok, refused = pcall(update, { words = "나중" }, seen)
    database.execute [[SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query = 'SELECT pg_sleep(30)' AND datname = current_database()]]
    holder:wait(5000)
    assert.is_false(ok)
    assert.equal("table.slow", refused.code)
  end)

  it("that is gone says so", function()
    assert(insert {})
    local seen = find().version
    database.execute "DELETE FROM probe"
    local _, refused = update({ words = "늦음" }, seen)
    assert.equal("table.gone", refused.code)
  end)

  describe("is told in words, at the field:", function()
    it("what is there already", function()
      assert(insert {})
      local _, refused = insert { id = "2" }
      assert.same({ "code", "이미 다른 행에 있는 값이에요." }, { sentence(refused) })
    end)

    it("what nothing answers to", function()
      local _, refused = insert { shelf_id = probe.mall }
      assert.same({ "shelf_id", "shelf 표에 그런 행이 없어요." }, { sentence(refused) })
    end)

    it("what breaks a rule of several columns", function()
      local _, refused = insert { words = input.null, size = input.null }
      local at, words = sentence(refused)
      assert.is_nil(at)
      assert.matches("probe_words_or_size", words)
    end)

    it("what must not be empty", function()
      local _, refused = probe.transaction(function(tx)
        return relation.insert(tx, one, { id = "1", words = "말" }, probe.author, "")
      end)
      assert.same({ "mall_id", "비워 둘 수 없는 칸이에요." }, { sentence(refused) })
    end)

    it("what a rule of one column says", function()
      assert(insert {})
      local _, refused = probe.transaction(function(tx)
        return relation.update(tx, catalog, one, { probe.mall, "1" }, find().version, { qty = "100" }, probe.author, "")
      end)
      assert.same({ "qty", "1부터 99까지 쓸 수 있어요." }, { sentence(refused) })
      _, refused = probe.transaction(function(tx)
        return relation.update(tx, catalog, one, { probe.mall, "1" }, find().version, { kind = "z" }, probe.author, "")
      end)
      assert.same({ "kind", "a, b'c, d, e 가운데 하나여야 해요." }, { sentence(refused) })
    end)

    it("how many letters there may be", function()
      local _, refused = probe.transaction(function(tx)
        return relation.insert(tx, one, { mall_id = probe.mall, id = "1", words = "말", short = "여섯글자예요" }, probe.author, "")
      end)
      assert.same({ "short", "2자부터 5자까지 쓸 수 있어요." }, { sentence(refused) })
      assert.equal("5자까지 쓸 수 있어요. 지금은 6자예요.", select(2, input.read(one.by_name.short, "여섯글자예요")))
    end)

    it("what is too long or too large, though no field said so", function()
      for name, value in pairs { code = "길어요오", size = "2147483648", wide = "x", share = "123456789" } do
        local _, refused = probe.transaction(function(tx)
          return relation.insert(tx, one, { mall_id = probe.mall, id = "1", words = "말", [name] = value }, probe.author, "")
        end)
        local _, words = sentence(refused)
        assert.is_string(words)
      end
    end)

    it("that others refer to the row that is to go", function()
      local shelf = catalog.by_name.shelf
      database.execute(("INSERT INTO shelf (mall_id, id, name) VALUES ('%s', '%s', '선반')"):format(probe.mall, probe.mall))
      assert(insert { shelf_id = probe.mall })
      local key = { probe.mall, probe.mall }
      local _, refused = probe.transaction(function(tx)
        return relation.delete(tx, catalog, shelf, key, find(key, shelf).version, probe.author, "")
      end)
      local _, words = relation.sentence(catalog, shelf, refused)
      assert.matches("^probe 표의 행이", words)
    end)
  end)

  describe("can be changed back:", function()
    it("a change, and its undoing too", function()
      assert(insert { words = "처음", at = "2026-01-02 03:04:05.000006", wide = "9007199254740993" })
      local change = assert(update { words = "나중", wide = "1" })
      assert.same({ "wide", "words" }, change.columns)
      local back = assert(undo(change))
      assert.equal("처음", find().cells.words.text)
      assert.equal("9007199254740993", find().cells.wide.text)
      assert.equal("2026-01-02 03:04:05.000006", find().cells.at.text)
      assert(undo(back))
      assert.equal("나중", find().cells.words.text)
    end)

    it("but once", function()
      assert(insert {})
      local change = assert(update { words = "나중" })
      assert(undo(change))
      local done, refused = undo(change)
      assert.is_nil(done)
      assert.equal("table.undone", refused.code)
    end)

    it("not when what it changed has changed since", function()
      assert(insert { words = "처음", size = "1" })
      local change = assert(update { words = "둘째" })
      assert(update { size = "2" })
      assert(undo(change))
      change = assert(update { words = "셋째" })
      assert(update { words = "넷째" })
      local done, refused = undo(change)
      assert.is_nil(done)
      assert.equal("table.moved", refused.code)
      assert.same({ "words" }, refused.columns)
      assert.equal("넷째", find().cells.words.text)
    end)

    it("a new row, which goes again", function()
      local change = assert(insert { words = "새" })
      local back = assert(undo(change))
      assert.is_nil(find())
      assert(undo(back))
      assert.equal("새", find().cells.words.text)
    end)

    it("a new row not once it has been changed", function()
      local change = assert(insert { words = "새" })
      assert(update { words = "고친" })
      local _, refused = undo(change)
      assert.equal("table.moved", refused.code)
    end)

    it("a deletion, with what it took along", function()
      assert(insert { words = "있던", picture = nil })
      database.execute(([[UPDATE probe SET picture = '\x00ff', raw = '{"a": 1}'; INSERT INTO probe_part VALUES ('%s', 1, 1, '하나'),
        ('%s', 1, 2, '둘'); INSERT INTO probe_note VALUES ('%s', 1, 1, 1), ('%s', 1, 2, 1)]]):format(probe.mall, probe.mall, probe.mall,
        probe.mall))
      local before = pg.row("SELECT p::text AS row FROM probe p").row
      local change = assert(delete())
      assert.equal(4, change.along)
      assert.equal(0, pg.row("SELECT count(*)::int AS n FROM probe_part").n)
      local back = assert(undo(change))
      assert.equal(before, pg.row("SELECT p::text AS row FROM probe p").row)
      assert.equal(2, pg.row("SELECT count(*)::int AS n FROM probe_note").n)
      assert.equal("하나둘", pg.row("SELECT string_agg(note, '' ORDER BY n) AS notes FROM probe_part").notes)
      assert(undo(back))
      assert.equal(0, pg.row("SELECT count(*)::int AS n FROM probe").n)
    end)

    it("a deletion not when its place is taken", function()
      assert(insert { code = "one" })
      local change = assert(delete())
      assert(insert { id = "2", code = "one" })
      local done, refused = undo(change)
      assert.is_nil(done)
      assert.same({ "code", "이미 다른 행에 있는 값이에요." }, { sentence(refused) })
    end)

    it("without what is secret, which is nowhere kept", function()
      assert(insert { words = "비밀" })
      database.execute "UPDATE probe SET password_hash = 'argon'"
      assert(update { words = "고침" })
      assert(delete())
      assert.equal(0, pg.row("SELECT count(*)::int AS n FROM row_change WHERE row_change::text LIKE '%argon%'").n)
    end)
  end)

  it("stands in the history, with who, when, why and what", function()
    assert(insert { words = "처음" })
    assert(update { words = "나중" })
    local list = relation.history(one, { probe.mall, "1" }, nil, 10)
    assert.equal("update", list[1].action)
    assert.equal("owner@sijang.test 고침", list[1].staff_name .. " " .. list[1].why)
    assert.same({ "words" }, list[1].columns)
    assert.same({ "처음", "나중" }, { list[1].was.words.text, list[1].is.words.text })
    assert.equal("insert", list[2].action)
    assert.has_error(function() pg.write "UPDATE row_change SET why = ''" end)
    assert.has_error(function() pg.write "DELETE FROM row_change" end)
  end)

  it("is read only where the application may only add, and where others derive it", function()
    for _, name in ipairs { "probe_ledger", "order_event", "product_sheet", "row_change" } do
      local ledger = catalog.by_name[name]
      assert.same({ false, false, false }, { ledger.may_insert, ledger.may_update, ledger.may_delete }, name)
      local _, refused = probe.transaction(function(tx) return relation.insert(tx, ledger, {}, probe.author, "") end)
      assert.equal("table.read_only", refused.code)
    end
  end)
end)
