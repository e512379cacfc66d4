local fault = require "shared.fault"

describe("a fault", function()
  it("has a code, and says it", function()
    assert.equal("stock.sold_out", tostring(fault("stock.sold_out")))
    assert.equal("db.error: no such table (cause)", tostring(fault("db.error", { message = "no such table",
      cause = "cause" })))
  end)

  it("carries what its sentence needs", function()
    local made = fault("stock.sold_out", { product = "사과", code = "other" })
    assert.equal("사과", made.product)
    assert.equal("stock.sold_out", made.code)
  end)

  it("is told from other values", function()
    assert.is_true(fault.is(fault("a.b")))
    assert.is_true(fault.is { code = "db.unavailable" })
    assert.is_false(fault.is("a.b"))
    assert.is_false(fault.is {})
    assert.is_false(fault.is(nil))
  end)

  it("without an owner is a mistake", function()
    assert.has_error(function() fault("sold_out") end)
    assert.has_error(function() fault(nil) end)
  end)
end)
