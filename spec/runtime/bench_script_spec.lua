-- What is recorded of two placements becomes a script for pgbench that places one order after the other.

local script = require "bench.orders.script"

local A, B, SKU = "019ac000-0000-7000-8000-00000000000a", "019ac000-0000-7000-8000-00000000000b", "019ac000-0000-7000-8000-0000000000ff"

local function recording(id, number)
  return {
    { sql = "SELECT id FROM cart -- locked\n  WHERE id = $1 FOR UPDATE", params = { id }, n = 1 },
    { sql = "INSERT INTO o (a, b, c, d) SELECT $1, $2::jsonb, $3, $4::uuid[]",
      params = { id, ('{"at":"it\'s","number":"%s-1"}'):format(number), false, "{" .. SKU .. "}" }, n = 4 },
  }
end

describe("a script for pgbench", function()
  local made = script.make(recording(A, "261129-7K2M9QX"), recording(B, "261129-8K2M9QX"), "made")

  it("keeps what is the same and asks its table for an order's own", function()
    assert.equal(table.concat({ "SELECT c1, c2 FROM made WHERE n = (SELECT nextval('made_turn')) \\gset", "BEGIN;",
      "SELECT id FROM cart WHERE id = :c1 FOR UPDATE;",
      "INSERT INTO o (a, b, c, d) SELECT :c1, :c2::jsonb, NULL, E'{" .. SKU .. "}'::uuid[];", "COMMIT;", "" }, "\n"), made.text)
    assert.equal(A, made.columns[1])
  end)

  it("gives each order new ids and a new number, the same wherever they stand, and what is known of it", function()
    local row, other = script.row(made, {}), script.row(made, { [A] = B })
    assert.matches("^%x+%-%x+%-7%x+%-%x+%-%x+$", row[1])
    assert.not_equal(A, row[1])
    assert.matches('^{"at":"it\'s","number":"261129%-[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]%-1"}$', row[2])
    assert.not_equal(row[2], other[2])
    assert.equal(B, other[1])
  end)

  it("has no colon that pgbench takes for a variable", function()
    local one = script.make({ { sql = "SELECT $1", params = { "a:b'\\" }, n = 1 } }, { { sql = "SELECT $1", params = { "a:b'\\" }, n = 1 } }, "t")
    assert.truthy(one.text:find([[SELECT E'a\x3ab''\\';]], 1, true), one.text)
  end)
end)
