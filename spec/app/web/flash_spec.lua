local flash = require "web.flash"

local mine, other = ("a"):rep(16), ("b"):rep(16)
local messages = { { kind = "undo", text = "‘사과 <1kg>’을 뺐어요.", action = { label = "되돌리기",
  url = "/cart/undo",
  fields = { line_id = "7" } } } }

describe("a message for the next page", function()
  it("arrives as it was sent, in letters that a cookie may hold", function()
    local packed = flash.pack(messages, mine)
    assert.matches("^[%w_.-]+$", packed)
    assert.same(messages, flash.unpack(packed, mine))
  end)

  it("is for one session only", function()
    assert.same({}, flash.unpack(flash.pack(messages, mine), other))
  end)

  it("cannot be forged or altered", function()
    local packed = flash.pack(messages, mine)
    assert.same({}, flash.unpack("x" .. packed, mine))
    assert.same({}, flash.unpack(packed:sub(1, -2), mine))
    assert.same({}, flash.unpack(packed:gsub("%..*", "." .. ("A"):rep(43)), mine))
    for _, cookie in ipairs { "", ".", "a.b", "{}" } do assert.same({}, flash.unpack(cookie, mine)) end
    assert.same({}, flash.unpack(nil, mine))
  end)

  it("is left unsaid when no cookie could hold it", function()
    assert.is_nil(flash.pack({ { kind = "ok", text = ("가"):rep(2000) } }, mine))
  end)
end)
