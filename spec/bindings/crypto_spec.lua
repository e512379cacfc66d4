-- crypto: known answers (FIPS 180, RFC 2202, 4231, 4648, 8032, the GCM test cases) and what must not pass.
local crypto = require "crypto"
local hex, unhex = crypto.hex, crypto.unhex

describe("digests", function()
  it("give the published answers", function()
    assert.equal("900150983cd24fb0d6963f7d28e17f72", hex(crypto.md5("abc")))
    assert.equal("a9993e364706816aba3e25717850c26c9cd0d89d", hex(crypto.sha1("abc")))
    assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex(crypto.sha256("abc")))
    assert.equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hex(crypto.sha256("")))
    assert.equal("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
      .. "8086072ba1e7cc2358baeca134c825a7", hex(crypto.sha384("abc")))
    assert.equal("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      .. "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f", hex(crypto.sha512("abc")))
    assert.equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
      hex(crypto.sha256(("a"):rep(1000000))))
  end)

  it("raise for what is not a string", function()
    assert.error_matches(function() crypto.sha256(1) end, "bad argument #1")
    assert.error_matches(function() crypto.hmac_sha256("k") end, "bad argument #2")
  end)
end)

describe("HMAC", function()
  it("gives the published answers", function()
    local key = ("\x0b"):rep(20)
    assert.equal("b617318655057264e28bc0b6fb378c8ef146be00", hex(crypto.hmac_sha1(key, "Hi There")))
    assert.equal("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
      hex(crypto.hmac_sha256(key, "Hi There")))
    assert.equal("afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
      .. "faea9ea9076ede7f4af152e8b2fa9cb6", hex(crypto.hmac_sha384(key, "Hi There")))
    assert.equal("87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
      .. "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854", hex(crypto.hmac_sha512(key, "Hi There")))
    assert.equal("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
      hex(crypto.hmac_sha256(("\xaa"):rep(131), "Test Using Larger Than Block-Size Key - Hash Key First")))
    assert.equal("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad", hex(crypto.hmac_sha256("", "")))
  end)
end)

describe("bytes as letters", function()
  it("follow RFC 4648", function()
    local plain = { "", "f", "fo", "foo", "foob", "fooba", "foobar" }
    local base64 = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" }
    local base32 = { "", "MY======", "MZXQ====", "MZXW6===", "MZXW6YQ=", "MZXW6YTB", "MZXW6YTBOI======" }
    for i, s in ipairs(plain) do
      assert.equal(base64[i], crypto.base64(s))
      assert.equal(s, crypto.unbase64(base64[i]))
      assert.equal((base64[i]:gsub("=", "")), crypto.base64url(s))
      assert.equal(s, crypto.unbase64url(crypto.base64url(s)))
      assert.equal(base32[i], crypto.base32(s))
      assert.equal(s, crypto.unbase32(base32[i]))
      assert.equal(s, crypto.unbase32(base32[i]:lower():gsub("=", "")))
    end
    assert.equal("666f6f", hex("foo"))
    assert.equal("\xAB\xCD", unhex("aBCd"))
    assert.equal("-_8", crypto.base64url("\xFB\xFF"))
    assert.equal("+/8=", crypto.base64("\xFB\xFF"))
  end)

  it("come back whatever the bytes and the length", function()
    for n = 0, 66 do
      local bytes = crypto.random(n)
      assert.equal(bytes, unhex(hex(bytes)))
      assert.equal(bytes, crypto.unbase64(crypto.base64(bytes)))
      assert.equal(bytes, crypto.unbase64url(crypto.base64url(bytes)))
      assert.equal(bytes, crypto.unbase32(crypto.base32(bytes)))
    end
  end)

  it("have one spelling", function()
    local function refuses(read, ...)
      for _, s in ipairs { ... } do
        local bytes, message, code = read(s)
        assert.is_nil(bytes, s)
        assert.equal("encoding", code)
        assert.matches("^not ", message)
      end
    end
    refuses(crypto.unbase64, "Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm-_",
      "Zg==Zg==", "Zm\0v")
    refuses(crypto.unbase64url, "Zg==", "Zm8=", "Z", "Zh", "Zm+/", "Zm9v ")
    refuses(crypto.unbase32, "M", "MZX", "MZ", "MY=====", "M1======", "MZXW6Y", "========", "1", "8")
    refuses(unhex, "a", "0g", "0 ", "0x", "\0\0")
  end)
end)

