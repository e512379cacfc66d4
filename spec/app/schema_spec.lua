local shop = require "spec.app.shop"
local database = require "spec.support.database"
local fs = require "fs"
local migration = require "migration"
local pg = require "pg"
local runtime = require "runtime"

describe("the schema", function()
  setup(function() database.fresh() end)

  it("leads every key with the mall, so that it can be distributed by mall", function()
    -- a mall itself, its host names with what they lead to (asked before the mall is known), and what belongs to no mall: the migrations, the
    -- releases of the logic that all malls run and how they are deployed, the staff with what they did, and the jobs, which workers claim of
    -- all malls at once
    local stray = database.execute [[
      SELECT c.conrelid::regclass || ' ' || c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
      WHERE t.relnamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'f')
        AND t.relname NOT IN ('mall', 'mall_host', 'mall_sheet', 'schema_migration', 'release', 'release_blob', 'release_signature',
          'release_content', 'deployment', 'node', 'node_release', 'node_count', 'rollout', 'deploy_freeze', 'staff', 'staff_role',
          'staff_recovery', 'staff_session', 'staff_invite', 'staff_device', 'staff_network', 'staff_failure', 'audit_entry', 'audit_head', 'row_change',
          'job', 'job_batch', 'job_slot', 'job_limit') AND t.relname NOT LIKE 'job_history%'
        AND c.confrelid <> 'mall'::regclass
        AND (SELECT attname FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = c.conkey[1]) <> 'mall_id']]
    assert.equal("", stray)
  end)

  -- A wide integer is an amount of money, unless it counts versions or entries.
  it("holds every amount of money within 0 and 10^12", function()
    local unbounded = database.execute [[
      SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
      WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.atttypid = 'bigint'::regtype AND a.attnum > 0
        AND t.relname NOT IN ('schema_migration') AND a.attname NOT IN ('version', 'seq')
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'c'
          AND pg_get_constraintdef(c.oid) LIKE '%' || a.attname || ' >= 0%'
          AND pg_get_constraintdef(c.oid) LIKE '%1000000000000%')]]
    assert.equal("", unbounded)
  end)

  it("keeps times with their zone", function()
    local naive = database.execute [[
      SELECT attrelid::regclass || '.' || attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
      WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND atttypid = 'timestamp'::regtype]]
    assert.equal("", naive)
  end)

  it("gives the application no DDL and no way to change a history", function()
    for _, history in ipairs { "order_event", "stock_entry", "consent", "member_consent", "deployment", "node_release", "release_signature", "job_history",
      "job_history_0", "audit_entry", "point_entry", "point_transaction", "stock_lot_entry",
      "grade_move", "ledger_entry" } do
      for _, right in ipairs { "UPDATE", "DELETE", "TRUNCATE" } do
        assert.equal("f", (database.execute(("SELECT has_table_privilege('sijang_app', '%s', '%s')"):format(history, right))
          :match("%S+")))
      end
    end
    assert.equal("f", (database.execute("SELECT has_schema_privilege('sijang_app', 'public', 'CREATE')"):match("%S+")))
  end)

  it("lets the reader read and nothing else", function()
    assert.equal("t", (database.execute([[SELECT has_table_privilege('sijang_reader', 'product', 'SELECT')]]):match("%S+")))
    assert.equal("f", (database.execute([[SELECT has_table_privilege('sijang_reader', 'product', 'INSERT')]]):match("%S+")))
  end)

  it("refuses an order that does not add up", function()
    shop.open { { code = "apple", name = "사과", stock = 10 } }
    local mall = require("mall").of_code "shop"
    assert(require("flows.place_order").run(mall, shop.draft(mall, { APPLE = 1 })))
    assert.has_error(function() database.execute 'UPDATE "order" SET payable_amount = payable_amount - 1' end)
    assert.has_error(function() database.execute "UPDATE order_line SET amount = amount - 1" end)
  end)

  it("makes ids that grow with time", function()
    local ids = database.execute "SELECT uuid7() FROM generate_series(1, 3)"
    for id in ids:gmatch("%S+") do
      assert.matches("^%x%x%x%x%x%x%x%x%-%x%x%x%x%-7%x%x%x%-[89ab]%x%x%x%-%x+$", id)
    end
    local early, late = database.execute("SELECT uuid7(), pg_sleep(0.003), uuid7()"):match("^(%S-)||(%S+)")
    assert.is_true(early < late)
  end)
end)

