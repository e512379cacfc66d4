local bundle = require "release.bundle"
local fs = require "fs"
local made = require "spec.app.release.release"
local process = require "process"
local tree = require "release.tree"

local hana = made.key "hana"
local keys = made.keys(hana)

local function release(changes)
  return bundle.sign(assert(bundle.make(made.files(changes), made.facts())), hana)
end

describe("a folder", function()
  local data
  before_each(function() data = made.data() end)
  after_each(function() made.restore(data) end)

  local function sha(folder)
    local made_of = assert(bundle.make(assert(tree.read(folder)), made.facts()))
    return made_of.sha
  end

  it("has the same sha wherever it is, in whatever order and whenever it was written", function()
    local files, reversed = made.files(), {}
    for i = #files, 1, -1 do reversed[#reversed + 1] = files[i] end
    local a, b = made.folder(data .. "/a", files), made.folder(data .. "/다른 곳/b", reversed)
    assert(process.run { argv = { "find", b, "-exec", "touch", "-d", "2001-01-01", "{}", "+" } } == 0)
    assert(fs.chmod(b .. "/app/boot.lua", tonumber("755", 8)))
    assert.equal(sha(a), sha(b))
    assert.equal(release().sha, sha(a))
  end)

  it("is read without the demo's data and what editors leave behind", function()
    local folder = made.folder(data .. "/a", made.files())
    local before = sha(folder)
    made.folder(folder, { { path = "app/seed/init.lua", bytes = "x" }, { path = "app/seed/pictures/a.webp", bytes = "x" },
      { path = "app/.boot.lua.swp", bytes = "x" }, { path = "app/cart/rules.lua~", bytes = "x" },
      { path = "app/#boot.lua#", bytes = "x" }, { path = "migrations/0001_a.sql", bytes = "x" },
      { path = "static/css/pc.css", bytes = "x" } })
    assert.equal(before, sha(folder))
  end)

  it("with something else in it is refused, with every path", function()
    local folder = made.folder(data .. "/a", made.files { ["app/notes.txt"] = "x" })
    assert(fs.symlink("/etc/passwd", folder .. "/app/passwd.lua"))
    assert(fs.symlink("..", folder .. "/templates/up"))
    assert(process.run { argv = { "mkfifo", folder .. "/app/pipe.lua" } } == 0)
    local _, fault = bundle.make(assert(tree.read(folder)), made.facts())
    assert.equal(table.concat({ "app/notes.txt: it is neither app/….lua nor templates/….html or .css",
      "app/passwd.lua: it is a symbolic link", "app/pipe.lua: it is a fifo, not a file",
      "templates/up: it is neither app/….lua nor templates/….html or .css" }, "\n"), fault.message)
  end)

  it("whose app or templates is a link, or missing, is refused", function()
    local folder = made.folder(data .. "/a", made.files())
    assert(fs.rename(folder .. "/app", data .. "/elsewhere"))
    assert.matches("/app: No such file", select(2, tree.read(folder)).message)
    assert(fs.symlink(data .. "/elsewhere", folder .. "/app"))
    assert.equal("release.refused", select(2, bundle.make(assert(tree.read(folder)), made.facts())).code)
    local bare = made.folder(data .. "/b", made.files { ["build/static/manifest.json"] = false })
    assert.matches("the styles and scripts are not built", select(2, tree.read(bare)).message)
  end)

  it("is read no further than a release may be large", function()
    local folder = made.folder(data .. "/a", made.files { ["app/large.lua"] = ("-"):rep(3000000) })
    local _, fault = bundle.make(assert(tree.read(folder)), made.facts())
    assert.equal("app/large.lua: it has 1048577 bytes, 1048576 are allowed", fault.message)
  end)
end)

