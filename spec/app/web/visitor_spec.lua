local session = require "session"
local visitor = require "web.visitor"

local function cookie() return session.new("0198c0de-0000-7000-8000-000000000001"):cookie() end

describe("a visitor", function()
  it("is the same one with each cookie of a session, wherever it stands in the header", function()
    local value = cookie()
    local first = assert(visitor.of("sijang=" .. value))
    assert.equal(first, visitor.of("device=pc; sijang=" .. value .. "; flash=x"))
    assert.equal(first, visitor.of("device=pc;sijang=" .. value))
    assert.equal(first, visitor.of("__Host-sijang=" .. value))
    assert.equal(first, visitor.of("sijang=" .. value:gsub("^%d+", "12")))
    assert.not_equal(first, visitor.of("sijang=" .. cookie()))
  end)

  it("is by the cookie of the secure site when there are two", function()
    local secure, plain = cookie(), cookie()
    assert.equal(visitor.of("sijang=" .. secure), visitor.of(("sijang=%s; __Host-sijang=%s"):format(plain, secure)))
  end)

  it("is nobody without a session's cookie", function()
    for _, cookies in ipairs { "", "device=pc", "sijang=", "sijang=forged", "asijang=" .. cookie(), "x=sijang=" .. cookie() } do
      assert.is_nil(visitor.of(cookies), cookies)
    end
  end)
end)
