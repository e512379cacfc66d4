local fs = require "fs"
local process = require "process"

local function descriptors()
  return #fs.list("/proc/self/fd")
end

describe("fs", function()
  local folder, before

  setup(function()
    process.run { argv = { "true" } } -- the loop's own descriptors exist from here on
  end)

  before_each(function()
    collectgarbage()
    before = descriptors()
    folder = assert(fs.temp("fs spec 시장"))
  end)

  after_each(function()
    assert.is_true(fs.remove(folder, true))
    collectgarbage()
    assert.equal(before, descriptors(), "something is left open")
  end)

  it("makes one in a folder of one's choice", function()
    local made = assert(fs.temp("inner", folder))
    assert.equal(folder .. "/inner.", made:sub(1, -7))
    assert.equal("ENOENT", select(3, fs.temp("inner", folder .. "/none")))
  end)

  it("makes a private temporary folder", function()
    local stat = fs.stat(folder)
    assert.equal("directory", stat.type)
    assert.equal(tonumber("700", 8), stat.mode)
    assert.equal(process.uid(), stat.uid)
  end)

  it("writes a file atomically and reads it back, binary and empty ones too", function()
    local path = folder .. "/한글 파일"
    for _, data in ipairs { "", "a\0b\255", ("x"):rep(70000) } do
      assert.is_true(fs.write(path, data, tonumber("600", 8)))
      assert.equal(data, fs.read(path))
      assert.equal(#data, fs.stat(path).size)
    end
    assert.equal(tonumber("600", 8), fs.stat(path).mode)
    assert.same({ "한글 파일" }, fs.list(folder))
  end)

  it("reads only as much as asked, and files that do not tell their size", function()
    fs.write(folder .. "/a", "0123456789")
    assert.equal("0123", fs.read(folder .. "/a", 4))
    assert.equal("", fs.read(folder .. "/a", 0))
    assert.equal("0123456789", fs.read(folder .. "/a", 11))
    assert.truthy(fs.read("/proc/self/status"):find("Name:", 1, true))
  end)

  it("leaves nothing aside when a write fails", function()
    fs.mkdir(folder .. "/taken")
    local ok, message, code = fs.write(folder .. "/taken", "data")
    assert.is_nil(ok)
    assert.equal("EISDIR", code)
    assert.truthy(message:find("taken", 1, true))
    assert.same({ "taken" }, fs.list(folder))
  end)

  it("says a full disk", function()
    local ok, _, code = fs.append("/dev/full", "data")
    assert.is_nil(ok)
    assert.equal("ENOSPC", code)
  end)

  it("appends", function()
    fs.append(folder .. "/log", "one\n")
    fs.append(folder .. "/log", "two\n")
    assert.equal("one\ntwo\n", fs.read(folder .. "/log"))
  end)

  it("makes folders with their parents, and is content when they are there", function()
    assert.is_true(fs.mkdir(folder .. "/a/b/c", tonumber("700", 8), true))
    assert.is_true(fs.mkdir(folder .. "/a/b/c", tonumber("700", 8), true))
    assert.equal(tonumber("700", 8), fs.stat(folder .. "/a/b/c").mode)
    assert.equal("EEXIST", select(3, fs.mkdir(folder .. "/a")))
    fs.write(folder .. "/file", "")
    assert.equal("ENOTDIR", select(3, fs.mkdir(folder .. "/file", nil, true)))
  end)

  it("lists names in order", function()
    for _, name in ipairs { "b", "a", "C", ".hidden" } do
      fs.write(folder .. "/" .. name, "")
    end
    assert.same({ ".hidden", "C", "a", "b" }, fs.list(folder))
  end)

  it("removes a tree but not what its links point to", function()
    fs.mkdir(folder .. "/tree/deep/deeper", nil, true)
    fs.write(folder .. "/kept", "kept")
    fs.mkdir(folder .. "/kept_folder")
    fs.write(folder .. "/kept_folder/file", "kept")
    fs.symlink("../kept", folder .. "/tree/link")
    fs.symlink("../../kept_folder", folder .. "/tree/deep/link")
    assert.equal("ENOTEMPTY", select(3, fs.remove(folder .. "/tree")))
    assert.is_true(fs.remove(folder .. "/tree", true))
    assert.same({ "kept", "kept_folder" }, fs.list(folder))
    assert.equal("kept", fs.read(folder .. "/kept_folder/file"))
    assert.equal("ENOENT", select(3, fs.remove(folder .. "/tree", true)))
  end)

  it("links, renames and resolves", function()
    fs.write(folder .. "/a", "a")
    assert.is_true(fs.symlink("a", folder .. "/soft"))
    assert.is_true(fs.link(folder .. "/a", folder .. "/hard"))
    assert.equal("a", fs.readlink(folder .. "/soft"))
    assert.equal("link", fs.lstat(folder .. "/soft").type)
    assert.equal("file", fs.stat(folder .. "/soft").type)
    assert.equal(fs.realpath(folder) .. "/a", fs.realpath(folder .. "/soft"))
    assert.is_true(fs.rename(folder .. "/hard", folder .. "/moved"))
    assert.equal("a", fs.read(folder .. "/moved"))
    assert.equal("EEXIST", select(3, fs.link(folder .. "/a", folder .. "/moved")))
    assert.equal("EINVAL", select(3, fs.readlink(folder .. "/a")))
  end)

  it("changes modes and owners", function()
    fs.write(folder .. "/a", "")
    assert.is_true(fs.chmod(folder .. "/a", tonumber("400", 8)))
    assert.equal(tonumber("400", 8), fs.stat(folder .. "/a").mode)
    assert.is_true(fs.chown(folder .. "/a", fs.stat(folder .. "/a").uid, fs.stat(folder .. "/a").gid))
    assert.equal("ENOENT", select(3, fs.chmod(folder .. "/b", 0)))
  end)

  it("tells what is free", function()
    assert.is_true(fs.free(folder) > 0)
    assert.equal("ENOENT", select(3, fs.free(folder .. "/nowhere")))
  end)

  it("names an absent file with code ENOENT", function()
    for _, call in ipairs { "stat", "lstat", "read", "list", "realpath", "readlink", "remove" } do
      local ok, message, code = fs[call](folder .. "/nowhere")
      assert.is_nil(ok)
      assert.equal("ENOENT", code)
      assert.truthy(message:find("nowhere", 1, true))
    end
  end)

  it("locks a file against others until it is released, collected, or its process ends", function()
    local path = folder .. "/lock"
    local lock = assert(fs.lock(path))
    assert.equal("EAGAIN", select(3, fs.lock(path)))
    lock:release()
    lock:release()
    assert.truthy(fs.lock(path))
    collectgarbage()
    collectgarbage()
    lock = assert(fs.lock(path))
    assert.equal(1, (process.run { argv = { "flock", "--nonblock", path, "true" } }))
    lock:release()
    assert.equal(0, (process.run { argv = { "flock", "--nonblock", path, "true" } }))
  end)

  it("raises on misuse, with the number of the argument", function()
    assert.error_matches(function() fs.read(nil) end, "#1")
    assert.error_matches(function() fs.read("a\0b") end, "#1")
    assert.error_matches(function() fs.read("") end, "#1")
    assert.error_matches(function() fs.write(folder .. "/a", 5) end, "#2")
    assert.error_matches(function() fs.chmod(folder, 99999) end, "#2")
    assert.error_matches(function() fs.temp("a/b") end, "#1")
  end)
end)
