-- Where a page that opens a payment window may load from, post to and frame.

local hosts = require "payment.rules.hosts"

describe("the hosts of windows", function()
  local function has(contract, source)
    for _, one in ipairs(hosts.of(contract)) do
      if one == source then return true end
    end
    return false
  end

  it("are those of the contract's provider, and of nobody else", function()
    for provider, source in pairs { naverpay = "https://nsp.pay.naver.com", portone = "https://cdn.portone.io", portone_v1 = "https://cdn.iamport.kr" } do
      assert.is_true(has({ provider = provider, mode = "live" }, source))
      assert.is_false(has({ provider = provider, mode = "live" }, "https://*.inicis.com"))
    end
    assert.same({}, hosts.of { provider = "nobody", mode = "live" })
  end)

  it("are those of who stands behind the provider as well, where the contract says so", function()
    local contract = { provider = "portone", mode = "live", behind = { "inicis", "kakaopay", "portone_v1" } }
    assert.is_true(has(contract, "https://*.inicis.com"))
    assert.is_true(has(contract, "https://*.kakaopay.com"))
    local seen = {}
    for _, source in ipairs(hosts.of(contract)) do
      assert.is_nil(seen[source], source)
      seen[source] = true
    end
    assert.is_true(hosts.knows "inicis")
    assert.is_false(hosts.knows "nobody")
    assert.is_false(hosts.knows(nil))
  end)

  it("are a stand-in's under a contract of tests alone", function()
    local urls = { api = "http://127.0.0.1:7000/naverpay", script = "http://127.0.0.1:7000/naverpay/naverpay.min.js" }
    assert.is_true(has({ provider = "naverpay", mode = "test", urls = urls }, "http://127.0.0.1:7000"))
    assert.is_false(has({ provider = "naverpay", mode = "live", urls = urls }, "http://127.0.0.1:7000"))
    assert.is_false(has({ provider = "naverpay", mode = "test", urls = { api = "https://elsewhere.test" } }, "https://elsewhere.test"))
  end)

  it("allow an address that is theirs, by its whole name", function()
    local sources = hosts.of { provider = "portone", mode = "live" }
    for url, allowed in pairs { ["https://cdn.portone.io/v2/browser-sdk.js"] = true, ["https://checkout-service.prod.iamport.co/x"] = true,
      ["http://cdn.portone.io/x"] = false, ["https://cdn.portone.io.evil.test/x"] = false, ["https://evilportone.io/x"] = false,
      ["https://cdn.portone.io@evil.test/x"] = false } do
      assert.equal(allowed, hosts.allow(url, sources), url)
    end
  end)
end)