describe("a release on a disk", function()
  local data
  before_each(function() data = made.data() end)
  after_each(function() made.restore(data) end)

  it("has every file, for reading only, in a folder named after it", function()
    local one = release()
    local path = assert(tree.unpack(one, keys))
    assert.equal(data .. "/releases/" .. one.sha, path)
    for _, file in ipairs(made.files()) do
      assert.equal(file.bytes, fs.read(path .. "/" .. file.path))
      assert.equal(tonumber("444", 8), fs.stat(path .. "/" .. file.path).mode)
    end
    assert.same({ one.sha }, fs.list(data .. "/releases"))
    assert.equal(one.sha, bundle.make(assert(tree.read(path)), made.facts()).sha)
  end)

  it("is known again, with who signed it and what was said", function()
    local one = release()
    assert(tree.unpack(one, keys))
    local kept = assert(tree.kept(one.sha, keys))
    assert.same({ one.sha, one.files, one.contents, one.statement, one.signature, hana.fingerprint },
      { kept.sha, kept.files, kept.contents, kept.statement, kept.signature, kept.key })
    assert.equal("배송비를 바꾼다", kept.facts.message)
  end)

  it("is left as it is when it is unpacked again", function()
    local one = release()
    local path = assert(tree.unpack(one, keys))
    local before = fs.stat(path .. "/app/boot.lua").mtime
    assert.equal(path, tree.unpack(one, keys))
    assert.equal(before, fs.stat(path .. "/app/boot.lua").mtime)
  end)

  -- How many names a file has on this disk.
  local function names(path)
    local _, out = process.run { argv = { "stat", "-c", "%h", path } }
    return tonumber(out)
  end

  it("shares with the one before what is in both, and with nothing that was harmed", function()
    local one, two = release(), release { ["app/cart/init.lua"] = "return 2\n" }
    local first, second = assert(tree.unpack(one, keys)), assert(tree.unpack(two, keys, tree.newest(keys)))
    assert.same({ 2, 1 }, { names(second .. "/app/boot.lua"), names(second .. "/app/cart/init.lua") })
    assert.is_truthy(tree.kept(one.sha, keys) and tree.kept(two.sha, keys))
    for _, path in ipairs { first, second } do fs.write(path .. "/app/cart/rules.lua", "-- ") end
    local three = release { ["app/cart/init.lua"] = "return 3\n" }
    assert.equal(1, names(assert(tree.unpack(three, keys, tree.newest(keys))) .. "/app/boot.lua"))
    assert.is_truthy(tree.kept(three.sha, keys))
  end)

  local harms = {
    ["a file was changed"] = function(path) fs.write(path .. "/app/boot.lua", "return 1\n") end,
    ["a file is gone"] = function(path) fs.remove(path .. "/app/boot.lua") end,
    ["a file is half written"] = function(path) fs.write(path .. "/app/cart/rules.lua", "-- ") end,
    ["a file was added"] = function(path) fs.write(path .. "/app/back_door.lua", "") end,
    ["a file became a link"] = function(path)
      fs.remove(path .. "/app/boot.lua")
      fs.symlink("cart/init.lua", path .. "/app/boot.lua")
    end,
    ["the statement was changed"] = function(path)
      fs.write(path .. "/statement.json", (fs.read(path .. "/statement.json"):gsub("배송비", "상품값")))
    end,
    ["the signature is gone"] = function(path) fs.remove(path .. "/signature") end,
    ["the signature is another"] = function(path) fs.write(path .. "/signature", "00 00\n") end,
  }
  for why, harm in pairs(harms) do
    it("is not believed when " .. why .. ", and is put right by unpacking it again", function()
      local one = release()
      local path = assert(tree.unpack(one, keys))
      harm(path)
      local kept, fault = tree.kept(one.sha, keys)
      assert.is_nil(kept)
      assert.is_truthy(fault.code:find "^release%.")
      assert.equal(path, tree.unpack(one, keys))
      assert.is_truthy(tree.kept(one.sha, keys))
    end)
  end

  it("is not believed under another's name", function()
    local one, other = release(), release { ["app/cart/init.lua"] = "return 1\n" }
    local path = assert(tree.unpack(one, keys))
    assert(fs.rename(path, tree.path(other.sha)))
    assert.matches("has another release in it", select(2, tree.kept(other.sha, keys)).message)
  end)

  it("is not believed any more when its key is revoked", function()
    local one = release()
    assert(tree.unpack(one, keys))
    assert.equal("release.revoked_key", select(2, tree.kept(one.sha, made.keys(made.key("hana", true)))).code)
  end)

  it("goes when twenty newer ones lie there, unless it is named; what was left half unpacked goes after an hour", function()
    local folder = tree.folder()
    local function lay(name, age)
      assert(fs.mkdir(folder .. "/" .. name .. "/app", 493, true))
      assert.equal(0, (process.run { argv = { "touch", "-d", ("%d seconds ago"):format(age), folder .. "/" .. name } }))
      return name
    end
    local oldest, named = lay(("0a"):rep(32), 900), lay(("0b"):rep(32), 800)
    for i = 1, tree.KEEP do lay(("%064x"):format(0xc000 + i), 700 - i) end
    local half, fresh = lay("." .. ("0"):rep(16) .. ".abc123", 4000), lay("." .. ("0"):rep(16) .. ".def456", 60)
    lay("somebody's own", 9000)
    assert.equal(2, tree.sweep { [named] = true })
    local left = {}
    for _, name in ipairs(fs.list(folder)) do left[name] = true end
    assert.is_nil(left[oldest] or left[half])
    assert.is_true(left[named] and left[fresh] and left["somebody's own"])
    assert.equal(0, tree.sweep { [named] = true })
  end)

  it("is not there at all when the disk refuses", function()
    local one = release()
    assert(fs.write(data .. "/releases", "no folder"))
    assert.equal("release.disk", select(2, tree.unpack(one, keys)).code)
    assert(fs.remove(data .. "/releases"))
    assert.equal("release.damaged", select(2, tree.kept(one.sha, keys)).code)
  end)
end)
