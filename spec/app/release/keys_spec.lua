local crypto = require "crypto"
local fs = require "fs"
local keys = require "release.keys"
local made = require "spec.app.release.release"
local process = require "process"

describe("keys", function()
  local data

  before_each(function() data = made.data() end)
  after_each(function() made.restore(data) end)

  it("are made as a pair: the private half for its owner alone, the public one trusted here", function()
    local key, path = keys.new "hana"
    assert.equal(data .. "/keys/hana.pub", path)
    assert.equal(tonumber("600", 8), fs.stat(data .. "/release.key").mode)
    assert.equal(tonumber("644", 8), fs.stat(path).mode)
    assert.is_nil(fs.read(path):find(fs.read(data .. "/release.key"):match(" (%S+)\n"), 1, true))
    local own = keys.own()
    assert.same({ "hana", key.public, key.fingerprint }, { own.name, own.public, own.fingerprint })
    assert.is_true(crypto.verify(keys.trusted()[key.fingerprint].public, "s", crypto.sign(own.private, "s")))
  end)

  it("lie where the settings say", function()
    process.setenv("RELEASE_KEY", data .. "/mine/private")
    process.setenv("RELEASE_KEYS", data .. "/node/keys")
    local _, path = keys.new "hana"
    assert.equal(data .. "/node/keys/hana.pub", path)
    assert.is_truthy(fs.stat(data .. "/mine/private"))
    assert.equal("hana", keys.own().name)
  end)

  it("never overwrite one that is there", function()
    assert(keys.new "hana")
    local before = fs.read(data .. "/release.key")
    assert.matches("is there already: it is not overwritten", select(2, keys.new "duri").message)
    assert.equal(before, fs.read(data .. "/release.key"))
    fs.remove(data .. "/release.key")
    assert.matches("there is a key named hana already", select(2, keys.new "hana").message)
    assert(keys.revoke "hana")
    assert.matches("there is a key named hana already", select(2, keys.new "hana").message)
  end)

  it("have names that are no paths", function()
    for _, name in ipairs { "", "../x", "a/b", ".x", "한글", "A", "a b", ("x"):rep(65), "a\n" } do
      assert.matches("is no name for a key", select(2, keys.new(name)).message)
      assert.equal("release.key", select(2, keys.revoke(name)).code)
    end
    assert.is_nil(fs.stat(data .. "/release.key"))
  end)

  it("that are revoked stay known, and are refused under every name", function()
    local key = assert(keys.new "hana")
    assert(fs.write(data .. "/keys/copy.pub", (fs.read(data .. "/keys/hana.pub"):gsub("hana", "copy"))))
    assert.is_true(keys.revoke "hana")
    assert.is_true(keys.trusted()[key.fingerprint].revoked)
    assert.same({ "hana is revoked already", "no key here is named nobody" },
      { select(2, keys.revoke "hana").message, select(2, keys.revoke "nobody").message })
  end)

  it("of colleagues are trusted by copying their file", function()
    local other = made.key "duri"
    assert(fs.mkdir(data .. "/keys"))
    assert(fs.write(data .. "/keys/duri.pub", ("sijang-public-key duri %s\n"):format(crypto.base64(other.public))))
    assert(fs.write(data .. "/keys/README", "who is who"))
    assert.same({ name = "duri", public = other.public, fingerprint = other.fingerprint, revoked = false },
      keys.trusted()[other.fingerprint])
  end)

  it("that cannot be read refuse everything: a damaged revocation must let nobody in", function()
    assert(keys.new "hana")
    for _, text in ipairs { "", "junk", "sijang-public-key hana AAAA\n", "sijang-private-key hana " .. ("A"):rep(43) .. "=\n" } do
      assert(fs.write(data .. "/keys/other.revoked", text))
      assert.equal("release.key", select(2, keys.trusted()).code)
    end
    assert(fs.write(data .. "/keys/other.revoked", fs.read(data .. "/keys/hana.pub")))
    assert.matches("other.revoked: the key within is named hana", select(2, keys.trusted()).message)
  end)

  it("that others can read do not sign", function()
    assert(keys.new "hana")
    assert(fs.chmod(data .. "/release.key", tonumber("640", 8)))
    assert.matches("can be read by others: chmod 600", select(2, keys.own()).message)
    assert(fs.remove(data .. "/release.key"))
    assert.matches("there is no private key .+keys new NAME", select(2, keys.own()).message)
  end)

  it("need not be there: then nobody is trusted", function() assert.same({}, keys.trusted()) end)
end)
