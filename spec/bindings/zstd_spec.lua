local fs = require "fs"
local process = require "process"
local zstd = require "zstd"

local megabyte = 1048576
-- AddressSanitizer keeps what was freed for a while.
local sanitized = fs.realpath("/proc/self/exe"):find("/build/asan/", 1, true) ~= nil

local function resident()
  return tonumber(fs.read("/proc/self/status"):match("VmRSS:%s*(%d+)")) * 1024
end

local function tool(argv, input)
  local code, out, message = process.run { argv = argv, input = input }
  assert(code == 0, message)
  return out
end

describe("zstd", function()
  local samples = { "", "a", "시장 \0 \255 bytes", ("for i = 1, 10 do print(i) end\n"):rep(5000),
    require("crypto").random(70000) }

  it("gives back what it took, at every level", function()
    for _, s in ipairs(samples) do
      for _, level in ipairs { 1, 3, 9, 19 } do assert.equal(s, zstd.decompress(zstd.compress(s, level), #s)) end
    end
  end)

  it("makes source text several times smaller", function()
    local s = fs.read(require("runtime").root() .. "/runtime/command/test.lua")
    assert.is_true(#zstd.compress(s) * 2 < #s)
  end)

  it("understands the command-line tool and is understood by it", function()
    local s = samples[4]
    assert.equal(s, tool({ "zstd", "-dc" }, zstd.compress(s)))
    assert.equal(s, zstd.decompress(tool({ "zstd", "-c" }, s), #s)) -- from a pipe: a frame that does not say its size
    assert.equal(s .. "b", zstd.decompress(tool({ "zstd", "-c" }, s) .. zstd.compress "b", #s + 1))
  end)

  it("makes as much as allowed and not a byte more", function()
    for _, s in ipairs { "ab", samples[4], ("x"):rep(4096), ("x"):rep(4097) } do
      local packed = zstd.compress(s)
      assert.equal(s, zstd.decompress(packed, #s))
      assert.same({ nil, "it becomes larger than allowed", "too_large" }, { zstd.decompress(packed, #s - 1) })
      assert.equal("too_large", select(3, zstd.decompress(packed, 0)))
    end
    assert.equal("", zstd.decompress(zstd.compress "", 0))
  end)

  it("refuses a bomb without swallowing it", function()
    local bomb = zstd.compress(("\0"):rep(64 * megabyte))
    assert.is_true(#bomb < 16 * 1024)
    collectgarbage()
    local before = resident()
    assert.equal("too_large", select(3, zstd.decompress(bomb, megabyte)))
    assert.equal("too_large", select(3, zstd.decompress(bomb:rep(8), megabyte)))
    assert.is_true(sanitized or resident() - before < 32 * megabyte)
  end)

  it("refuses what wants more history than ours ever does", function()
    local long = tool({ "zstd", "-c", "--long=27" }, samples[4])
    assert.equal("invalid", select(3, zstd.decompress(long, megabyte)))
  end)

  it("refuses what is cut off anywhere, and what is no frame", function()
    local packed = zstd.compress(samples[4])
    for length = 0, #packed - 1 do
      assert.equal("invalid", select(3, zstd.decompress(packed:sub(1, length), megabyte)), "cut at " .. length)
    end
    for _, s in ipairs { "x", "plain text", "\40\181\47\253", packed .. "x", "\31\139\8" } do
      assert.equal("invalid", select(3, zstd.decompress(s, megabyte)))
    end
  end)

  it("never gives something else for a frame with a byte changed", function()
    local s = samples[4]:sub(1, 3000)
    local packed = zstd.compress(s)
    for i = 1, #packed do
      local changed = packed:sub(1, i - 1) .. string.char((packed:byte(i) + 1) % 256) .. packed:sub(i + 1)
      local got, _, code = zstd.decompress(changed, megabyte)
      assert.is_true(got == nil and (code == "invalid" or code == "too_large") or got == s, "byte " .. i)
    end
  end)

  it("raises on misuse", function()
    assert.error_matches(function() zstd.compress(1) end, "#1")
    assert.error_matches(function() zstd.compress("s", 0) end, "#2")
    assert.error_matches(function() zstd.compress("s", 20) end, "#2")
    assert.error_matches(function() zstd.decompress(nil, 1) end, "#1")
    assert.error_matches(function() zstd.decompress("s") end, "#2")
    assert.error_matches(function() zstd.decompress("s", -1) end, "#2")
  end)

  it("leaves nothing open", function()
    local packed = zstd.compress(samples[4])
    local function work()
      for _ = 1, 200 do
        zstd.decompress(packed, megabyte)
        zstd.decompress(packed, 10)
        zstd.decompress(packed:sub(1, 100), megabyte)
        zstd.compress(samples[4])
      end
      collectgarbage()
      collectgarbage()
    end
    for _ = 1, 4 do work() end -- until the allocator has as much as it will ever need
    local descriptors, before = #fs.list "/proc/self/fd", resident()
    work()
    assert.equal(descriptors, #fs.list "/proc/self/fd")
    assert.is_true(sanitized or resident() - before < 4 * megabyte)
  end)
end)
