local crypto = require "crypto"
local process = require "process"
local totp = require "staff.totp"

local key = "12345678901234567890"

describe("a one-time password", function()
  it("is that of RFC 4226", function()
    local codes = {}
    for counter = 0, 9 do codes[counter + 1] = totp.code(key, counter) end
    assert.same({ "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489" }, codes)
  end)

  it("is that of RFC 6238, with each of its hashes", function()
    local keys = { SHA1 = key, SHA256 = key .. key:sub(1, 12), SHA512 = key .. key .. key .. key:sub(1, 4) }
    local vectors = {
      { 59, "94287082", "46119246", "90693936" }, { 1111111109, "07081804", "68084774", "25091201" },
      { 1111111111, "14050471", "67062674", "99943326" }, { 1234567890, "89005924", "91819424", "93441116" },
      { 2000000000, "69279037", "90698825", "38618901" }, { 20000000000, "65353130", "77737706", "47863826" },
    }
    for _, vector in ipairs(vectors) do
      for i, algorithm in ipairs { "SHA1", "SHA256", "SHA512" } do
        assert.equal(vector[i + 1], totp.code(keys[algorithm], totp.step_at(vector[1]), 8, algorithm))
      end
      assert.equal(vector[2]:sub(3), totp.code(key, totp.step_at(vector[1])))
    end
  end)

  it("counts one step before and one after, and says which", function()
    local now = 1700000010
    local step = totp.step_at(now)
    for offset = -1, 1 do
      local matched, said = totp.match(key, totp.code(key, step + offset), now)
      assert.equal(step + offset, matched)
      assert.equal(offset, said)
    end
    for _, offset in ipairs { -2, 2 } do assert.is_nil(totp.match(key, totp.code(key, step + offset), now)) end
    assert.is_nil(totp.match(key, "", now))
  end)

  it("tells by how much the clock is off that made it", function()
    local now = 1700000010
    local step = totp.step_at(now)
    assert.equal(-90, totp.drift(key, totp.code(key, step - 3), now))
    assert.equal(300, totp.drift(key, totp.code(key, step + 10), now))
    assert.is_nil(totp.drift(key, totp.code(key, step - 11), now))
  end)

  it("made by another library counts", function()
    local now = os.time()
    for _ = 1, 5 do
      local secret = totp.new_secret()
      local code, out, problem = process.run { argv = { "/usr/bin/python3", "-c",
        "import pyotp, sys; print(pyotp.parse_uri(sys.argv[1]).at(int(sys.argv[2])))", totp.uri(secret, "모락 상회", "kim@shop.kr"),
        tostring(now) } }
      assert.equal(0, code, problem)
      assert.equal(totp.step_at(now), (totp.match(secret, out:match("%d+"), now)))
    end
  end)

  it("is set up by an address that every telephone reads: no plus for a space, no padding", function()
    assert.equal("otpauth://totp/%EB%AA%A8%EB%9D%BD%20%EC%83%81%ED%9A%8C:kim%40shop.kr?secret=JBSWY3DPEHPK3PXP"
      .. "&issuer=%EB%AA%A8%EB%9D%BD%20%EC%83%81%ED%9A%8C&algorithm=SHA1&digits=6&period=30",
      totp.uri(crypto.unhex "48656c6c6f21deadbeef", "모락 상회", "kim@shop.kr"))
    assert.equal("JBSW Y3DP EHPK 3PXP", totp.shown(crypto.unhex "48656c6c6f21deadbeef"))
  end)
end)
