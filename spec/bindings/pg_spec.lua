-- The pg binding against a PostgreSQL of its own, because what matters most is what happens when that one misbehaves.

local clock = require "clock"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local pg = require "pg"
local place = require "place"
local postgres = require "cluster.postgres"
local process = require "process"
local task = require "task"

local where
local uuid = "0195d3a0-0000-7000-8000-00000000000a"

local function address(name)
  return postgres.address(where, nil, name)
end

local function nothing_is_open()
  local stats = pg.stats()
  return stats.read.in_flight == 0
    and stats.read.waiting == 0
    and stats.slow.in_flight == 0
    and stats.slow.waiting == 0
    and stats.pool.in_use == 0
    and stats.pool.cleaning == 0
    and stats.pool.waiting == 0
end

local function all(count, fn)
  local handles, results = {}, {}
  for i = 1, count do
    handles[i] = task.spawn(fn, i)
  end
  for i = 1, count do
    results[i] = handles[i]:join()
  end
  return results
end

local function one(sql, ...)
  local row = pg.row(sql, ...)
  return row and row.x
end

describe("pg", function()
  setup(function()
    where = place.temporary()
    place.make(where)
    place.hand_over(where, where.data)
    postgres.start(where)
    pg.use(address())
    assert(pg.query [[create table goods (id int primary key, name text not null,
      stock int not null check (stock >= 0))]])
    assert(pg.query "insert into goods select n, 'goods ' || n, 10 from generate_series(1, 100) n")
  end)

  teardown(function()
    postgres.stop(where)
    fs.remove(where.data, true)
  end)

  after_each(function()
    eventually(nothing_is_open, 5000, "nothing is left open")
  end)

  describe("results", function()
    it("makes numbers of whole numbers, and strings of those a double cannot hold", function()
      assert.equal(-32768, one "select (-32768)::int2 as x")
      assert.equal(2147483647, one "select 2147483647::int4 as x")
      assert.equal(9007199254740992, one "select 9007199254740992::int8 as x")
      assert.equal(-9007199254740992, one "select (-9007199254740992)::int8 as x")
      assert.equal("9007199254740993", one "select 9007199254740993::int8 as x")
      assert.equal("-9223372036854775808", one "select '-9223372036854775808'::int8 as x")
    end)

    it("keeps numeric as text, and floats as they are", function()
      assert.equal("12345678901234567890.10", one "select 12345678901234567890.10::numeric as x")
      assert.equal(0.1, one "select 0.1::float8 as x")
      assert.equal(math.huge, one "select 'infinity'::float8 as x")
      local nan = one "select 'nan'::float8 as x"
      assert.is_true(nan ~= nan)
    end)

    it("reads booleans, text and uuids", function()
      assert.is_true(one "select true as x")
      assert.is_false(one "select false as x")
      assert.equal("김치 'x' \\ \n", one [[select E'김치 \'x\' \\ \n' as x]])
      assert.equal(uuid, one("select $1::uuid as x", uuid:upper()))
      assert.equal("2026-09-20", one "select '2026-09-20'::date as x")
    end)

    it("reads instants as epoch seconds, to the microsecond", function()
      assert.equal(1789880400.123456, one "select '2026-09-20 14:00:00.123456+09'::timestamptz as x")
      for _, text in ipairs {
        "1970-01-01 00:00:00Z", "1969-12-31 23:59:59.999999Z", "2000-02-29 12:00:00+09:30", "1900-03-01 00:00:00Z",
        "0044-03-15 00:00:00Z BC", "9999-12-31 23:59:59Z", "1908-04-01 00:00:00+08:27:52",
      } do
        local row = pg.row("select t as x, extract(epoch from t)::float8 as e from (select $1::timestamptz t) s", text)
        assert.equal(row.e, row.x, text)
      end
      assert.equal(math.huge, one "select 'infinity'::timestamptz as x")
      assert.equal(-math.huge, one "select '-infinity'::timestamptz as x")
    end)

    it("reads instants the same in a session of another time zone", function()
      local rows = pg.tx(function(tx)
        tx:rows "set local timezone = 'Asia/Seoul'"
        return tx:rows "select '2026-09-20 14:00:00+09'::timestamptz as x"
      end)
      assert.equal(1789880400, rows[1].x)
    end)

    it("reads bytes", function()
      local bytes = {}
      for i = 0, 255 do
        bytes[i + 1] = string.char(i)
      end
      local every = table.concat(bytes)
      assert.equal(every, one("select $1::bytea as x", pg.bytea(every)))
      assert.equal("", one("select $1::bytea as x", pg.bytea ""))
    end)

    it("reads JSON", function()
      local value = one [[select '{"a": [1, 2.5, "사과", null, true], "b": {}}'::jsonb as x]]
      assert.same({ 1, 2.5, "사과", json.null, true }, { unpack(value.a, 1, 5) })
      assert.equal(json.null, one "select 'null'::json as x")
      assert.same({ k = "v" }, one("select $1::jsonb as x", pg.json { k = "v" }))
    end)

    it("reads arrays, NULLs in them as pg.null", function()
      assert.same({ "a", 'b"c\\', pg.null, "NULL", "", "쉼,표" },
        one [[select array['a', 'b"c\', null, 'NULL', '', '쉼,표'] as x]])
      assert.same({ 1, -2, 3 }, one "select array[1, -2, 3] as x")
      assert.same({}, one "select '{}'::text[] as x")
      assert.same({ { 1, 2 }, { 3, 4 } }, one "select array[[1, 2], [3, 4]] as x")
      assert.same({ 5, 6 }, one "select '[0:1]={5,6}'::int[] as x")
      assert.same({ true, false }, one "select array[true, false] as x")
      assert.same({ uuid }, one("select array[$1::uuid] as x", uuid))
      assert.same({ { a = 1 } }, one [[select array['{"a": 1}'::jsonb] as x]])
      assert.same({ 0 }, one "select array['1970-01-01Z'::timestamptz] as x")
      assert.same({ "\0\1" }, one [[select array['\x0001'::bytea] as x]])
    end)

    it("leaves NULL columns out and counts what was affected", function()
      local rows = assert(pg.query "select null as x, 1 as y union all select 2, null order by y nulls last")
      assert.same({ { y = 1 }, { x = 2 } }, { unpack(rows) })
      assert.equal(2, rows.affected)
      assert.equal(100, pg.rows("update goods set stock = stock").affected)
      assert.equal(0, #pg.rows "update goods set stock = stock where false")
      assert.is_nil(pg.row "select 1 where false")
    end)
  end)

  describe("parameters", function()
    it("pass nil in any place, pg.null, booleans, numbers and strings", function()
      local row = pg.row("select $1::text as a, $2::int as b, $3::bool as c, $4::text as d, $5::text as e",
        nil, 7, false, pg.null, nil)
      assert.same({ b = 7, c = false }, row)
    end)

    it("pass numbers exactly", function()
      for _, number in ipairs { 0, -1, 9007199254740992, 1e15, 123456789012345, 0.1, 1 / 3, 1e300, -2.5e-300, 1e21 } do
        assert.equal(number, one("select $1::float8 as x", number))
      end
      assert.equal("0.1", one("select $1::numeric as x", 0.1))
      assert.equal("9007199254740992", one("select $1::numeric as x", 2 ^ 53))
      assert.equal("9007199254740992", one("select $1::text as x", 2 ^ 53))
    end)

    it("pass arrays with anything in them", function()
      local strings = { "", "NULL", "a,b", '"', "\\", "{}", " ", "가나\n다" }
      assert.same(strings, one("select $1::text[] as x", pg.array(strings)))
      assert.same({}, one("select $1::int[] as x", pg.array {}))
      assert.same({ 1, pg.null, 3 }, one("select $1::int[] as x", pg.array { 1, pg.null, 3 }))
      assert.same({ true, false }, one("select $1::bool[] as x", pg.array { true, false }))
      assert.equal(3, one("select count(*)::int as x from goods where id = any($1)", pg.array { 1, 2, 3 }))
    end)

    it("are refused when they are misused", function()
      assert.error_matches(function() pg.query("select $1", {}) end, "a table cannot be a parameter")
      assert.error_matches(function() pg.query("select $1", print) end, "a function cannot be a parameter")
      assert.error_matches(function() pg.query("select $1", "a\0b") end, "NUL")
      assert.error_matches(function() pg.query("select 1\0") end, "NUL")
      assert.error_matches(function() pg.query("select $1", 0 / 0) end, "finite")
      assert.error_matches(function() pg.query("select $1", math.huge) end, "finite")
      assert.error_matches(function() pg.query(5) end, "string expected")
      assert.error_matches(function() pg.array { 1, {}, 3 } end, "element 2 is a table")
      assert.error_matches(function() pg.array { "a\0" } end, "NUL")
      assert.error_matches(function() pg.batch { "select 1" } end, "statement 1 is not a table")
    end)
  end)

  describe("errors", function()
    it("come as nil, message, SQLSTATE, constraint, detail", function()
      local rows, message, state, constraint, detail = pg.query("insert into goods values (1, 'x', 1)")
      assert.is_nil(rows)
      assert.matches("duplicate key", message)
      assert.same({ "23505", "goods_pkey" }, { state, constraint })
      assert.matches("%(id%)=%(1%)", detail)
      assert.equal("22012", (select(3, pg.query "select 1/0")))
      assert.equal("42601", (select(3, pg.query "selekt")))
      assert.equal("42P01", (select(3, pg.query "select * from nowhere")))
      assert.equal("22P02", (select(3, pg.query("select $1::int", "김치"))))
      assert.equal("22021", (select(3, pg.query("select $1::text", "\255"))))
      assert.equal("42601", (select(3, pg.query "select 1; select 2")))
      assert.equal("08P01", (select(3, pg.query("select $1::int", 1, 2))))
    end)

    it("are raised by rows and row as a table with a code", function()
      local function raised(fn, ...)
        local ok, err = pcall(fn, ...)
        assert.is_false(ok)
        return err
      end
      assert.equal("db.conflict", raised(pg.rows, "insert into goods values (1, 'x', 1)").code)
      local err = raised(pg.row, "select 1/0")
      assert.same({ "db.error", "22012", "division by zero" }, { err.code, err.sqlstate, err.message })
      assert.equal("db.error (22012): division by zero", tostring(err))
    end)

    it("refuses COPY without staying broken", function()
      assert.is_nil((pg.query "copy goods to stdout"))
      eventually(function() return pg.stats().read.connected end, 5000, "the lane is back")
      assert.equal(1, one "select 1 as x")
    end)

    it("says a failing decoder instead of losing the task", function()
      local deep = ("["):rep(1000) .. ("]"):rep(1000)
      local rows, message = pg.query("select $1::json as x", deep)
      assert.is_nil(rows)
      assert.matches("does not decode", message)
    end)
  end)

  describe("the read lane", function()
    it("answers a thousand tasks, each its own", function()
      local results = all(1000, function(i) return one("select $1::int as x", i) end)
      for i = 1, 1000 do
        assert.equal(i, results[i])
      end
    end)

    it("lets 100 failing statements spoil none of 1000", function()
      local good, bad = 0, 0
      all(1000, function(i)
        local rows, _, state
        if i % 20 == 0 then
          rows, _, state = pg.query("select nothing_of_this_name")
        elseif i % 10 == 0 then
          rows, _, state = pg.query("select 1 / $1::int as x", 0)
        else
          rows, _, state = pg.query("select $1::int as x", i)
        end
        if i % 10 == 0 then
          assert.equal(i % 20 == 0 and "42703" or "22012", state)
          bad = bad + 1
        else
          assert.equal(i, rows[1].x)
          good = good + 1
        end
      end)
      assert.same({ 900, 100 }, { good, bad })
    end)

    it("asks again what a failure in the same turn has undone, and does everything once", function()
      pg.rows "create table effects (n int)"
      pg.rows [[create function effect(n int) returns int language plpgsql as
        'begin insert into effects values (n); return n; end']]
      for round = 1, 5 do
        local results = all(60, function(i)
          local n = round * 100 + i
          if i % 7 == round then
            return select(3, pg.query("select effect($1) / 0 as x", n))
          elseif i % 11 == 0 then
            return pg.rows("update goods set stock = stock where id = $1", i).affected
          end
          return one("select effect($1) as x", n)
        end)
        for i = 1, 60 do
          assert.equal(i % 7 == round and "22012" or i % 11 == 0 and 1 or round * 100 + i, results[i])
        end
      end
      local row = pg.row "select count(*)::int as all, count(distinct n)::int as different from effects"
      assert.equal(row.different, row.all)
      pg.rows "drop function effect"
      pg.rows "drop table effects"
    end)

    it("keeps the slow lane's queries out of its way", function()
      local ended = false
      local slow = task.spawn(function()
        local x = pg.slow("select pg_sleep(1), 5 as x")[1].x
        ended = true
        return x
      end)
      task.sleep(20)
      assert.equal(1, one "select 1 as x")
      assert.is_false(ended)
      assert.equal(5, slow:join())
    end)

    it("sends a batch in one go and keeps its statements apart", function()
      local results = assert(pg.batch {
        { "select 1 as x" }, { "select $1::text as x", "둘" }, { "select $1::int as x, $2::int as y", nil, 3 },
      })
      assert.same({ 1, "둘", 3 }, { results[1][1].x, results[2][1].x, results[3][1].y })
      assert.same({}, pg.batch {})
      assert.equal(2, pg.row_sets({ { "select 1 as x" }, { "select 2 as x" } })[2][1].x)
      local ok, raised = pcall(pg.row_sets, { { "select 1" }, { "select 1/0" } })
      assert.same({ false, "db.error", "22012" }, { ok, raised.code, raised.sqlstate })
      assert.equal(3, pg.slow_rows("select 3 as x")[1].x)
      local failed, message, state, index = pg.batch {
        { "update goods set name = 'first' where id = 50" },
        { "select 1/0" },
        { "update goods set name = 'last' where id = 51" },
      }
      assert.same({ "division by zero", "22012", 2 }, { message, state, index })
      assert.is_nil(failed)
      assert.equal("first last", one "select string_agg(name, ' ' order by id) as x from goods where id in (50, 51)")
    end)

    it("throws away the answer of a task that was cancelled", function()
      local handle = task.spawn(function() return pg.query "select pg_sleep(0.05)" end)
      local after = task.spawn(function() return one "select 2 as x" end)
      handle:cancel()
      assert.error_matches(function() handle:join() end, "cancelled")
      assert.equal(2, after:join())
    end)

    it("prepares anew when a migration has changed the table", function()
      pg.rows "create table changing (a int)"
      pg.rows "insert into changing values (1)"
      assert.equal(1, pg.row("select * from changing").a)
      pg.rows "alter table changing add b text default 'new'"
      local rows = all(20, function() return assert(pg.query "select * from changing") end)
      for i = 1, 20 do
        assert.equal("new", rows[i][1].b)
      end
      assert.equal("new", pg.row("select * from changing").b)
      pg.rows "drop table changing"
    end)

    it("asks again what the server has forgotten", function()
      assert.equal(1, one "select 1 as x")
      pg.rows "deallocate all"
      assert.equal(1, one "select 1 as x")
    end)

    it("bounds what it keeps prepared", function()
      for i = 1, 600 do
        assert.equal(i, one(("select %d as x"):format(i)))
      end
      assert.is_true(pg.stats().read.statements <= 500)
      assert.is_true(one "select count(*)::int as x from pg_prepared_statements" <= 503)
    end)

    it("carries what is larger than any buffer, both ways at once", function()
      local large = ("시장 "):rep(400000)
      local results = all(4, function(i) return one("select $1::text || $2 as x", large, i) end)
      for i = 1, 4 do
        assert.is_true(results[i] == large .. i)
      end
      assert.equal(100000, #pg.rows "select generate_series(1, 100000) as x")
    end)

    it("refuses when too much waits", function()
      local function flood()
        local refused = 0
        all(10400, function()
          local rows, _, code = pg.query "select pg_sleep(0)"
          refused = refused + ((not rows and code == "busy") and 1 or 0)
        end)
        return refused
      end
      assert.is_true(flood() > 0)
      assert.equal(1, one "select 1 as x")
    end)
  end)

  describe("a write", function()
    it("returns its rows, and is kept", function()
      pg.rows "create table if not exists written (n integer primary key)"
      pg.rows "truncate written"
      local rows = pg.write("insert into written values ($1), ($2) returning n", 1, 2)
      assert.same({ 1, 2, 2 }, { rows[1].n, rows[2].n, rows.affected })
      assert.equal(2, pg.row("select count(*) as n from written").n)
    end)

    it("raises what the world says, and its connection is given back", function()
      local ok, raised = pcall(pg.write, "insert into written values (1)")
      assert.is_false(ok)
      assert.same({ "db.conflict", "23505" }, { raised.code, raised.sqlstate })
      ok, raised = pcall(pg.write, "insert into written values ($1)", {})
      assert.is_false(ok)
      assert.matches("table cannot be a parameter", raised)
      assert.equal(0, pg.stats().pool.in_use)
      assert.equal(1, #pg.write("insert into written values (3) returning n"))
    end)

    it("holds up no reader", function()
      local slow = task.spawn(pg.write, "select pg_sleep(0.3)")
      local began = clock.monotonic()
      pg.rows "select 1 as one"
      assert.is_true(clock.monotonic() - began < 200)
      slow:join()
    end)

    it("survives a change of what it was prepared for", function()
      pg.write "create table if not exists shaped (a integer)"
      for _ = 1, 3 do pg.write "insert into shaped values (1) returning *" end
      pg.write "alter table shaped add column b integer"
      assert.equal(1, pg.write("insert into shaped values (2) returning *")[1] and 1)
      pg.write "drop table shaped"
    end)

    it("is refused inside a transaction", function()
      local ok, raised = pcall(pg.tx, function() return pg.write "select 1" end)
      assert.is_false(ok)
      assert.matches("transaction within a transaction", raised)
    end)
  end)

  describe("a transaction", function()
    it("commits on a truthy result and returns all of them", function()
      local a, b = pg.tx(function(tx)
        tx:rows "update goods set stock = 9 where id = 1"
        return 1, "two"
      end)
      assert.same({ 1, "two" }, { a, b })
      assert.equal(9, one "select stock as x from goods where id = 1")
    end)

    it("rolls back on nil, fault and on false", function()
      local fault = { code = "stock.sold_out" }
      for _, first in ipairs { "nil", "false" } do
        local result, second = pg.tx(function(tx)
          tx:rows "update goods set stock = 0 where id = 2"
          if first == "nil" then return nil, fault end
          return false, fault
        end)
        assert.equal(first, tostring(result))
        assert.equal(fault, second)
      end
      assert.equal(10, one "select stock as x from goods where id = 2")
    end)

    it("rolls back and raises again what was raised", function()
      local err = {}
      local ok, raised = pcall(pg.tx, function(tx)
        tx:rows "update goods set stock = 0 where id = 2"
        error(err)
      end)
      assert.is_false(ok)
      assert.equal(err, raised)
      assert.equal(10, one "select stock as x from goods where id = 2")
    end)

    it("says a fault when it is asked to commit what has failed", function()
      local result, fault = pg.tx(function(tx)
        tx:query "update goods set stock = 0 where id = 2"
        tx:query "select 1/0"
        return true
      end)
      assert.is_nil(result)
      assert.same({ "db.error", "25P02" }, { fault.code, fault.sqlstate })
    end)

    it("says a fault when a deferred constraint fails at COMMIT", function()
      pg.rows "create table deferred (id int unique deferrable initially deferred)"
      local result, fault = pg.tx(function(tx)
        tx:rows "insert into deferred values (1), (1)"
        return true
      end)
      assert.is_nil(result)
      assert.same({ "db.conflict", "23505", "deferred_id_key" }, { fault.code, fault.sqlstate, fault.constraint })
      pg.rows "drop table deferred"
    end)

    it("costs nothing when it asks nothing", function()
      assert.equal("x", pg.tx(function() return "x" end))
      assert.is_nil(pg.tx(function() end))
    end)

    it("tells who asked for it that it was committed, and only then", function()
      local told = {}
      local function tell(word) return function() told[#told + 1] = word end end
      pg.tx(function(tx)
        tx:on_commit(tell "never")
        return nil, "no"
      end)
      pcall(pg.tx, function(tx)
        tx:on_commit(tell "never")
        error "no"
      end)
      assert.equal("kept", pg.tx(function(tx)
        tx:on_commit(tell "first")
        tx:on_commit(tell "second")
        assert.same({}, told)
        return "kept"
      end))
      assert.same({ "first", "second" }, told)
    end)

    describe("that defers a statement", function()
      local function stock(id) return one("select stock as x from goods where id = " .. id) end
      local function never() error "nothing was refused" end
      local TAKE = "update goods set stock = stock - $2 where id = $1 and 1 / (stock >= $2)::int = 1"

      it("sends it with the COMMIT, also when it is all there is", function()
        pg.rows "update goods set stock = 10 where id = 2"
        local told
        assert.equal("kept", pg.tx(function(tx)
          pg.trace(true)
          tx:rows "update goods set stock = stock - 1 where id = 2"
          tx:defer(never, TAKE, 2, 3)
          tx:on_commit(function() told = pg.traced() end)
          return "kept"
        end))
        pg.trace(false)
        assert.equal(6, stock(2))
        assert.same({ "BEGIN", "update goods set stock = stock - 1 where id = 2", TAKE, "COMMIT" },
          { told[1].sql, told[2].sql, told[3].sql, told[4].sql })
        assert.equal(1, pg.tx(function(tx)
          tx:defer(never, TAKE, 2, 1)
          return 1
        end))
        assert.equal(5, stock(2))
      end)

      it("answers what its failure means, once everything is rolled back", function()
        pg.rows "update goods set stock = 10 where id = 2"
        local seen
        local result, fault = pg.tx(function(tx)
          tx:rows "update goods set stock = 0 where id = 3"
          tx:defer(function(failure)
            seen = { failure.code, failure.sqlstate, stock(3) }
            return { code = "stock.sold_out" }
          end, TAKE, 2, 11)
          return "kept"
        end)
        assert.same({ nil, { code = "stock.sold_out" } }, { result, fault })
        assert.same({ "db.error", "22012", 10 }, seen)
        assert.same({ 10, 10 }, { stock(2), stock(3) })
        result, fault = pg.tx(function(tx)
          tx:defer(function() end, TAKE, 2, 11)
          return "kept"
        end)
        assert.same({ nil, "22012" }, { result, fault.sqlstate })
      end)

      it("sends it before whatever comes next, whose answer its failure then is", function()
        pg.rows "update goods set stock = 10 where id in (2, 3)"
        local order = {}
        assert.equal("kept", pg.tx(function(tx)
          tx:defer(never, TAKE, 2, 3)
          order[1] = tx:row "select stock from goods where id = 2".stock
          tx:defer(never, TAKE, 2, 3)
          tx:defer(never, TAKE, 2, 3)
          return "kept"
        end))
        assert.same({ 7, 1 }, { order[1], stock(2) })
        local reached
        local result, fault = pg.tx(function(tx)
          tx:defer(function() return { code = "stock.sold_out" } end, TAKE, 2, 5)
          tx:rows "update goods set stock = 0 where id = 3"
          reached = true
          return "kept"
        end)
        assert.same({ nil, { code = "stock.sold_out" } }, { result, fault })
        assert.is_nil(reached)
        assert.same({ 1, 10 }, { stock(2), stock(3) })
      end)

      it("forgets it when nothing is to stay", function()
        pg.rows "update goods set stock = 10 where id = 2"
        assert.is_nil((pg.tx(function(tx)
          tx:defer(never, TAKE, 2, 3)
          return nil, "no"
        end)))
        pcall(pg.tx, function(tx)
          tx:defer(never, TAKE, 2, 3)
          error "no"
        end)
        assert.equal(10, stock(2))
      end)

      it("runs again after a deadlock or a broken connection that it met", function()
        pg.rows "update goods set stock = 10 where id = 2"
        local tries = 0
        assert.equal("kept", pg.tx(function(tx)
          tries = tries + 1
          if tries == 1 then
            tx:defer(never, "select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)")
          else
            tx:defer(never, TAKE, 2, 3)
          end
          return "kept"
        end))
        assert.same({ 2, 7 }, { tries, stock(2) })
      end)
    end)

    it("undoes a savepoint alone", function()
      pg.tx(function(tx)
        tx:rows "update goods set stock = 5 where id = 3"
        local result, why = tx:savepoint(function()
          tx:rows "update goods set stock = 4 where id = 3"
          return nil, "why"
        end)
        assert.is_nil(result)
        assert.equal("why", why)
        assert.error_matches(function()
          tx:savepoint(function() error "from within" end)
        end, "from within")
        assert.is_nil((tx:savepoint(function() return nil, select(2, tx:query "select 1/0") end)))
        assert.equal("kept", tx:savepoint(function()
          tx:savepoint(function()
            tx:rows "update goods set name = 'inner' where id = 3"
            return true
          end)
          return "kept"
        end))
        return true
      end)
      assert.same({ stock = 5, name = "inner" }, pg.row "select stock, name from goods where id = 3")
    end)

    it("cannot be nested, used after its end, or used by another task", function()
      local kept
      assert.error_matches(function()
        pg.tx(function() return pg.tx(function() return true end) end)
      end, "transaction within a transaction")
      pg.tx(function(tx)
        kept = tx
        local ok, message = pcall(function()
          return task.spawn(function() return tx:query "select 1" end):join()
        end)
        assert.is_false(ok)
        assert.matches("another task", message)
        return tx:query "select 1"
      end)
      assert.error_matches(function() kept:query "select 1" end, "transaction is over")
    end)

    it("honours isolation and read_only, and refuses others", function()
      local level = pg.tx(function(tx) return tx:row("show transaction_isolation").transaction_isolation end,
        { isolation = "serializable" })
      assert.equal("serializable", level)
      local ok, err = pcall(pg.tx, function(tx) return tx:rows "update goods set stock = 1" end, { read_only = true })
      assert.same({ false, "25006" }, { ok, err.sqlstate })
      assert.error_matches(function() pg.tx(print, { isolation = "none" }) end, "invalid option")
    end)

    -- All come to the same point before any goes on; those who come again later do not wait.
    local function meeting(count)
      local arrived = 0
      return function()
        arrived = arrived + 1
        eventually(function() return arrived >= count end, 5000, "all have come")
      end
    end

    it("runs again after a serialization failure", function()
      local runs, meet = 0, meeting(5)
      all(5, function()
        return assert(pg.tx(function(tx)
          runs = runs + 1
          local stock = tx:row("select stock from goods where id = 4").stock
          meet()
          tx:rows("update goods set stock = $1 where id = 4", stock + 1)
          return true
        end, { isolation = "repeatable read", retry = 20 }))
      end)
      assert.equal(15, one "select stock as x from goods where id = 4")
      assert.is_true(runs > 5)
    end)

    it("runs again after a deadlock", function()
      local runs, meet = 0, meeting(2)
      local function cross(first, second)
        return pg.tx(function(tx)
          runs = runs + 1
          tx:rows("update goods set stock = stock + 1 where id = $1", first)
          meet()
          tx:rows("update goods set stock = stock + 1 where id = $1", second)
          return true
        end)
      end
      local a, b = task.spawn(cross, 5, 6), task.spawn(cross, 6, 5)
      assert.is_true(a:join())
      assert.is_true(b:join())
      assert.is_true(runs > 2)
      assert.equal(24, one "select sum(stock)::int as x from goods where id in (5, 6)")
    end)

    it("gives up after the retries it may have", function()
      local runs = 0
      local ok, err = pcall(pg.tx, function(tx)
        runs = runs + 1
        return tx:rows "do $$ begin raise exception 'no' using errcode = '40001'; end $$"
      end, { retry = 1 })
      assert.same({ false, 2, "db.conflict" }, { ok, runs, err.code })
    end)

    it("survives a changed table by running again", function()
      pg.rows "create table changing (a int)"
      local function read()
        return pg.tx(function(tx) return tx:rows "select * from changing" end)
      end
      pg.rows "insert into changing values (1)"
      for _ = 1, 10 do
        assert.equal(1, read()[1].a)
      end
      pg.rows "alter table changing add b int default 2"
      for _ = 1, 10 do
        assert.equal(2, read()[1].b)
      end
      pg.rows "drop table changing"
    end)

    it("shares few connections among many tasks", function()
      local most = 0
      local results = all(100, function(i)
        return pg.tx(function(tx)
          most = math.max(most, pg.stats().pool.in_use)
          return tx:row("select $1::int as x", i).x
        end)
      end)
      for i = 1, 100 do
        assert.equal(i, results[i])
      end
      assert.is_true(most <= pg.stats().pool.size)
    end)

    local function sleepers()
      return one [[select count(*)::int as x from pg_stat_activity
        where query like '%pg_sleep(20)%' and state = 'active' and pid <> pg_backend_pid()]]
    end

    it("is cancelled, rolled back and cleaned in the middle of a statement", function()
      local before = pg.stats().lost
      for _ = 1, 3 do
        local handle = task.spawn(function()
          return pg.tx(function(tx)
            tx:rows "update goods set stock = 0 where id = 7"
            return tx:rows "select pg_sleep(20)"
          end)
        end)
        eventually(function()
          return sleepers() == 1
        end, 5000, "it sleeps")
        local began = clock.monotonic()
        handle:cancel()
        eventually(nothing_is_open, 5000, "the connection is clean")
        assert.is_true(clock.monotonic() - began < 500)
        assert.equal(0, sleepers())
      end
      assert.equal(10, one "select stock as x from goods where id = 7")
      assert.equal(before, pg.stats().lost)
    end)

    it("is rolled back when its task is cancelled between statements or while it waits its turn", function()
      local holders = {}
      for i = 1, pg.stats().pool.size do
        holders[i] = task.spawn(function()
          return pg.tx(function(tx)
            tx:rows("update goods set stock = 0 where id = $1", 20 + i)
            task.sleep(10000)
            return true
          end)
        end)
      end
      eventually(function() return pg.stats().pool.in_use == pg.stats().pool.size end, 5000, "all are leased")
      local waiting = task.spawn(function() return pg.tx(function(tx) return tx:rows "select 1" end) end)
      local lucky = task.spawn(function() return pg.tx(function(tx) return tx:row("select 8 as x").x end) end)
      task.sleep(20)
      assert.equal(2, pg.stats().pool.waiting)
      waiting:cancel()
      for _, handle in ipairs(holders) do
        handle:cancel()
      end
      assert.equal(8, lucky:join())
      eventually(nothing_is_open, 5000, "nothing is left")
      assert.equal(0, one "select count(*)::int as x from goods where stock = 0")
    end)

    it("runs a script of many statements", function()
      local rows = pg.tx(function(tx)
        tx:rows "select 1"
        assert(tx:script "create table scripted (a int); insert into scripted values (1), (2);\n-- done\n")
        return tx:script "select sum(a)::int as x from scripted"
      end)
      assert.equal(3, rows[1].x)
      local result, fault = pg.tx(function(tx)
        local done, message, state = tx:script "drop table scripted; select 1/0; select 2"
        return done, { message, state }
      end)
      assert.is_nil(result)
      assert.same({ "division by zero", "22012" }, fault)
      assert.equal(2, one "select count(*)::int as x from scripted")
      pg.rows "drop table scripted"
    end)

    it("cancelled within a script leaves a usable connection", function()
      local handle = task.spawn(function()
        return pg.tx(function(tx) return tx:script "select 1; select pg_sleep(20); select 2" end)
      end)
      task.sleep(50)
      handle:cancel()
      eventually(nothing_is_open, 5000, "the connection is clean")
      assert.equal(1, pg.tx(function(tx) return tx:row("select 1 as x").x end))
    end)
  end)

  describe("a trace", function()
    it("tells a task's own statements with their time and rows", function()
      task.spawn(function()
        pg.trace(true)
        one "select 1 as x"
        task.spawn(function() one "select 2 as x" end):join()
        pg.query "select 1/0"
        pg.tx(function(tx) return tx:rows "select generate_series(1, 3)" end)
        local trace = pg.traced()
        local seen = {}
        for i, entry in ipairs(trace) do
          seen[i] = ("%s %d %s"):format(entry.sql, entry.rows, entry.failed or "ok")
          assert.is_true(entry.ms >= 0 and entry.ms < 1000)
        end
        assert.same({ "select 1 as x 1 ok", "select 1/0 0 22012", "BEGIN 0 ok", "select generate_series(1, 3) 3 ok",
          "COMMIT 0 ok" }, seen)
        pg.trace()
        assert.is_nil(pg.traced())
      end):join()
    end)
  end)

  describe("notifications", function()
    local heard = {}

    it("reach the functions of a channel, as tasks that may wait", function()
      pg.listen("spec_news", function(payload)
        task.sleep(1)
        heard[#heard + 1] = payload or "missed?"
      end)
      assert.is_false(pg.listening())
      pg.start_listening()
      eventually(pg.listening, 5000, "it listens")
      pg.rows "select pg_notify('spec_news', '하나')"
      pg.rows "select pg_notify('spec_other', 'x')"
      eventually(function() return #heard == 2 end, 5000, "the news")
      assert.same({ "missed?", "하나" }, heard)
      pg.start_listening() -- twice is once
      collectgarbage()
      eventually(pg.listening, 5000, "it still listens")
      assert.error_matches(function() pg.listen("a b", print) end, "a channel is")
    end)

    it("come again after the connection was cut, with a nil first", function()
      heard = {}
      pg.rows "select pg_terminate_backend(pid, 5000) from pg_stat_activity where query ~ '^(LISTEN|SELECT 1$)'"
      eventually(function() return #heard == 1 and pg.listening() end, 5000, "it listens again")
      pg.rows "select pg_notify('spec_news', '둘')"
      eventually(function() return #heard == 2 end, 5000, "the news")
      assert.same({ "missed?", "둘" }, heard)
    end)
  end)

  describe("in trouble", function()
    local function kill_others()
      assert(pg.slow [[select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()]])
      task.sleep(20)
    end

    it("does not send to a connection that was killed while it rested", function()
      one "select 1 as x"
      pg.tx(function(tx) return tx:rows "select 1" end)
      for _ = 1, 5 do
        -- Another process does it, and nothing turns the loop before the next query.
        local kill = "select pg_terminate_backend(pid, 5000) from pg_stat_activity " ..
          "where datname = 'sijang' and pid <> pg_backend_pid()"
        local psql = ("psql -qAt -h %s -U sijang -d sijang -o /dev/null -c %q"):format(where.sockets, kill)
        assert.equal(0, os.execute(psql))
        assert.equal(1, one "select 1 as x")
        assert.equal(1, pg.tx(function(tx) return tx:row("select 1 as x").x end, { retry = 0 }))
      end
    end)

    it("fails what was in flight when its backend is killed, and the next query works", function()
      one "select 1 as x"
      local handle = task.spawn(function() return select(3, pg.query "select pg_sleep(5)") end)
      task.sleep(20)
      kill_others()
      local state = handle:join()
      assert.is_true(state == "57P01" or state == "08006", state)
      assert.equal(1, one "select 1 as x")
    end)

    it("runs a transaction again whose backend is killed before COMMIT, and says so when that does not help", function()
      local runs = 0
      local stock = pg.tx(function(tx)
        runs = runs + 1
        tx:rows "update goods set stock = stock - 1 where id = 8"
        if runs == 1 then
          kill_others()
        end
        return tx:row("select stock from goods where id = 8").stock
      end)
      assert.same({ 9, 2 }, { stock, runs })
      local result, fault = pg.tx(function(tx)
        tx:rows "update goods set stock = 0 where id = 8"
        kill_others()
        local rows, message, state = tx:query "select 1"
        return rows, message and state
      end, { retry = 1 })
      assert.is_nil(result)
      assert.is_true(fault == "57P01" or fault == "08006", fault)
      local ok, raised = pcall(pg.tx, function(tx)
        tx:rows "select 1"
        kill_others()
        return tx:rows "select 1"
      end)
      assert.same({ false, "db.unavailable" }, { ok, raised.code })
      assert.equal(9, pg.tx(function(tx) return tx:row("select stock from goods where id = 8").stock end))
    end)

    it("does not claim to know whether a COMMIT happened that was cut off", function()
      pg.rows "create table slow_commit (id int)"
      pg.rows [[create function slowly() returns trigger language plpgsql as
        'begin perform pg_sleep(20); return null; end']]
      pg.rows [[create constraint trigger slowly after insert on slow_commit deferrable initially deferred
        for each row execute function slowly()]]
      local handle = task.spawn(function()
        return pg.tx(function(tx) return tx:rows "insert into slow_commit values (1)" end)
      end)
      task.sleep(100)
      kill_others()
      local ended = { pcall(function() return { handle:join() } end) }
      assert.is_true(ended[1])
      local _, fault = unpack(ended[2], 1, 2)
      assert.equal("db.unknown", fault.code)
      pg.rows "drop table slow_commit"
    end)

    it("answers at once or within a second while the server is away, and within a second once it is back", function()
      one "select 1 as x"
      pg.slow "select 1"
      pg.listen("spec_trouble", function() end)
      pg.start_listening()
      postgres.stop(where)
      local began = clock.monotonic()
      local rows, _, state = pg.query "select 1"
      assert.is_nil(rows)
      assert.equal("08006", state)
      assert.is_true(clock.monotonic() - began < 1500)
      local result, fault = pg.tx(function(tx) return tx:rows "select 1" end)
      assert.is_nil(result)
      assert.equal("db.unavailable", fault.code)
      task.sleep(1100)
      began = clock.monotonic()
      for _ = 1, 20 do
        assert.is_nil((pg.query "select 1"))
        assert.is_nil((pg.tx(function(tx) return tx:rows "select 1" end)))
      end
      assert.is_true(clock.monotonic() - began < 100, "fails at once after a while")
      assert.is_false(pg.listening())

      postgres.start(where)
      began = clock.monotonic()
      repeat
        task.sleep(10)
      until pg.query "select 1"
      repeat
        task.sleep(10)
      until pg.tx(function(tx) return tx:rows "select 1" end)
      assert.is_true(clock.monotonic() - began < 1000, "the first success comes within a second")
      eventually(pg.listening, 5000, "it listens again")
    end)

    it("keeps queries that came during a short absence", function()
      postgres.stop(where)
      local handle = task.spawn(function() return one "select 3 as x" end)
      local begun = task.spawn(function() return pg.tx(function(tx) return tx:row("select 4 as x").x end) end)
      local starter = clock.monotonic()
      postgres.start(where)
      -- The absence is short only if the machine is not too busy to start a server.
      local ok, result = pcall(handle.join, handle)
      local short = clock.monotonic() - starter < 900
      assert.is_true(ok or not short)
      assert.is_true(result == 3 or not short)
      pcall(begun.join, begun)
      eventually(function() return pg.query "select 1" end, 5000, "it is back")
    end)

    it("says why there is none, to who waited for it as to who comes later", function()
      pg.use "host=/nowhere user=nobody"
      local said = {}
      for i = 1, 2 do said[i] = { pg.query "select 1" } end
      for i = 3, 4 do
        local _, fault = pg.tx(function(tx) return tx:row "select 1" end)
        said[i] = { nil, fault.message, fault.sqlstate }
      end
      pg.use(address())
      for i = 1, 4 do
        assert.matches("^no connection to PostgreSQL: .*/nowhere/%.s%.PGSQL%.5432", said[i][2], nil, nil, i)
      end
    end)

    it("goes to another database when a command says so", function()
      pg.rows "create database elsewhere"
      local ok, message = pcall(pg.tx, function(tx)
        tx:rows "select 1"
        pg.use(address "elsewhere")
      end)
      assert.is_false(ok)
      assert.matches("a transaction is running", message)
      pg.use(address "elsewhere")
      assert.equal("elsewhere", one "select current_database() as x")
      assert.equal("elsewhere", pg.tx(function(tx) return tx:row("select current_database() as x").x end))
      pg.use(address())
      assert.equal("sijang", one "select current_database() as x")
      eventually(function()
        return one "select count(*)::int as x from pg_stat_activity where datname = 'elsewhere'" == 0
      end, 5000, "nobody is left there")
    end)
  end)

  describe("encrypted", function()
    local host = ("127.%d.%d.1"):format(math.floor(process.pid() / 250) % 250 + 1, process.pid() % 250 + 1)

    setup(function()
      local folder = where.data .. "/postgres/cluster"
      local code, _, problem = process.run { argv = { "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
        "2", "-subj", "/CN=spec", "-keyout", folder .. "/server.key", "-out", folder .. "/server.crt" } }
      assert.equal(0, code, problem)
      place.hand_over(where, folder .. "/server.key")
      place.hand_over(where, folder .. "/server.crt")
      assert(fs.chmod(folder .. "/server.key", tonumber("600", 8)))
      assert(fs.append(folder .. "/postgresql.conf", ("\nssl = on\nlisten_addresses = '%s'\n"):format(host)))
      postgres.stop(where)
      postgres.start(where)
      pg.use(("host=%s user=sijang dbname=sijang sslmode=require"):format(host))
    end)

    it("asks and answers the same", function()
      assert.is_true(one "select ssl as x from pg_stat_ssl where pid = pg_backend_pid()")
      local results = all(300, function(i) return one("select $1::int as x", i) end)
      for i = 1, 300 do
        assert.equal(i, results[i])
      end
      assert.equal(2, pg.tx(function(tx) return tx:row("select 2 as x").x end))
    end)

    it("carries what is larger than any buffer, both ways at once", function()
      local large = ("시장 "):rep(400000)
      local results = all(4, function() return one("select $1::text as x", large) end)
      for i = 1, 4 do
        assert.is_true(results[i] == large)
      end
    end)

    it("notices a killed backend", function()
      assert.equal(1, one "select 1 as x")
      local handle = task.spawn(function() return select(3, pg.query "select pg_sleep(5)") end)
      task.sleep(20)
      assert(pg.slow [[select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()]])
      local state = handle:join()
      assert.is_true(state == "57P01" or state == "08006", state)
      assert.equal(1, one "select 1 as x")
    end)
  end)

  it("leaves nothing open", function()
    collectgarbage()
    assert.is_true(nothing_is_open())
    assert.equal(0, one "select count(*)::int as x from pg_stat_activity where state like 'idle in transaction%'")
  end)
end)