describe("the migrator", function()
  local folder, name

  before_each(function()
    folder = assert(fs.temp("sijang-migrator"))
    for _, file in ipairs(fs.list(runtime.root() .. "/migrations")) do
      assert(fs.write(folder .. "/" .. file, fs.read(runtime.root() .. "/migrations/" .. file)))
    end
    name = database.create()
  end)

  after_each(function()
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
    fs.remove(folder, true)
  end)

  local function as(user) pg.use(database.address(name, user)) end

  -- A migration that comes next.
  local function migrate(sql)
    local version = #assert(migration.files(folder)) + 1
    assert(fs.write(("%s/%04d_next.sql"):format(folder, version), sql))
    return migration.run { folder = folder }
  end

  local function owners()
    return pg.rows [[
      SELECT DISTINCT pg_get_userbyid(owner) AS name FROM (
        SELECT relowner AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS made]]
  end

  local function may(user, right, table_name)
    return pg.row("SELECT has_table_privilege($1, $2, $3) AS may", user, table_name, right).may
  end

  it("owns all that migrations made", function()
    as "sijang"
    assert.same({ { name = "sijang_migrator" } }, { owners()[1] })
    assert.equal(1, #owners())
  end)

  it("can alter what is there, and what it makes is as open to the others as everything else", function()
    as "sijang_migrator"
    assert.equal(1, (assert(migrate [[
      ALTER TABLE product ADD COLUMN weight integer;
      CREATE INDEX product_by_weight ON product (mall_id, weight);
      ALTER TABLE stock_entry ADD COLUMN remark text NOT NULL DEFAULT '';
      CREATE OR REPLACE FUNCTION notify_catalog() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TABLE visit (mall_id uuid NOT NULL REFERENCES mall (id), id bigint GENERATED BY DEFAULT AS IDENTITY,
        number serial, words text, PRIMARY KEY (mall_id, id));
      CREATE TRIGGER visit_made AFTER INSERT ON visit FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');]])))
    for _, right in ipairs { "SELECT", "INSERT", "UPDATE", "DELETE" } do assert.is_true(may("sijang_app", right, "visit"), right) end
    assert.is_true(may("sijang_reader", "SELECT", "visit"))
    assert.is_false(may("sijang_reader", "INSERT", "visit"))
    as "sijang_app"
    pg.write("INSERT INTO mall (code, name, theme) VALUES ('m', 'm', 'food')")
    pg.write("INSERT INTO visit (mall_id, words) SELECT id, '좋아요' FROM mall")
    as "sijang_reader"
    assert.equal("좋아요", pg.row("SELECT words FROM visit").words)
    -- histories stay what they were
    as "sijang_migrator"
    assert.is_false(may("sijang_app", "UPDATE", "stock_entry"))
  end)

  it("and the owner of the embedded database can each alter what the other made", function()
    as "sijang"
    assert(migrate "CREATE TABLE by_owner (id integer PRIMARY KEY, n serial); CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';")
    assert.equal(1, #owners())
    assert.is_true(may("sijang_app", "INSERT", "by_owner"))
    as "sijang_migrator"
    assert(migrate "ALTER TABLE by_owner ADD COLUMN word text; DROP FUNCTION one(); CREATE TABLE by_migrator (id integer);")
    as "sijang"
    assert(migrate "ALTER TABLE by_migrator ADD COLUMN word text; DROP TABLE by_owner;")
    assert.equal(1, #owners())
  end)

  it("can do nothing beside the schema", function()
    as "sijang_migrator"
    for _, sql in ipairs { "CREATE ROLE intruder", "CREATE DATABASE other", "SET ROLE sijang", "ALTER ROLE sijang_app SUPERUSER" } do
      assert.equal("42501", select(3, pg.query(sql)), sql)
    end
  end)

  it("and an owner who is no superuser, as others host databases, can migrate from nothing", function()
    local owner = ("spec_owner_%d"):format(require("process").pid())
    as "sijang"
    pg.use(database.address("postgres", "sijang"))
    assert(pg.query(("CREATE ROLE %s LOGIN CREATEROLE"):format(owner)))
    database.drop(name)
    name = database.create "template0"
    assert(pg.query(("ALTER DATABASE %s OWNER TO %s"):format(name, owner)))
    as(owner)
    local files = #migration.files(folder)
    local count, problem = migration.run { folder = folder }
    assert.equal(files, count, problem)
    assert.equal(1, (assert(migrate "CREATE TABLE by_owner (id integer); ALTER TABLE product ADD COLUMN weight integer;")))
    local made = owners()
    as "sijang_migrator"
    local went = migrate "ALTER TABLE by_owner ADD COLUMN word text; CREATE TABLE by_migrator (id integer);"
    as(owner)
    local back = migrate "DROP TABLE by_migrator;"
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
    assert(pg.query("DROP ROLE " .. owner))
    assert.same({ { name = "sijang_migrator" }, 1, 1 }, { made[1], went, back })
  end)
end)
