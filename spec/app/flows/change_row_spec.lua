local catalog = require "catalog"
local change_row = require "flows.change_row"
local pg = require "pg"
local relation = require "relation"
local shop = require "spec.app.shop"

describe("a row of the catalogue changed by hand", function()
  local mall, tables
  local who = { actor = "shell:spec" }

  before_each(function()
    mall = shop.open({ { code = "apple", name = "사과차", price = 9000 }, { code = "pear", name = "배차", price = 12000 } })
    tables = relation.catalog()
  end)

  local function change(table_name, where, values)
    local one = tables.by_name[table_name]
    local id = pg.row(("SELECT id FROM %s WHERE %s"):format(table_name, where)).id
    local key = { mall.id, id }
    return assert(change_row.update(who, tables, one, key, relation.find(tables, one, key).version, values, "시험"))
  end

  local function cheapest()
    local list = catalog.list(mall, catalog.category(mall.id, "tea"), { sort = "cheap" }, "https://shop.test")
    return list.products[1] and list.products[1].name .. " " .. list.products[1].price
  end

  local function found(words)
    return pg.row([[SELECT count(*)::int AS n FROM product_listing WHERE mall_id = $1 AND name_key LIKE '%' || $2 || '%']], mall.id, words).n
  end

  it("is followed by lists at once, and by their way back", function()
    local done = change("sku", "code = 'PEAR'", { price = "100" })
    assert.matches("^배차 ", cheapest())
    assert(change_row.undo(who, tables, done.id, ""))
    assert.matches("^사과차 ", cheapest())
  end)

  it("is found by its new name, and no more once it is hidden", function()
    change("product", "code = 'pear'", { name = "유자차" })
    assert.same({ 1, 0 }, { found "유자차", found "배차" })
    change("product", "code = 'pear'", { status = "hidden" })
    assert.equal(0, found "유자차")
  end)

  it("is written down in the log, by whom and which columns", function()
    change("brand", "code = 'field'", { name = "들판" })
    local entry = pg.row "SELECT action, kind, staff, why, changes FROM audit_entry ORDER BY seq DESC LIMIT 1"
    assert.same({ "table.update", "brand", "shell:spec", "시험", "name" },
      { entry.action, entry.kind, entry.staff, entry.why, entry.changes.columns })
  end)

  it("stays as it was when the log cannot be written", function()
    local brand, id = tables.by_name.brand, pg.row("SELECT id FROM brand WHERE code = 'field'").id
    local nobody = { staff = { can = function() return true end, email = "owner@sijang.test" } } -- no request to tell of
    local version = relation.find(tables, brand, { mall.id, id }).version
    assert.has_error(function() change_row.update(nobody, tables, brand, { mall.id, id }, version, { name = "들판" }, "") end)
    assert.equal("들녘", pg.row("SELECT name FROM brand WHERE id = $1", id).name)
    assert.is_nil(pg.row "SELECT FROM row_change")
  end)

  it("is left alone by who may not", function()
    local _, refused = change_row.update({ actor = "guest" }, tables, tables.by_name.brand, {}, "", {}, "")
    assert.equal("staff.forbidden", refused.code)
  end)
end)
