-- Releases by the real program: a developer's machine makes and signs one, a node trusts the key, keeps it and lays it out,
-- and what lies there can be served.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local made = require "spec.app.release.release"
local process = require "process"
local runtime = require "runtime"
local server = require "spec.support.server"
local task = require "task"

local binary = assert(fs.realpath("/proc/self/exe"))

describe("sijang release", function()
  local top, developer, node, name, folder, bundle, sha

  -- A machine is its data folder; the database is the node's.
  local function sijang(machine, ...)
    local env = { DATA_DIR = machine, RELEASE_KEY = false, RELEASE_KEYS = false,
      DATABASE_URL = database.address(name), LOG_FILE = top .. "/log", NO_COLOR = "1" }
    local code, out, err = process.run { argv = { binary, ... }, env = env, cwd = top }
    return code, (out:gsub("\n$", "")), err
  end

  setup(function()
    top = assert(fs.temp "sijang-release")
    developer, node, bundle, name = top .. "/개발자", top .. "/node", top .. "/bundle", database.create()
    folder = made.folder(top .. "/shop", made.files())
    for _, machine in ipairs { developer, node } do assert(fs.mkdir(machine)) end
    assert(fs.mkdir(node .. "/keys"))
  end)

  teardown(function()
    database.drop(name)
    process.run { argv = { "rm", "-rf", top } }
  end)

  local function trust() -- as whoever runs the node does it
    assert(fs.write(node .. "/keys/hana.pub", assert(fs.read(developer .. "/keys/hana.pub"))))
  end

  it("asks for a key before anything else", function()
    local code, _, err = sijang(developer, "release", "build", folder)
    assert.equal(1, code)
    assert.matches("keys new NAME makes one", err)
    local made_one, fingerprint = sijang(developer, "keys", "new", "hana")
    assert.equal(0, made_one)
    assert.matches("^%x+$", fingerprint)
    assert.equal(tonumber("600", 8), fs.stat(developer .. "/release.key").mode)
    local _, listed = sijang(developer, "keys", "list")
    assert.matches("hana +trusted +" .. fingerprint .. " +yours", listed)
    assert.equal("trusted", json.decode((select(2, sijang(developer, "keys", "list", "--json")))).state)
  end)

  it("says in one sentence that a data folder cannot be made", function()
    for _, words in ipairs { { "release", "build", folder }, { "keys", "list" }, { "keys", "new", "hana" } } do
      local code, out, err = sijang("/proc/nowhere", unpack(words))
      assert.same({ 1, "", "sijang: DATA_DIR: /proc/nowhere/keys: No such file or directory\n" }, { code, out, err })
    end
  end)

  it("makes a bundle whose sha depends on the tree alone", function()
    local code, printed, err = sijang(developer, "release", "build", folder, "-o", bundle, "-m", "첫 릴리스", "--author", "하나")
    assert.equal(0, code, err)
    sha = printed
    assert.matches("^%x+$", sha)
    assert.equal(64, #sha)
    local copy = made.folder(top .. "/copy of the shop", made.files())
    assert.equal(sha, select(2, sijang(developer, "release", "build", copy, "-o", top .. "/other", "--author", "두리")))
    assert.equal(0, (sijang(developer, "release", "build", copy)))
    assert.is_truthy(fs.stat(top .. "/release-" .. sha:sub(1, 12)))
  end)

  it("shows it, without a database", function()
    local code, shown = sijang(developer, "release", "show", bundle, "--files")
    assert.equal(0, code)
    for _, text in ipairs { sha, "하나", "첫 릴리스", "by hana", "app/cart/rules.lua", "5 files" } do
      assert.is_truthy(shown:find(text, 1, true), text)
    end
    assert.same({ sha, "hana", 5 }, (function()
      local found = json.decode((select(2, sijang(developer, "release", "show", bundle, "--json"))))
      return { found.sha, found.signer, #found.files }
    end)())
  end)

  it("is refused where its key is not trusted", function()
    local code, shown = sijang(node, "release", "show", bundle)
    assert.equal(1, code)
    assert.matches("REFUSED: nobody here trusts the key", shown)
    local stored, _, err = sijang(node, "release", "store", bundle)
    assert.equal(1, stored)
    assert.matches("nobody here trusts the key", err)
    assert.equal(1, (sijang(node, "release", "unpack", bundle)))
    assert.is_nil(fs.stat(node .. "/releases/" .. sha))
  end)

  it("is stored once by a node that trusts it, however many do so at the same moment", function()
    trust()
    local handles, said = {}, {}
    for i = 1, 4 do
      handles[i] = task.spawn(function()
        local code, printed, err = sijang(node, "release", "store", bundle)
        said[i] = { code, printed, err:match "stored already" or "new" }
      end)
    end
    for _, handle in ipairs(handles) do handle:join() end
    local new = 0
    for _, one in ipairs(said) do
      assert.same({ 0, sha }, { one[1], one[2] })
      if one[3] == "new" then new = new + 1 end
    end
    assert.equal(1, new)
    local code, listed = sijang(node, "releases")
    assert.equal(0, code)
    assert.matches(sha:sub(1, 12) .. " +%d+.+ 하나 +첫 릴리스", listed)
    local written = select(2, sijang(node, "releases", "--json"))
    assert.is_truthy(written:find('"live":[]', 1, true))
    local row = json.decode(written)
    assert.same({ sha, 5, {} }, { row.sha, row.files, { unpack(row.live) } })
    assert.equal(0, (sijang(node, "release", "show", sha:sub(1, 8))))
  end)

  it("is refused with the place of every problem", function()
    local broken = made.folder(top .. "/broken", made.files { ["app/cart/rules.lua"] = "local a\nlocal = 1\n", ["app/a.txt"] = "" })
    local code, printed, err = sijang(developer, "release", "build", broken)
    assert.same({ 1, "" }, { code, printed })
    assert.matches("app/a.txt: it is neither", err)
    assert.matches("\napp/cart/rules.lua:2: it is not Lua: ", err)
    assert.matches("nothing was released: 2 problems", err)
  end)

  it("is refused when it was damaged on the way", function()
    local bytes = assert(fs.read(bundle))
    local at = math.floor(#bytes / 2)
    assert(fs.write(top .. "/damaged", bytes:sub(1, at - 1) .. string.char((bytes:byte(at) + 1) % 256) .. bytes:sub(at + 1)))
    assert(fs.write(top .. "/cut", bytes:sub(1, at)))
    for file, reason in pairs { damaged = "it was changed after it was made", cut = "the file ends too early", log = "this is no release" } do
      local code, _, err = sijang(node, "release", "store", top .. "/" .. file)
      assert.equal(1, code)
      assert.is_truthy(err:find(reason, 1, true), err)
    end
  end)

  it("is compared with another, and with a folder that is worked on", function()
    made.folder(folder, { { path = "app/cart/rules.lua", bytes = "-- 장바구니\nreturn { most = 50 }\n" }, { path = "app/new.lua", bytes = "x" } })
    local code, text = sijang(developer, "diff", bundle, folder)
    assert.equal(0, code)
    assert.matches("M +app/cart/rules.lua +%+1 +%-1\nA +app/new.lua +%+1 +%-0", text)
    assert.is_truthy(text:find("--- a/app/cart/rules.lua\n+++ b/app/cart/rules.lua\n@@ -1,2 +1,2 @@\n -- 장바구니\n"
      .. "-return { most = 99 }\n+return { most = 50 }\n", 1, true), text)
    assert.is_nil(select(2, sijang(developer, "diff", "--stat", bundle, folder)):find("@@", 1, true))
    assert.matches("they are the same", select(3, sijang(node, "diff", sha:sub(1, 10), bundle)))
    local line = select(2, sijang(developer, "diff", "--json", bundle, folder)):match("[^\n]+")
    assert.same({ "app/cart/rules.lua", "changed", 1, 1 }, (function(c) return { c.path, c.kind, c.added, c.removed } end)(json.decode(line)))
    assert.equal(1, (sijang(node, "diff", "00000000", bundle)))
    assert.equal(1, (sijang(node, "diff", "nothing", bundle)))
  end)

  it("is laid out whole by however many do so at the same moment", function()
    local handles = {}
    for i = 1, 4 do handles[i] = task.spawn(function() return (sijang(node, "release", "unpack", bundle)) end) end
    for _, handle in ipairs(handles) do handle:join() end
    assert.same({ sha }, fs.list(node .. "/releases"))
    assert.equal("return {}\n", fs.read(node .. "/releases/" .. sha .. "/app/boot.lua"))
  end)

  it("is laid out on the node's disk, to be built from", function()
    local code, path = sijang(node, "release", "unpack", sha)
    assert.equal(0, code)
    assert.equal(node .. "/releases/" .. sha, path)
    assert.equal("<h1>{{ v.name }}</h1>\n", fs.read(path .. "/templates/pc/cart.html"))
    assert.equal(path, select(2, sijang(node, "release", "unpack", bundle)))
  end)

  it("is refused from then on when its key is revoked, and no new one can be signed with it", function()
    assert.equal(0, (sijang(node, "keys", "revoke", "hana")))
    for _, words in ipairs { { "release", "store", bundle }, { "release", "unpack", sha }, { "release", "show", sha } } do
      local code, out, err = sijang(node, unpack(words))
      assert.equal(1, code)
      assert.matches("the key hana that signed it was revoked", out .. err)
    end
    assert.equal(0, (sijang(developer, "keys", "revoke", "hana")))
    assert.matches("the key hana was revoked", select(3, sijang(developer, "release", "build", folder)))
  end)

  it("explains a wrong word", function()
    for _, words in ipairs { { "release", "biuld" }, { "keys", "forget" } } do
      local code, _, err = sijang(node, unpack(words))
      assert.equal(1, code)
      assert.matches("knows 'n?[bn]", err)
    end
    assert.equal(2, (sijang(node, "diff", bundle)))
  end)
end)

describe("this very shop", function()
  it("can be released, and serves from where it was laid out", function()
    local top = assert(fs.temp "sijang-release")
    local env = { DATA_DIR = top .. "/data", LOG_FILE = top .. "/log", DATABASE_URL = database.address "sijang" }
    local function sijang(...)
      local code, out, err = process.run { argv = { binary, ... }, env = env }
      assert.equal(0, code, err)
      return (out:gsub("\n$", ""))
    end
    assert(fs.mkdir(env.DATA_DIR))
    sijang("keys", "new", "hana")
    local sha = sijang("release", "build", runtime.root(), "-o", top .. "/bundle")
    local path = sijang("release", "unpack", top .. "/bundle")
    assert.equal(sha, path:match("[^/]+$"))
    -- The binary's own half: it stays where the binary is.
    assert(fs.symlink(runtime.root() .. "/bindings", path .. "/bindings"))
    local log = top .. "/serve.log"
    local child = assert(process.spawn { argv = { binary, "serve" }, stdin = "null", stdout = "null", stderr = top .. "/stderr",
      die_with_parent = true, env = { SIJANG_ROOT = path, SIJANG_ENV = "production", PORT = "0", WORKERS = "1",
        SECRET_KEY = ("k"):rep(40), LOG_FILE = log, ACCESS_LOG = "off", DATA_DIR = env.DATA_DIR, DATABASE_URL = env.DATABASE_URL } })
    server.eventually(function() return (fs.read(log) or ""):find("generation%.[lr]%a+") end, 20000, "a generation")
    local said = fs.read(log)
    process.kill(child.pid, "INT")
    child:wait(20000)
    assert(process.run { argv = { "rm", "-rf", top } } == 0)
    assert.is_truthy(said:find("generation.live", 1, true), said)
  end)
end)
