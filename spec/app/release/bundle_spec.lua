local bundle = require "release.bundle"
local crypto = require "crypto"
local made = require "spec.app.release.release"

local hana, duri = made.key "hana", made.key "duri"

local function build(changes, facts) return assert(bundle.make(made.files(changes), made.facts(facts))) end

local function packed(changes, facts) return bundle.pack(bundle.sign(build(changes, facts), hana)) end

-- As a node does it: whole, genuine, sound.
local function open(bytes, keys)
  local sealed, damaged = bundle.read(bytes)
  if not sealed then return nil, damaged end
  local signer, refused = bundle.verify(sealed, keys or made.keys(hana))
  if not signer then return nil, refused end
  return bundle.unfold(sealed)
end

-- What an attacker who knows the format would do after a change: make the checksum right again.
local function resealed(bytes)
  local whole = bytes:sub(1, -33)
  return whole .. crypto.sha256(whole)
end

local function changed(bytes, at)
  return bytes:sub(1, at - 1) .. string.char((bytes:byte(at) + 1) % 256) .. bytes:sub(at + 1)
end

describe("a release's sha", function()
  it("is that of its paths and contents, in any order of files", function()
    local files = made.files()
    local reversed = {}
    for i = #files, 1, -1 do reversed[#reversed + 1] = files[i] end
    assert.equal(bundle.make(files, made.facts()).sha, bundle.make(reversed, made.facts()).sha)
  end)

  it("is the same whoever made it, why and when", function()
    assert.equal(build().sha, build(nil, { author = "두리", message = "", created_at = 1, base = ("a"):rep(64),
      schema = { min = 1, max = 1 } }).sha)
  end)

  it("is another when a content, a path or a boundary between files changes", function()
    local seen = { [build().sha] = true }
    for _, changes in ipairs {
      { ["app/cart/rules.lua"] = "-- 장바구니\nreturn { most = 98 }\n" }, { ["app/x.lua"] = "" }, { ["app/cart/init.lua"] = false },
      { ["app/cart/init.lua"] = false, ["app/cart/face.lua"] = "return {}\n" },
      { ["app/a.lua"] = "--ab", ["app/b.lua"] = "" }, { ["app/a.lua"] = "--a", ["app/b.lua"] = "--b" },
    } do
      local sha = build(changes).sha
      assert.is_nil(seen[sha])
      seen[sha] = true
    end
  end)

  it("is written down, so that it stays what it is", function()
    assert.equal("08d7cfc5", build().sha:sub(1, 8))
  end)
end)

