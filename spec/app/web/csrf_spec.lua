local csrf = require "web.csrf"
local request = require "spec.app.web.fake_request"

local mine, other = ("a"):rep(16), ("b"):rep(16)

describe("a page's token", function()
  it("is good for the session it was made for, and for no other", function()
    local token = csrf.token(mine)
    assert.is_true(csrf.valid(mine, token))
    assert.is_false(csrf.valid(other, token))
  end)

  it("looks different each time, in every part", function()
    local a, b = csrf.token(mine), csrf.token(mine)
    for at = 1, 40, 8 do assert.not_equal(a:sub(at, at + 7), b:sub(at, at + 7)) end
    assert.is_true(csrf.valid(mine, a) and csrf.valid(mine, b))
  end)

  it("is refused when a letter of it is changed", function()
    local token = csrf.token(mine)
    for at = 1, 42 do
      local letter = token:sub(at, at) == "A" and "B" or "A"
      assert.is_false(csrf.valid(mine, token:sub(1, at - 1) .. letter .. token:sub(at + 1)), at)
    end
  end)

  it("is refused when it is no token at all", function()
    for _, token in ipairs { "", "x", ("A"):rep(43), ("A"):rep(44), ("!"):rep(43), { csrf.token(mine) }, 1, true } do
      assert.is_false(csrf.valid(mine, token))
    end
    assert.is_false(csrf.valid(mine, nil))
  end)
end)

describe("a request's origin", function()
  local function ok(headers) return csrf.same_site(request { host = "shop.example", headers = headers }) end

  it("is believed when the browser says it is us", function()
    assert.is_true(ok { ["Sec-Fetch-Site"] = "same-origin", Origin = "https://shop.example" })
    assert.is_true(ok { ["Sec-Fetch-Site"] = "none" })
    assert.is_true(ok { Origin = "http://shop.example:8080" })
    assert.is_true(ok {})
  end)

  it("is refused when the browser says it is another", function()
    assert.is_false(ok { ["Sec-Fetch-Site"] = "cross-site" })
    assert.is_false(ok { ["Sec-Fetch-Site"] = "same-site" })
    assert.is_false(ok { Origin = "https://evil.example" })
    assert.is_false(ok { Origin = "https://shop.example.evil.example" })
    assert.is_false(ok { Origin = "null" })
    assert.is_false(ok { Origin = "file://" })
  end)
end)
