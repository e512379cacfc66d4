local definition = require "relation.rules.definition"

describe("PostgreSQL's wording of a rule", function()
  local function check(text, column) return definition.check(text, column or "c") end

  it("lists the words that may stand in a column", function()
    assert.same({ choices = { "food", "living" } }, check "CHECK ((c = ANY (ARRAY['food'::text, 'living'::text])))")
    assert.same({ choices = { "one" } }, check "CHECK ((c = 'one'::text))")
    assert.same({ choices = { "it's", "a, b" } }, check "CHECK ((c = ANY (ARRAY['it''s'::text, 'a, b'::text]))) NOT VALID")
    assert.same({ choices = { "a", "b" } },
      check "CHECK (((c)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))")
    assert.same({ choices = { "a", "b" } }, check "CHECK ((c = ANY (ARRAY['a'::bpchar, 'b'::bpchar])))")
  end)

  it("bounds a number", function()
    assert.same({ min = 1, max = 99 }, check "CHECK (((c >= 1) AND (c <= 99)))")
    assert.same({ min = 0, max = 1e12 }, check "CHECK (((c >= 0) AND (c <= '1000000000000'::bigint)))")
    assert.same({ min = 1 }, check "CHECK ((c > 0))")
    assert.same({ max = 9 }, check "CHECK ((c < 10))")
    assert.same({ min = -5, max = 5 }, check "CHECK (((c >= '-5'::integer) AND (c <= 5)))")
    assert.same({ min = -5 }, check "CHECK ((c >= (-5)))")
  end)

  it("bounds how many letters there may be", function()
    assert.same({ shortest = 1, longest = 40 }, check "CHECK (((length(c) >= 1) AND (length(c) <= 40)))")
    assert.same({ longest = 100 }, check "CHECK ((length(c) <= 100))")
    assert.same({}, check "CHECK (((length(d) >= 1) AND (length(c) <= 40)))")
  end)

  it("says nothing simple otherwise", function()
    for _, text in ipairs { "CHECK ((c ~ '^[a-z]+$'::text))", "CHECK ((length(c) = 32))", "CHECK (((c >= 1) OR (c IS NULL)))",
      "CHECK ((c > d))", "CHECK (((c >= 1) AND (d <= 2)))", "CHECK ((c = lower(c)))" } do
      assert.same({}, check(text), text)
    end
  end)
end)

describe("a default", function()
  it("is a constant or worked out anew", function()
    for text, constant in pairs { ["'on_sale'::text"] = "on_sale", ["''::text"] = "", ["'{}'::jsonb"] = "{}", ["0"] = "0", ["true"] = "true",
      ["'KRW'::bpchar"] = "KRW", ["'{}'::text[]"] = "{}", ["(-1)"] = "-1", ["'it''s'::character varying"] = "it's",
      ["'1000000000000'::bigint"] = "1000000000000" } do
      assert.equal(constant, definition.constant(text), text)
    end
    for _, text in ipairs { "now()", "uuid7()", "nextval('a_seq'::regclass)", "('now'::text)::date", "(now() + '24:00:00'::interval)",
      "'a'::text || 'b'::text" } do
      assert.is_nil(definition.constant(text), text)
    end
    assert.is_nil(definition.constant(nil))
  end)
end)
