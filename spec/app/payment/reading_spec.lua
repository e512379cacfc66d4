-- What is believed of a provider's JSON, and what is not.

local json = require "json"
local reading = require "payment.rules.reading"

describe("reading a provider's JSON", function()
  it("takes whole amounts that money can be, and nothing else", function()
    for _, amount in ipairs { 0, 1, 33000, 1e12 } do assert.equal(amount, reading.amount(amount)) end
    for _, other in ipairs { -1, 0.5, 1e12 + 1, "33000", true, json.null, {}, 0 / 0, math.huge } do
      assert.is_nil(reading.amount(other), tostring(other))
    end
    assert.is_nil(reading.amount(nil))
    assert.equal(-33000, reading.signed(-33000))
    assert.is_nil(reading.signed(-0.5))
    assert.is_nil(reading.signed "1")
  end)

  it("takes a null for nothing", function()
    local value = json.decode '{"card":null,"key":null}'
    assert.same({}, reading.object(value.card))
    assert.is_nil(reading.text(value.key))
  end)

  it("keeps texts short and free of what a database or a letter cannot hold", function()
    assert.equal("승인 거절", reading.text "승인\0거절")
    assert.equal(("가"):rep(5), reading.text(("가"):rep(9), 5))
    assert.is_nil(reading.text "")
    assert.is_nil(reading.text(12))
  end)

  it("reads moments in the ways in which providers write them", function()
    local noon = 1795921200 -- 2026-11-29 12:00 in Seoul
    for _, written in ipairs { "2026-11-29T12:00:00+09:00", "2026-11-29T12:00:00.123456+09:00", "2026-11-29 12:00:00",
      "2026-11-29T12:00:00", "2026-11-29T03:00:00Z", "2026-11-29T03:00:00+00:00", "2026-11-28T22:00:00-05:00" } do
      assert.equal(noon, reading.moment(written), written)
    end
    for _, other in ipairs { "2026-11-29", "soon", "2026-11-29T12:00:00 KST", 1795921200 } do
      assert.is_nil(reading.moment(other), tostring(other))
    end
  end)

  it("sends a shopper to the provider's own addresses alone", function()
    local base, theirs = "https://open-api.kakaopay.com", { "kakaopay.com" }
    for _, url in ipairs { "https://online-payment.kakaopay.com/mockup/v1/abc/info?x=1", "https://kakaopay.com/", "https://kakaopay.com" } do
      assert.equal(url, reading.address(url, base, theirs))
    end
    for _, url in ipairs { "http://online-payment.kakaopay.com/", "https://kakaopay.com.evil.test/", "https://evilkakaopay.com/",
      "https://kakaopay.com@evil.test/", "https://evil.test/kakaopay.com", "https://evil.test#kakaopay.com", "javascript:alert(1)",
      "https://kakaopay.com\\@evil.test/", "https://kakaopay.com\r\nX: y", "//kakaopay.com/", "https://user:kakaopay.com@evil.test/", "" } do
      assert.is_nil(reading.address(url, base, theirs), url)
    end
    assert.is_nil(reading.address(nil, base, theirs))
    assert.equal("http://127.0.0.1:80/kakaopay/w", reading.address("http://127.0.0.1:80/kakaopay/w", "http://127.0.0.1:80/kakaopay", theirs))
    assert.is_nil(reading.address("http://127.0.0.1:8080/w", "http://127.0.0.1:80/kakaopay", theirs))
  end)
end)
