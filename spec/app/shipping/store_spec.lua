local shop = require "spec.app.shop"
local shipping = require "shipping"

describe("the region of a postcode", function()
  local mall

  setup(function() mall = shop.open { { code = "apple", name = "사과" } } end)

  it("is Jeju from its first postcode to its last", function()
    for postcode, region in pairs { ["62999"] = "normal", ["63000"] = "jeju", ["63309"] = "jeju", ["63644"] = "jeju",
      ["63645"] = "normal" } do
      assert.equal(region, shipping.region(mall.id, postcode), postcode)
    end
  end)

  it("is an island where the mall says so, and the mainland elsewhere", function()
    assert.equal("island", shipping.region(mall.id, "40210"))
    assert.equal("normal", shipping.region(mall.id, "06236"))
  end)

  it("of another mall says nothing about this one", function()
    assert.equal("normal", shipping.region("01900000-0000-7000-8000-000000000000", "63309"))
  end)
end)
