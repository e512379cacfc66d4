-- file: reading, digesting and keeping uploads without holding up anybody.
local crypto = require "crypto"
local file = require "file"
local fs = require "fs"
local task = require "task"

describe("file", function()
  local folder, path, bytes

  setup(function()
    folder = assert(fs.temp "file-spec")
    path, bytes = folder .. "/upload", crypto.random(300000)
    assert(fs.write(path, bytes))
  end)

  teardown(function() fs.remove(folder, true) end)

  it("reads a file, unless it is larger than wanted", function()
    assert.equal(bytes, file.read(path, #bytes))
    assert.equal("too_large", select(3, file.read(path, #bytes - 1)))
    assert.same({ nil, folder .. "/no: No such file or directory", "ENOENT" }, { file.read(folder .. "/no", 1) })
    assert.equal("EISDIR", select(3, file.read(folder, 100000)))
  end)

  it("digests a file", function()
    local hex, length = file.sha256(path)
    assert.same({ crypto.hex(crypto.sha256(bytes)), 300000 }, { hex, length })
    assert.equal("ENOENT", select(3, file.sha256(folder .. "/no")))
  end)

  it("keeps a copy, whole, with the folders above it, and never writes over what is there", function()
    local kept = folder .. "/a/b/kept"
    assert.is_true(file.keep(path, kept))
    assert.equal(bytes, fs.read(kept))
    assert.equal(420, fs.stat(kept).mode) -- 0644
    assert.same({ "kept" }, fs.list(folder .. "/a/b"))
    assert(fs.write(folder .. "/other", "other"))
    assert.is_true(file.keep(folder .. "/other", kept))
    assert.equal(bytes, fs.read(kept))
    assert.equal("ENOENT", select(3, file.keep(folder .. "/no", folder .. "/new")))
    assert.equal("ENOTDIR", select(3, file.keep(path, path .. "/below")))
    assert.is_nil(fs.stat(folder .. "/new"))
  end)

  it("raises on misuse", function()
    assert.error_matches(function() file.read("a\0b", 1) end, "#1")
    assert.error_matches(function() file.read(path) end, "#2")
    assert.error_matches(function() file.keep(path) end, "#2")
    assert.error_matches(function() file.sha256() end, "#1")
  end)

  it("leaves nothing open, also of what nobody waits for any more", function()
    local before = #fs.list "/proc/self/fd"
    for _ = 1, 20 do
      task.spawn(function() file.read(path, #bytes) end):cancel()
      task.spawn(function() file.keep(path, folder .. "/c/kept") end):cancel()
    end
    file.sha256(path)
    require("spec.support.eventually")(function() return before == #fs.list "/proc/self/fd" end, 5000, "all is closed")
  end)
end)
