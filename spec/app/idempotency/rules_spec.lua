local rules = require "idempotency.rules"

local function asked(fields, changes)
  local call = { method = "POST", path = "/orders", query = "", fields = fields }
  for name, value in pairs(changes or {}) do call[name] = value end
  return rules.text(call)
end

describe("two calls", function()
  it("ask the same when method, path, arguments and fields are the same, in whatever order", function()
    assert.equal(asked { a = "1", b = { "2", "3" } }, asked { b = { "2", "3" }, a = "1" })
    assert.equal(asked { a = "1", csrf = "x" }, asked { a = "1", csrf = "y" })
  end)

  it("ask something else when any of it differs", function()
    local texts, seen = { asked { a = "1" }, asked { a = "2" }, asked { b = "1" }, asked {}, asked { a = { "1" } },
      asked({ a = "1" }, { method = "PUT" }), asked({ a = "1" }, { path = "/order" }), asked({ a = "1" }, { query = "a=1" }),
      asked({ a = "1" }, { body = "{}" }), asked { a = "1\",\"b" }, asked { a = { "1", "2" } }, asked { a = { "2", "1" } } }, {}
    for _, text in ipairs(texts) do
      assert.is_nil(seen[text])
      seen[text] = true
    end
  end)
end)

describe("a key", function()
  it("is visible ASCII, at most 255 of it", function()
    for _, key in ipairs { "a", "8e03978e-40d5-43dd-bc93-6894a57f9324", ("k"):rep(255), "!~" } do
      assert.is_true(rules.is_key(key))
    end
    for _, key in ipairs { "", ("k"):rep(256), "a b", "키", "a\tb", "a\0", {} } do assert.is_false(rules.is_key(key)) end
    assert.is_false(rules.is_key(nil))
  end)
end)

describe("an answer", function()
  it("is kept unless we failed, something was typed wrong, or it is no page", function()
    for status, kept in pairs { [200] = true, [303] = true, [404] = true, [409] = true, [422] = false, [429] = false,
      [500] = false, [503] = false } do
      assert.equal(kept, rules.is_kept(status, ""), tostring(status))
    end
    assert.is_false(rules.is_kept(200, { file = "/x" }))
    assert.is_false(rules.is_kept(200, ("x"):rep(rules.MOST_BYTES + 1)))
  end)
end)