describe("a bundle", function()
  it("gives back what went in, and says who signed it", function()
    local release = assert(open(packed(nil, { base = ("b"):rep(64) })))
    local again = build()
    assert.equal(again.sha, release.sha)
    assert.same(again.files, release.files)
    assert.same(again.contents, release.contents)
    assert.equal(hana.fingerprint, release.key)
    for name, value in pairs(made.facts { base = ("b"):rep(64), runtime = 1 }) do assert.same(value, release.facts[name]) end
  end)

  it("is the same file when the same is packed twice", function() assert.equal(packed(), packed()) end)

  it("carries a content once that many files have", function()
    local text = crypto.hex(crypto.random(20000))
    local once, twice = #packed { ["templates/a.html"] = text }, #packed { ["templates/a.html"] = text, ["templates/b.html"] = text }
    assert.is_true(twice - once < 500)
  end)

  it("is not made of what a release must not have", function()
    local none, fault = bundle.make(made.files { ["app/../x.lua"] = "", ["app/y.lua"] = "x" }, made.facts())
    assert.is_nil(none)
    assert.equal("release.refused", fault.code)
    assert.same({ { path = "app/../x.lua", reason = "its path leads out of the release" },
      { path = "app/y.lua", line = 1, reason = "it is not Lua: '=' expected near '<eof>'" } }, fault.problems)
    assert.equal("release.refused", select(2, bundle.make(made.files(), made.facts { author = "" })).code)
  end)

  it("is refused whatever byte of it was changed", function()
    local bytes = packed()
    for at = 1, #bytes do
      local release, fault = open(changed(bytes, at))
      assert.is_nil(release, "byte " .. at)
      assert.is_true(fault.code == "release.damaged" or fault.code == "release.format", fault.code)
      assert.is_truthy(fault.message)
    end
  end)

  it("gives nothing else when a byte was changed and the checksum made right again", function()
    local bytes, sha = packed(), build().sha
    local seen = {}
    for at = 1, #bytes - 32 do
      local release, fault = open(resealed(changed(bytes, at)))
      -- zstd has bits that mean nothing: then the content is the one that was signed
      if release then assert.equal(sha, release.sha) else seen[fault.code] = true end
    end
    assert.same({ ["release.damaged"] = true, ["release.forged"] = true, ["release.format"] = true,
      ["release.unknown_key"] = true }, seen)
  end)

  it("is refused when it is cut off anywhere, or goes on", function()
    local bytes = packed()
    for length = 0, #bytes - 1 do
      assert.equal("release.damaged", select(2, open(bytes:sub(1, length))).code, "cut at " .. length)
    end
    assert.matches("the file ends too early: it has %d+ of %d+ bytes", select(2, open(bytes:sub(1, -2))).message)
    assert.matches("something follows its end", select(2, open(bytes .. "x")).message)
  end)

  it("is refused in another format", function()
    local fault = select(2, open((packed():gsub("^sijang release 1", "sijang release 2"))))
    assert.equal("release.format: it has format 2, and this sijang reads format 1", tostring(fault))
    assert.equal("release.damaged: this is no release", tostring(select(2, open "PK\3\4")))
  end)

  it("is refused when it was made for a newer runtime", function()
    local release = build()
    release.statement = release.statement:gsub('"runtime":1', '"runtime":2')
    local _, fault = open(bundle.pack(bundle.sign(release, hana)))
    assert.equal("release.format: it was made for runtime 2, and this sijang offers 1", tostring(fault))
  end)

  it("is refused when its key is unknown, revoked, or did not sign it", function()
    local bytes = packed()
    assert.equal("release.unknown_key", select(2, open(bytes, {})).code)
    assert.equal("release.unknown_key", select(2, open(bytes, made.keys(duri))).code)
    local _, fault = open(bytes, made.keys(made.key("hana", true)))
    assert.equal("release.revoked_key: the key hana that signed it was revoked", tostring(fault))
    -- signed by the one, said to be by the other
    local release = bundle.sign(build(), duri)
    release.key = hana.fingerprint
    assert.equal("release.forged: its signature is not that of the key hana", tostring(select(2, open(bundle.pack(release)))))
  end)

  it("is refused when the statement of one has the contents of another", function()
    local one, other = bundle.sign(build(), hana), build { ["app/cart/init.lua"] = "return 1\n\n" }
    one.contents = other.contents
    local bytes = bundle.pack { key = one.key, signature = one.signature, statement = one.statement, files = other.files,
      contents = other.contents }
    assert.equal("release.damaged", select(2, open(bytes)).code)
  end)

  it("is judged again where it arrives, whoever signed it", function()
    local statement = require "release.rules.statement"
    local function forced(files)
      local sha, entries, contents = bundle.survey(files)
      return bundle.pack(bundle.sign({ sha = sha, files = entries, contents = contents,
        statement = statement.encode(made.facts { runtime = 1 }, sha, entries) }, hana))
    end
    assert.is_truthy(open(forced(made.files())))
    for path, bytes in pairs { ["app/../../etc/x.lua"] = "", ["app/code.lua"] = string.dump(loadstring "return 1"),
      ["app/CART/rules.lua"] = "", ["runtime/main.lua"] = "", ["app/broken.lua"] = "x", ["app/\27[2J.lua"] = "" } do
      local release, fault = open(forced(made.files { [path] = bytes }))
      assert.is_nil(release)
      assert.equal("release.refused", fault.code)
      assert.is_nil(tostring(fault):find("\27", 1, true))
    end
  end)

  it("is refused when it claims a sha that is not that of its files", function()
    local release = build()
    release.statement = release.statement:gsub(release.sha, ("a"):rep(64))
    local _, fault = open(bundle.pack(bundle.sign(release, hana)))
    assert.equal("release.damaged: its sha is not that of its files", tostring(fault))
  end)

  it("is refused when its content would grow beyond what it states", function()
    local release = bundle.sign(build(), hana)
    local whole = bundle.pack(release)
    local sealed = bundle.read(whole)
    sealed.packed = require("zstd").compress(("\0"):rep(10000000))
    assert.matches("cannot be unpacked: it becomes larger than allowed", select(2, bundle.unfold(sealed)).message)
  end)

  it("is never read when it is larger than any release", function()
    local _, fault = bundle.read(("x"):rep(50331649))
    assert.equal("release.refused", fault.code)
  end)
end)
