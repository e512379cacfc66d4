-- password: Argon2id in the thread pool, and what Django left behind.
local password = require "password"
local task = require "task"

local current = "^%$argon2id%$v=19%$m=19456,t=2,p=1%$[%w+/]+%$[%w+/]+$"

describe("password.hash", function()
  it("gives an Argon2id string with a salt of its own", function()
    local once, again = password.hash "사과 1kg!", password.hash "사과 1kg!"
    assert.matches(current, once)
    assert.not_equal(once, again)
    assert.same({ true, false }, { password.verify("사과 1kg!", once) })
    assert.same({ true, false }, { password.verify("사과 1kg!", again) })
  end)

  it("takes empty passwords, NUL, and long ones up to a limit", function()
    for plain, other in pairs { [""] = "x", ["a\0b"] = "a", [("p"):rep(4096)] = ("p"):rep(4095) } do
      local stored = password.hash(plain)
      assert.is_true((password.verify(plain, stored)))
      assert.is_false((password.verify(other, stored)))
    end
  end)

  it("raises for what is not a password", function()
    assert.error_matches(function() password.hash(nil) end, "bad argument #1")
    assert.error_matches(function() password.hash(("p"):rep(4097)) end, "bad argument #1")
    assert.error_matches(function() password.verify(1, "x") end, "bad argument #1")
    assert.error_matches(function() password.verify("x", 1) end, "bad argument #2")
  end)
end)

describe("password.is_common", function()
  it("knows what everybody has, capitals or not, and nothing else", function()
    for _, plain in ipairs { "password", "PassWord1", "12345678", "qwertyuiop", "1q2w3e4r", "iloveyou" } do
      assert.is_true(password.is_common(plain), plain)
    end
    for i = 1, 2000 do assert.is_false(password.is_common("모락상회 " .. i)) end
    assert.is_false(password.is_common "")
    assert.error_matches(function() password.is_common(nil) end, "nil")
  end)
end)

describe("password.verify", function()
  it("says no to another password", function()
    local stored = password.hash "secret"
    assert.same({ false }, { password.verify("Secret", stored) })
    assert.same({ false }, { password.verify("", stored) })
  end)

  it("verifies other parameters of Argon2id and asks for a new hash", function()
    local stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    assert.same({ true, true }, { password.verify("password", stored) })
    assert.same({ false }, { password.verify("passwort", stored) })
  end)

  it("verifies what Django stored and asks for a new hash", function()
    local stored = "pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo="
    assert.same({ true, true }, { password.verify("lètmein", stored) })
    assert.same({ false }, { password.verify("letmein", stored) })
    assert.same({ true, true }, { password.verify("",
      "pbkdf2_sha256$1000$염$uesUOtJLCK48tinNUdC1x/0/YvskSJaexqDArDxdxyw=") })
  end)

  it("says no for an account without a password, and for a name that nobody has", function()
    assert.same({ false }, { password.verify("x", "!fMt9jD0vN3d6") })
    assert.same({ false }, { password.verify("x", nil) })
  end)

  it("says so when what is stored cannot be verified", function()
    local digest = "YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo="
    for _, stored in ipairs {
      "", "plain", "!\0", ("x"):rep(256), "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99", "$2b$12$abcdefghijklmnopqrstuv",
      "$argon2id$v=19$m=19456,t=2,p=1$", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$",
      "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA", "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
      "$argon2id$v=19$m=19456,t=99999,p=1$c2FsdHNhbHQ$aGFzaA",
      "pbkdf2_sha256$1000$salt", "pbkdf2_sha256$1000$salt$short",
      "pbkdf2_sha256$0$salt$" .. digest, "pbkdf2_sha256$999999999$salt$" .. digest, "pbkdf2_sha1$1000$salt$" .. digest,
    } do
      local matches, message, code = password.verify("x", stored)
      assert.is_nil(matches, stored)
      assert.equal("what is stored is no hash of a password that can be verified", message)
      assert.equal("format", code)
    end
  end)
end)

describe("a crowd", function()
  it("lets the loop turn while hashes are made", function()
    local turns, done = 0, false
    local ticking = task.spawn(function()
      while not done do
        task.sleep(1)
        turns = turns + 1
      end
    end)
    password.hash "secret"
    done = true
    ticking:join()
    assert.is_true(turns >= 3)
  end)

  it("of more than fits the queue is turned away at once", function()
    local handles, busy, verified = {}, 0, 0
    for i = 1, 70 do
      handles[i] = task.spawn(function() return password.verify("x", "!") end)
    end
    for _, handle in ipairs(handles) do
      local matches, _, code = handle:join()
      if code == "busy" then busy = busy + 1 end
      if matches == false then verified = verified + 1 end
    end
    assert.equal(4, busy)
    assert.equal(66, verified)
    assert.same({ false }, { password.verify("x", "!") })
  end)

  it("that goes away takes its waiting work with it", function()
    local handles = {}
    for i = 1, 60 do
      handles[i] = task.spawn(function() return password.hash "x" end)
    end
    for i = 60, 1, -1 do handles[i]:cancel() end
    local clock = require "clock"
    local from = clock.monotonic()
    assert.same({ false }, { password.verify("x", "!") }) -- behind two that run already at most
    assert.is_true(clock.monotonic() - from < 1000)
    local kept = task.spawn(function() return password.verify("x", "!") end)
    assert.is_false((kept:join()))
  end)
end)

describe("the binding", function()
  it("leaves nothing open", function()
    assert.equal(0, task.count())
    collectgarbage()
    collectgarbage()
    local before = collectgarbage "count"
    for _ = 1, 200 do password.verify("x", "!") end
    collectgarbage()
    collectgarbage()
    assert.is_true(collectgarbage "count" - before < 50)
  end)
end)
