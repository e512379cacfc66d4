-- `doctor` with the real binary: it only looks, so that it can be asked exactly when something is broken.

local database = require "spec.support.database"
local fs = require "fs"
local place = require "place"
local process = require "process"

local binary = assert(fs.realpath("/proc/self/exe"))
local key = ("k"):rep(40)

local top

-- Its findings by name, what it said in all, and its exit code. The environment is empty of settings but for these.
local function doctor(env, ...)
  local given = { DATABASE_URL = false, DATABASE_OWNER_URL = false, REDIS_URL = false, SECRET_KEY = false,
    DATA_DIR = top .. "/data", SIJANG_ENV = false, LOG_FILE = top .. "/log", MAIL_URL = "smtp://localhost", MAIL_FROM = "a@b.kr" }
  for name, value in pairs(env) do given[name] = value end
  local code, out, err = process.run { argv = { binary, "doctor", ... }, env = given }
  local found = {}
  for line in out:gmatch("[^\n]+") do
    local verdict, name, text = line:match("^(%u*%l*)%s+(.-)%s%s+(.*)$")
    if verdict == "ok" or verdict == "PROBLEM" then
      found[name] = { ok = verdict == "ok", text = text }
      if name == "setting" then found[#found + 1] = text end
    end
  end
  return found, out .. err, code
end

describe("sijang doctor", function()
  setup(function()
    top = assert(fs.temp("sijang-doctor"))
    assert(fs.chmod(top, 493))
  end)

  teardown(function() fs.remove(top, true) end)

  it("finds a database and a Redis that answer, as the environment names them", function()
    local found, said = doctor { DATABASE_URL = database.fresh(), REDIS_URL = os.getenv "REDIS_URL", SECRET_KEY = key }
    assert.is_true(found.settings.ok, said)
    assert.truthy(found.database.ok and found.database.text:find("^PostgreSQL 15.* as sijang_app$"), said)
    assert.equal("UTF8", found.encoding.text)
    assert.truthy(found.migrations.ok and found.clocks.ok, said)
    assert.same({ ok = true, text = "PONG" }, found.redis)
  end)

  it("tells why the database of a broken DATABASE_URL does not answer, and goes on", function()
    local found, said, code = doctor { DATABASE_URL = "host=/nowhere user=nobody", REDIS_URL = "unix:/nowhere/redis.sock",
      SECRET_KEY = key }
    assert.equal(1, code)
    assert.is_false(found.database.ok)
    assert.truthy(found.database.text:find("/nowhere/.s.PGSQL.5432", 1, true), said)
    assert.is_false(found.redis.ok)
    assert.truthy(found.redis.text:find("the mall works without it", 1, true), said)
    assert.truthy(said:find("MAX_CONNECTIONS", 1, true))
    assert.truthy(said:find("\n2 problems", 1, true), said)
  end)

  it("says in production how mail leaves, or that it does not, and whether letters wait", function()
    local env = { DATABASE_URL = database.fresh(), REDIS_URL = os.getenv "REDIS_URL", SECRET_KEY = key }
    local found = doctor(env)
    assert.same({ { ok = true, text = "leaves by smtp" }, { ok = true, text = "none waits" } }, { found.mail, found.letters })
    database.execute [[
      INSERT INTO mall (id, code, name, theme) VALUES (uuid7(), 'm', 'm', 'food');
      INSERT INTO mail (mall_id, id, template, to_address, queued_at)
        SELECT id, uuid7(), 'member/verify', 'a@b.kr', now() - interval '61 minutes' FROM mall]]
    assert.same({ ok = false, text = "1 wait, the oldest for 61 minutes" }, doctor(env).letters)
    for url, sentence in pairs { [false] = "MAIL_URL is not set: mail stays queued", ["smtp://u:hush@mail.kr?tls=off"] =
      "MAIL_URL: a password crosses a network only with TLS" } do
      env.MAIL_URL = url
      local said
      found, said = doctor(env)
      assert.same({ ok = false, text = sentence }, found.mail)
      assert.is_nil(said:find("hush", 1, true))
    end
    env.MAIL_URL = "ftp://u:hush@mail.kr"
    local said
    found, said = doctor(env)
    assert.equal("MAIL_URL must begin with smtp://, smtps:// or mandrill://; dev: is for development", found.setting.text)
    assert.is_nil(said:find("hush", 1, true))
    env.MAIL_URL, env.SIJANG_ENV = false, "development"
    assert.is_nil(doctor(env).mail)
  end)

  it("says of a DATABASE_URL that cannot be read what is wrong with it", function()
    local found, said, code = doctor { DATABASE_URL = "postgres://[broken", REDIS_URL = "http://cache", SECRET_KEY = key }
    assert.equal(1, code)
    assert.is_false(found.database.ok)
    assert.truthy(found.database.text:find("IPv6", 1, true), said)
    assert.truthy(found.redis.text:find("redis://… or unix:/path is expected", 1, true), said)
  end)

  it("only looks when nothing runs: it makes and starts nothing", function()
    local where = place.of(top .. "/empty")
    local found, said, code = doctor({}, "--data", top .. "/empty")
    assert.equal(1, code)
    assert.is_false(found.database.ok)
    assert.truthy(found.database.text:find("./sijang up makes it", 1, true), said)
    assert.is_false(found.redis.ok)
    assert.is_true(found.settings.ok, said)
    for _, path in ipairs { where.data, where.sockets, top .. "/data" } do assert.is_nil((fs.stat(path)), path) end
  end)

  it("looks at what up runs, without stopping it, and sees when it is stopped", function()
    local data = top .. "/mall"
    local unmanaged = { DATABASE_URL = false, REDIS_URL = false, SECRET_KEY = false, DATA_DIR = false }
    local function sijang(...) return process.run { argv = { binary, ... }, env = unmanaged } end
    local code, out, err = sijang("up", "--detach", "--empty", "--data", data)
    assert.equal(0, code, out .. err)
    local found, said = doctor({}, "--data", data)
    local again = doctor({}, "--data", data)
    sijang("stop", "--data", data)
    assert.truthy(found.database.ok and found.migrations.ok and found.redis.ok and again.database.ok, said)
    found, said = doctor({}, "--data", data)
    assert.truthy(found.database.text:find("does not run: ./sijang up starts it", 1, true), said)
    assert.truthy(found.redis.text:find("does not run: ./sijang up starts it", 1, true), said)
  end)

  it("runs the checks that serve would make, and names every setting that fails", function()
    local given = { DATABASE_URL = database.fresh(), REDIS_URL = os.getenv "REDIS_URL", PORT = "http", WORKERS = "0",
      TRUSTED_PROXIES = "moon" }
    local found, said, code = doctor(given)
    assert.equal(1, code)
    assert.equal(4, #found, said)
    assert.truthy(found[1]:find("PORT is 'http'", 1, true), said)
    assert.truthy(found[2]:find("WORKERS is '0'", 1, true), said)
    assert.truthy(found[3]:find("SECRET_KEY is missing", 1, true), said)
    assert.truthy(found[4]:find("TRUSTED_PROXIES has 'moon'", 1, true), said)
    assert.is_true(found.database.ok)
  end)

  it("reads CONFIG_FILE as serve does, and says when it cannot", function()
    assert(fs.write(top .. "/settings", "DRAIN_DEADLINE=never\n"))
    local found, said = doctor { CONFIG_FILE = top .. "/settings" }
    assert.truthy(found[1] and found[1]:find("DRAIN_DEADLINE is 'never'", 1, true), said)
    found, said = doctor { CONFIG_FILE = top .. "/absent" }
    assert.truthy(found[1] and found[1]:find("absent: No such file", 1, true), said)
  end)

  it("names once what CONFIG_FILE has a value for and nobody knows, however much else is wrong", function()
    assert(fs.write(top .. "/settings", "COLOUR=red\n"))
    local found, said = doctor { CONFIG_FILE = top .. "/settings", PORT = "http", WORKERS = "0" }
    assert.equal(2, #found, said)
    assert.equal(1, select(2, said:gsub("there is no setting COLOUR", "")), said)
  end)

  it("misses no program here whose service is elsewhere", function()
    local found, said = doctor { PATH = "/nowhere" }
    assert.is_false(found.Redis.ok, said)
    found, said = doctor { PATH = "/nowhere", REDIS_URL = os.getenv "REDIS_URL" }
    assert.is_true(found.Redis.ok)
    assert.truthy(found.Redis.text:find("REDIS_URL is set", 1, true), said)
  end)

  it("explains every setting and shows no secret", function()
    local _, said = doctor { SECRET_KEY = key, PORT = "8123" }
    for _, setting in ipairs(require("runtime").settings()) do
      assert.truthy(said:find(setting.name, 1, true) and said:find(setting.meaning, 1, true), setting.name)
    end
    assert.truthy(said:find("PORT +8123 "))
    assert.falsy(said:find(key, 1, true))
  end)
end)