describe("crypto.random and crypto.uuid7", function()
  it("give as many bytes as asked, never the same", function()
    assert.equal(0, #crypto.random(0))
    assert.equal(1048576, #crypto.random(1048576))
    assert.not_equal(crypto.random(16), crypto.random(16))
    for _, n in ipairs { -1, 1.5, 1048577, 0 / 0 } do
      assert.error_matches(function() crypto.random(n) end, "bad argument #1")
    end
  end)

  it("give a child other bytes than its parent", function()
    local ffi = require "ffi"
    ffi.cdef [[int fork(void); int pipe(int ends[2]); ssize_t write(int, const void *, size_t);
      ssize_t read(int, void *, size_t); int waitpid(int, int *, int);
      void _exit(int); int close(int);]]
    crypto.random(16) -- some are drawn ahead from here on
    local ends, heard = ffi.new("int[2]"), ffi.new("char[16]")
    assert.equal(0, ffi.C.pipe(ends))
    local child = ffi.C.fork()
    if child == 0 then
      ffi.C.write(ends[1], crypto.random(16), 16)
      ffi.C._exit(0)
    end
    ffi.C.waitpid(child, nil, 0)
    assert.equal(16, tonumber(ffi.C.read(ends[0], heard, 16)))
    assert.not_equal(crypto.random(16), ffi.string(heard, 16))
    ffi.C.close(ends[0])
    ffi.C.close(ends[1])
  end)

  it("makes UUIDs of version 7 that carry the time and never go down", function()
    local last = ""
    for _ = 1, 20000 do
      local id = crypto.uuid7()
      if not id:match "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-7%x%x%x%-[89ab]%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$" then error(id) end
      if id <= last then error(id .. " after " .. last) end
      last = id
    end
    local ms = tonumber(last:sub(1, 8) .. last:sub(10, 13), 16)
    assert.is_true(math.abs(ms / 1000 - os.time()) < 3)
  end)
end)

describe("crypto.equal", function()
  it("compares contents and lengths", function()
    assert.is_true(crypto.equal("", ""))
    assert.is_true(crypto.equal("a\0b", "a\0b"))
    assert.is_false(crypto.equal("a\0b", "a\0c"))
    assert.is_false(crypto.equal("a", "ab"))
    assert.error_matches(function() crypto.equal("a", nil) end, "bad argument #2")
  end)
end)

describe("crypto.encrypt_cbc", function()
  it("gives what is published for AES-128-CBC, with a block of padding after whole blocks", function()
    local key, iv = unhex "2b7e151628aed2a6abf7158809cf4f3c", unhex "000102030405060708090a0b0c0d0e0f"
    local sealed = crypto.encrypt_cbc(key, iv, unhex "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    assert.equal("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2", crypto.hex(sealed:sub(1, 32)))
    assert.equal(48, #sealed)
  end)

  it("pads the rest", function()
    local key, iv = "ItEQKi3rY7uvDS8l", "HYb3yQ4f65QL89=="
    assert.equal("qwMHVJqsmXKoR+d8wQTS4g==", crypto.base64(crypto.encrypt_cbc(key, iv, "123456789")))
    assert.equal(16, #crypto.encrypt_cbc(key, iv, ""))
  end)
end)

describe("crypto.seal and crypto.open", function()
  local key = unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")

  it("open the published ciphertext of AES-256-GCM", function()
    local sealed = unhex("cafebabefacedbaddecaf888"
      .. "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
      .. "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
      .. "76fc6ece0f4e1768cddf8853bb2d551b")
    local aad = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    local plain = unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      .. "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    assert.equal(plain, crypto.open(key, sealed, aad))
  end)

  it("give back what was sealed, each time in another dress", function()
    for _, plain in ipairs { "", "a", ("한글"):rep(1000) } do
      local once, again = crypto.seal(key, plain, "aad"), crypto.seal(key, plain, "aad")
      assert.not_equal(once, again)
      assert.equal(#plain + 28, #once)
      assert.equal(plain, crypto.open(key, once, "aad"))
    end
    assert.equal("x", crypto.open(key, crypto.seal(key, "x")))
    assert.equal("x", crypto.open(key, crypto.seal(key, "x"), ""))
  end)

  it("refuse every changed bit, another key, other data beside it, and what is cut off", function()
    local sealed = crypto.seal(key, "secret", "aad")
    local function refused(...)
      assert.same({ nil, "not sealed with this key", "invalid" }, { crypto.open(...) })
    end
    for i = 1, #sealed do
      refused(key, sealed:sub(1, i - 1) .. string.char(bit.bxor(sealed:byte(i), 1)) .. sealed:sub(i + 1), "aad")
    end
    refused(("k"):rep(32), sealed, "aad")
    refused(key, sealed, "other")
    refused(key, sealed)
    refused(key, sealed:sub(1, -2), "aad")
    refused(key, sealed:sub(1, 27), "aad")
    refused(key, "", "aad")
  end)

  it("raise for a key of another length", function()
    assert.error_matches(function() crypto.encrypt_cbc("short", ("i"):rep(16), "x") end, "bad argument #1 .*16 bytes expected, got 5")
    assert.error_matches(function() crypto.encrypt_cbc(("k"):rep(16), "short", "x") end, "bad argument #2 .*16 bytes expected, got 5")
    assert.error_matches(function() crypto.seal("short", "x") end, "bad argument #1 .*32 bytes expected, got 5")
    assert.error_matches(function() crypto.open("short", "x") end, "bad argument #1")
  end)
end)

describe("Ed25519", function()
  local cases = {
    { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        .. "d25bf5f0595bbe24655141438e7a100b" },
    { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        .. "387b2eaeb4302aeeb00d291612bb0c00" },
  }

  it("signs as RFC 8032 does", function()
    for _, case in ipairs(cases) do
      local public, private = crypto.keypair(unhex(case[1]))
      assert.equal(case[2], hex(public))
      assert.equal(case[1], hex(private))
      assert.equal(case[4], hex(crypto.sign(private, unhex(case[3]))))
      assert.is_true(crypto.verify(public, unhex(case[3]), unhex(case[4])))
    end
  end)

  it("verifies nothing but what was signed, with the key that signed", function()
    local public, private = crypto.keypair()
    local other = crypto.keypair()
    local signature = crypto.sign(private, "release 1")
    assert.is_true(crypto.verify(public, "release 1", signature))
    assert.is_false(crypto.verify(public, "release 2", signature))
    assert.is_false(crypto.verify(other, "release 1", signature))
    assert.is_false(crypto.verify(public, "release 1", signature:sub(1, -2)))
    assert.is_false(crypto.verify(public, "release 1", ""))
    assert.is_false(crypto.verify(public, "release 1", ("\0"):rep(64)))
    assert.error_matches(function() crypto.sign("short", "x") end, "bad argument #1")
    assert.error_matches(function() crypto.verify("short", "x", signature) end, "bad argument #1")
  end)
end)

describe("the binding", function()
  it("leaves nothing open", function()
    local function held()
      collectgarbage()
      collectgarbage()
      return collectgarbage "count"
    end
    local before = held()
    for _ = 1, 2000 do
      local public, private = crypto.keypair()
      crypto.verify(public, "x", crypto.sign(private, "x"))
      crypto.open(public, crypto.seal(private, "x"))
    end
    assert.is_true(held() - before < 100)
  end)
end)
