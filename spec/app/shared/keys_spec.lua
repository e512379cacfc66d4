local keys = require "shared.keys"

describe("keys", function()
  it("of a table come in order", function()
    assert.same({ "a", "b", "c" }, keys.sorted { c = 1, a = false, b = 2 })
    assert.same({}, keys.sorted {})
  end)

  it("of several tables come once each", function()
    assert.same({ 1, 2, 3 }, keys.of_all { { [3] = true, [1] = true }, {}, { [2] = true, [1] = true } })
    assert.same({}, keys.of_all {})
  end)
end)
