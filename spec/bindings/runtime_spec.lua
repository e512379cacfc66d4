local crypto = require "crypto"
local fs = require "fs"
local json = require "json"
local process = require "process"
local runtime = require "runtime"
local server = require "spec.support.server"

local binary = fs.realpath("/proc/self/exe")

describe("runtime", function()
  local folder

  before_each(function()
    folder = assert(fs.temp("runtime-spec"))
  end)

  after_each(function() fs.remove(folder, true) end)

  -- What an expression is in a command with these settings; nil comes as json.null.
  local function value_of(expression, env)
    local code, out, err = process.run { argv = { binary, "lua", "/dev/stdin" }, env = env,
      input = ([[local runtime, json = require "runtime", require "json"
        local value = %s
        print(json.encode(value == nil and json.null or value))]]):format(expression) }
    assert.equal(0, code, err)
    return json.decode(out)
  end

  it("knows the folder of its tree", function()
    assert.truthy(fs.stat(runtime.root() .. "/app/routes.lua"))
    assert.equal(fs.realpath(runtime.root()), runtime.root())
  end)

  it("tells development from production, which it is unless told", function()
    assert.is_true(value_of("runtime.development()", { SIJANG_ENV = "development" }))
    assert.is_false(value_of("runtime.development()", { SIJANG_ENV = "production" }))
    assert.is_false(value_of("runtime.development()", { SIJANG_ENV = false }))
  end)

  it("in a command is no generation, and none was refused", function()
    assert.equal(0, runtime.generation())
    assert.is_nil(runtime.build_error())
  end)

  it("in a generation knows its number, and why the newest was refused", function()
    local app = [[
      local runtime = require "runtime"
      return {
        handle = function()
          return 200, {}, ("%%d %%s"):format(runtime.generation(), tostring(runtime.build_error()))
        end,
        admit = function() return 1000, "form" end,
        self_check = function() %s return true end,
      }]]
    local mall = server.start { app = app:format(""), env = { WORKERS = "1" } }
    local first = tonumber(mall:get("/").body:match("^(%d+) nil$"))
    mall:write("app/boot.lua", app:format("if true then return nil, '왜냐하면' end"))
    local refused = server.eventually(function()
      local body = mall:get("/").body
      return body:find("왜냐하면", 1, true) and body
    end, 5000, "a refusal")
    mall:write("app/boot.lua", app:format(""))
    local mended = server.eventually(function() return mall:get("/").body:match("^(%d+) nil$") end, 5000, "a new generation")
    assert.equal(0, mall:stop())
    assert.equal(first, tonumber(refused:match("^%d+")))
    assert.truthy(tonumber(mended) > first)
  end)

  it("gives a setting of the environment, else its default, else nothing", function()
    assert.equal("9000", value_of('runtime.setting "PORT"', { PORT = "9000" }))
    assert.equal("8080", value_of('runtime.setting "PORT"', { PORT = false }))
    assert.equal("8080", value_of('runtime.setting "PORT"', { PORT = "" }))
    assert.equal(json.null, value_of('runtime.setting "DATABASE_URL"', { DATABASE_URL = false }))
  end)

  it("lists every setting with its meaning, and says which are secret", function()
    local secret, seen = {}, {}
    for _, setting in ipairs(runtime.settings()) do
      assert.matches("^[A-Z_]+$", setting.name)
      assert.truthy(#setting.meaning > 5, setting.name)
      assert.is_boolean(setting.secret)
      assert.is_nil(seen[setting.name])
      seen[setting.name], secret[setting.name] = true, setting.secret or nil
      runtime.setting(setting.name)
    end
    assert.truthy(seen.PORT and seen.SIJANG_ENV)
    assert.same({ DATABASE_URL = true, DATABASE_OWNER_URL = true, DATABASE_DIRECT_URL = true, REDIS_URL = true,
      SECRET_KEY = true, MAIL_URL = true, MAIL_HOOK_KEYS = true }, secret)
  end)

  it("makes a folder for data, below the tree or where DATA_DIR says", function()
    local data = folder .. "/자료"
    for _ = 1, 2 do assert.equal(data .. "/uploads", value_of('runtime.data "uploads"', { DATA_DIR = data })) end
    assert.equal("directory", fs.stat(data .. "/uploads").type)
    assert(fs.mkdir(folder .. "/app"))
    for _, name in ipairs { "runtime", "bindings", "CMakeLists.txt" } do
      assert(fs.symlink(runtime.root() .. "/" .. name, folder .. "/" .. name))
    end
    assert.equal(folder .. "/here/uploads", value_of('runtime.data "uploads"', { DATA_DIR = "here", SIJANG_ROOT = folder }))
  end)

  it("says where it cannot make one", function()
    assert(fs.write(folder .. "/file", ""))
    local code, _, err = process.run { argv = { binary, "lua", "/dev/stdin" }, env = { DATA_DIR = folder .. "/file" },
      input = 'require("runtime").data "uploads"' }
    assert.equal(1, code)
    assert.truthy(err:find(folder .. "/file/uploads", 1, true), err)
  end)

  it("derives a key of 32 bytes for each purpose from SECRET_KEY, the same each time", function()
    local env = { SECRET_KEY = ("k"):rep(40) }
    local function key(purpose, with)
      return crypto.unhex(value_of(('require("crypto").hex(runtime.secret "%s")'):format(purpose), with or env))
    end
    assert.equal(crypto.hmac_sha256(env.SECRET_KEY, "session"), key "session")
    assert.equal(32, #key "session")
    assert.equal(key "session", key "session")
    assert.not_equal(key "session", key "csrf")
    assert.not_equal(key "session", key("session", { SECRET_KEY = ("l"):rep(40) }))
    assert.equal(json.null, value_of('runtime.secret "session"', { SECRET_KEY = false }))
  end)

  it("leaves nothing open", function()
    local code, out = process.run { argv = { binary, "lua", "/dev/stdin" }, env = { DATA_DIR = folder }, input = [[
      local runtime, fs = require "runtime", require "fs"
      local function everything()
        for _, name in ipairs { "root", "development", "generation", "build_error", "settings" } do runtime[name]() end
        return runtime.setting "PORT", runtime.data "uploads", runtime.secret "x"
      end
      everything()
      local before = #fs.list "/proc/self/fd"
      for _ = 1, 1000 do everything() end
      print(#fs.list "/proc/self/fd" - before)]] }
    assert.same({ 0, "0\n" }, { code, out })
    assert.same({ "uploads" }, fs.list(folder))
  end)

  it("raises on misuse", function()
    assert.error_matches(function() runtime.setting "NO_SUCH" end, "no such setting")
    assert.error_matches(function() runtime.setting() end, "#1")
    assert.error_matches(function() runtime.secret() end, "#1")
    for _, name in ipairs { "", "..", "a/b", "Uploads", "up loads", "uploads2" } do
      assert.error_matches(function() runtime.data(name) end, "a to z expected")
    end
  end)
end)
