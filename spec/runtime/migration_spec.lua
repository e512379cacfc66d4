local database = require "spec.support.database"
local fs = require "fs"
local migration = require "migration"
local pg = require "pg"
local process = require "process"
local task = require "task"

local folder, name

local function write(file, sql) assert(fs.write(folder .. "/" .. file, sql)) end

local function names(files)
  local found = {}
  for i, file in ipairs(files) do found[i] = file.name end
  return table.concat(found, " ")
end

-- Runs and gives the count and the names applied, or nil and the problem.
local function run(options)
  options = options or {}
  local applied = {}
  options.folder = folder
  options.report = function(file) applied[#applied + 1] = file.name end
  local count, problem = migration.run(options)
  return count, problem or table.concat(applied, " ")
end

describe("migrations", function()
  before_each(function()
    folder = assert(fs.temp("sijang-migrations"))
    name = database.create("template0")
    pg.use(database.address(name, "sijang"))
    write("0001_first.sql", "create table first (id integer primary key); insert into first values (1);")
    write("0002_second.sql", "-- 한글 주석; with a semicolon\ncreate function one() returns integer language sql as $$ select 1; $$;")
  end)

  after_each(function()
    fs.remove(folder, true)
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
  end)

  it("are applied in order, each remembered, and not a second time", function()
    assert.same({ 2, "first second" }, { run() })
    assert.same({ 0, "" }, { run() })
    write("0003_third.sql", "insert into first values (one() + 1);")
    assert.same({ 1, "third" }, { run() })
    local rows = pg.rows("select version, name, ms, applied_at > now() - interval '1 minute' as fresh from schema_migration")
    assert.equal(3, #rows)
    assert.is_true(rows[3].fresh)
  end)

  it("that fail leave no trace of themselves, and those before them stay", function()
    write("0003_third.sql", "create table third (id integer); insert into first values (1);")
    local count, problem = run()
    assert.is_nil(count)
    assert.truthy(problem:find("0003_third.sql: ", 1, true) and problem:find("23505", 1, true), problem)
    assert.equal(2, pg.row("select count(*)::int as n from schema_migration").n)
    assert.is_nil(pg.row("select to_regclass('third') as there").there)
    write("0003_third.sql", "create table third (id integer);")
    assert.same({ 1, "third" }, { run() })
  end)

  it("are refused when an applied file was changed", function()
    run()
    write("0001_first.sql", "create table first (id bigint primary key);")
    assert.same({ nil, "0001_first.sql was changed after it was applied: take the change back and write a new migration" },
      { run() })
  end)

  it("are refused when a number is missing, given twice, or badly named", function()
    write("0004_fourth.sql", "select 1")
    assert.same({ nil, "0003 is missing before 0004_fourth.sql" }, { run() })
    fs.rename(folder .. "/0004_fourth.sql", folder .. "/0002_again.sql")
    assert.same({ nil, "0002 is there twice" }, { run() })
    fs.rename(folder .. "/0002_again.sql", folder .. "/3_third.sql")
    assert.same({ nil, "3_third.sql: a migration is named NNNN_name.sql" }, { run() })
    assert.is_nil(pg.row("select to_regclass('schema_migration') as there").there)
  end)

  it("are refused when one comes after a later one was applied", function()
    write("0003_third.sql", "select 1")
    run()
    pg.rows("delete from schema_migration where version = 2")
    local count, problem = run()
    assert.is_nil(count)
    assert.truthy(problem:find("0002_second comes too late", 1, true), problem)
  end)

  it("are refused by a tree that is older than the database", function()
    run()
    fs.remove(folder .. "/0002_second.sql")
    local count, problem = run()
    assert.is_nil(count)
    assert.truthy(problem:find("the tree is older than the database", 1, true), problem)
  end)

  it("are rehearsed without a change, all in one transaction", function()
    write("0003_third.sql", "insert into first values (2);")
    local pending = migration.rehearse(folder)
    assert.equal("first second third", names(pending))
    assert.is_nil(pg.row("select to_regclass('first') as there").there)
    write("0003_third.sql", "insert into first values ('x');")
    local _, problem = migration.rehearse(folder)
    assert.truthy(problem:find("0003_third.sql: invalid input syntax", 1, true), problem)
  end)

  it("that contract say so in their first line, and are remembered as such", function()
    write("0003_third.sql", "-- contracts: nobody reads it any more\ndrop table first;")
    write("0004_fourth.sql", "-- adds\n-- contracts\nselect 1;")
    run()
    local found = {}
    for i, row in ipairs(pg.rows("select contracts from schema_migration order by version")) do found[i] = row.contracts end
    assert.same({ false, false, true, false }, found)
  end)

  it("that contract ask whether somebody objects, in their own transaction; others do not ask", function()
    write("0003_third.sql", "-- contracts\ndrop table first;")
    write("0004_fourth.sql", "select 1;")
    local asked = {}
    local function objection(tx, file)
      asked[#asked + 1] = file.name
      return #asked == 1 and ("release %d needs it"):format(tx:row("select count(*)::int + 5 as n from first").n) or nil
    end
    assert.same({ nil, "0003_third.sql: release 6 needs it" }, { run { objection = objection } })
    assert.equal("third fourth", names(select(2, migration.status(folder))))
    assert.is_truthy(pg.row("select to_regclass('first') as there").there)
    asked = {}
    assert.equal("0003_third.sql: release 6 needs it", select(2, migration.rehearse(folder, objection)))
    assert.same({ 2, "third fourth" }, { run { objection = objection } })
    assert.same({ "third", "third" }, asked)
  end)

  it("of before there was a memory of contractions get one", function()
    run()
    pg.rows("alter table schema_migration drop column contracts")
    write("0003_third.sql", "-- contracts\ndrop table first;")
    assert.same({ 1, "third" }, { run() })
    assert.same({ false, false, true }, (function(rows)
      return { rows[1].contracts, rows[2].contracts, rows[3].contracts }
    end)(pg.rows("select contracts from schema_migration order by version")))
  end)

  it("have a status: what is applied since when, and what is pending", function()
    local all, pending = migration.status(folder)
    assert.equal(2, #all)
    assert.equal("first second", names(pending))
    run()
    write("0003_third.sql", "select 1")
    all, pending = migration.status(folder)
    assert.is_true(math.abs(all[1].applied_at - os.time()) < 60)
    assert.equal("third", names(pending))
  end)

  it("wait for a lock in turns instead of holding up everybody behind them", function()
    run()
    write("0003_third.sql", "alter table first add column word text;")
    local child = assert(process.spawn { argv = { "psql", "-Xq", database.address(name, "sijang"), "-c",
      "begin; lock table first in access exclusive mode; select pg_sleep(1.2); commit" }, stdout = "null" })
    local held = "select count(*)::int as n from pg_locks where relation = 'first'::regclass and mode = 'AccessExclusiveLock'"
    repeat task.sleep(20) until pg.row(held).n == 1
    local waits = 0
    assert.same({ 1, "third" }, { run { lock_timeout_ms = 100, waiting = function() waits = waits + 1 end } })
    assert.truthy(waits > 0)
    child:wait()
  end)

  it("of two that run at the same moment are applied once", function()
    local env = { DATABASE_URL = database.address(name, "sijang"), DATABASE_OWNER_URL = false }
    local argv = { fs.realpath("/proc/self/exe"), "migrate" }
    local first = task.spawn(function() return process.run { argv = argv, env = env } end)
    local second = task.spawn(function() return process.run { argv = argv, env = env } end)
    assert.equal(0, (first:join()))
    assert.equal(0, (second:join()))
    local files = migration.files()
    assert.equal(#files, pg.row("select count(*)::int as n from schema_migration").n)
  end)
end)
