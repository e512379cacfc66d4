local shop = require "spec.app.shop"
local database = require "spec.support.database"

describe("the schema", function()
  setup(function() database.fresh() end)

  it("leads every key with the mall, so that it can be distributed by mall", function()
    -- a mall itself, its host names (asked before the mall is known), and what belongs to no mall
    local stray = database.execute [[
      SELECT c.conrelid::regclass || ' ' || c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
      WHERE t.relnamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'f')
        AND t.relname NOT IN ('mall', 'mall_host', 'schema_migration')
        AND c.confrelid <> 'mall'::regclass
        AND (SELECT attname FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = c.conkey[1]) <> 'mall_id']]
    assert.equal("", stray)
  end)

  -- A wide integer is an amount of money, unless it counts versions.
  it("holds every amount of money within 0 and 10^12", function()
    local unbounded = database.execute [[
      SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
      WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.atttypid = 'bigint'::regtype AND a.attnum > 0
        AND t.relname NOT IN ('schema_migration') AND a.attname <> 'version'
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
    for _, history in ipairs { "order_event", "stock_entry", "consent" } do
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
