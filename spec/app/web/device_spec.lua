local device = require "web.device"
local request = require "spec.app.web.fake_request"

local function of(headers, chosen) return device.of(request { headers = headers }, chosen) end

describe("the design a browser gets", function()
  it("is what the browser says it is", function()
    assert.equal("mobile", of { ["Sec-CH-UA-Mobile"] = "?1", ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64)" })
    assert.equal("pc", of { ["Sec-CH-UA-Mobile"] = "?0", ["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Mobile" })
  end)

  it("is read from its name where it says no more", function()
    assert.equal("mobile",
      of { ["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148" })
    assert.equal("mobile",
      of { ["User-Agent"] = "Mozilla/5.0 (Linux; Android 14; SM-S911N) Chrome/120 Mobile Safari/537" })
    assert.equal("pc", of { ["User-Agent"] = "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) Mobile/15E148" })
    assert.equal("pc", of { ["User-Agent"] = "Mozilla/5.0 (Linux; Android 14; SM-X910) Chrome/120 Safari/537" })
    assert.equal("pc", of { ["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" })
    assert.equal("pc", of {})
  end)

  it("is what its user chose, before all else", function()
    assert.equal("pc", of({ ["Sec-CH-UA-Mobile"] = "?1" }, "pc"))
    assert.equal("mobile", of({ ["Sec-CH-UA-Mobile"] = "?0" }, "mobile"))
    assert.equal("mobile", of({ ["Sec-CH-UA-Mobile"] = "?1" }, "toaster"))
  end)
end)
