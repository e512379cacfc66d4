local permissions = require "staff.permissions"
local rules = require "staff.rules"

local here, elsewhere = "mall-here", "mall-elsewhere"

describe("the matrix of permissions", function()
  it("says for every area what every role may do, in its few words", function()
    local words = { write = true, read = true, ["-"] = true }
    for _, row in ipairs(permissions.areas) do
      assert.equal(2 + #permissions.roles, #row, row[1])
      for i = 3, #row do assert.is_true(words[row[i]] or false, row[1]) end
    end
  end)

  it("lets who may change also look", function()
    for _, row in ipairs(permissions.areas) do
      for i, role in ipairs(permissions.roles) do
        local roles = { { role = role.name } }
        assert.equal(row[2 + i] == "write", rules.may(roles, row[1] .. ".write", here))
        assert.equal(row[2 + i] ~= "-", rules.may(roles, row[1] .. ".read", here))
      end
    end
  end)

  it("gives the owner everything", function()
    for _, row in ipairs(permissions.areas) do assert.is_true(rules.may({ { role = "owner" } }, row[1] .. ".write", here)) end
    for _, row in ipairs(permissions.others) do assert.is_true(rules.may({ { role = "owner" } }, row[1], here)) end
  end)

  it("gives a role in one mall nothing in another, and nothing of the installation", function()
    local roles = { { role = "owner", mall_id = here } }
    assert.is_true(rules.may(roles, "orders.write", here))
    assert.is_false(rules.may(roles, "orders.read", elsewhere))
    assert.is_false(rules.may(roles, "staff.read", here))
    assert.equal("owner", rules.role_in(roles, here))
    assert.is_nil(rules.role_in(roles, elsewhere))
  end)

  it("adds a role in all malls to one in a mall", function()
    local roles = { { role = "reader" }, { role = "merchandiser", mall_id = here } }
    assert.is_true(rules.may(roles, "products.write", here))
    assert.is_false(rules.may(roles, "products.write", elsewhere))
    assert.is_true(rules.may(roles, "products.read", elsewhere))
    assert.equal("merchandiser", rules.role_in(roles, here))
  end)

  it("raises for a permission that it does not have: a typo opens nothing", function()
    assert.has_error(function() rules.may({ { role = "owner" } }, "order.write", here) end,
      "the permission order.write is not in permissions.lua")
  end)
end)

describe("who guesses", function()
  it("waits a minute after the fifth failure, twice as long each time after, and an hour at most", function()
    assert.same({ 0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600 }, rules.waits(5))
  end)
end)
