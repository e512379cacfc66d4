-- The embedded services, with real ones in folders of their own: made, adopted, healed, refused.

local eventually = require "spec.support.eventually"
local fs = require "fs"
local pid = require "pid"
local place = require "place"
local postgres = require "cluster.postgres"
local process = require "process"
local redis = require "cluster.redis"

local function ask(where, sql)
  local code, out, err = process.run { argv = { "psql", "-XqAt", postgres.address(where), "-c", sql } }
  assert.equal(0, code, err)
  return (out:gsub("%s+$", ""))
end

-- What a call raised as a sentence for the person at the terminal.
local function refusal(call, ...)
  local ok, problem = pcall(call, ...)
  assert.is_false(ok)
  return type(problem) == "table" and problem.sentence or tostring(problem)
end

describe("the embedded services", function()
  local top, where

  setup(function()
    -- A long path with spaces and Hangul: only the sockets' folder has to be short.
    top = assert(fs.temp("sijang-cluster"))
    assert(fs.chmod(top, 493))
    where = place.of(top .. "/한글 가게 " .. ("아주 긴 이름 "):rep(6) .. "/자료")
    place.make(where)
    assert.is_true(postgres.start(where))
    assert.is_true(redis.start(where))
  end)

  teardown(function()
    redis.stop(where)
    postgres.stop(where)
    fs.remove(where.sockets, true)
    fs.remove(top, true)
  end)

  it("are a UTF-8 PostgreSQL that finds Hangul, on a socket only", function()
    assert.equal("UTF8", ask(where, "select current_setting('server_encoding')"))
    assert.equal("C.UTF-8", ask(where, "select datctype from pg_database where datname = 'sijang'"))
    assert.equal("", ask(where, "show listen_addresses"))
    assert.equal("t", ask(where, "select '김치' ~ '^\\w+$'"))
    assert.truthy(#where.sockets + #"/.s.PGSQL.5432" < 107)
  end)

  it("let nobody else in", function()
    assert.equal(0, fs.stat(where.sockets).mode % 64)
    assert.equal(0, fs.stat(where.data .. "/postgres").mode % 64)
    if process.uid() == 0 then
      assert.equal(where.user, process.user(fs.stat(where.data .. "/postgres").uid).name)
      local argv = { "psql", "-XqAt", postgres.address(where), "-c", "select 1" }
      local code = process.run { argv = argv, user = "nobody" }
      assert.not_equal(0, code)
    end
  end)

  it("are adopted when they run already", function()
    local before = { postgres.pid(where), redis.pid(where) }
    assert.is_false(postgres.start(where))
    assert.is_false(redis.start(where))
    assert.same(before, { postgres.pid(where), redis.pid(where) })
  end)

  it("come back after a kill -9, with everything that was committed, over stale files", function()
    ask(where, "create table kept (word text)")
    ask(where, "insert into kept values ('남은 것')")
    for _, id in ipairs { (postgres.pid(where)), redis.pid(where) } do
      process.kill(id, "KILL")
      eventually(function() return not pid.lives(id) end, 5000, "its end")
    end
    assert.truthy(fs.stat(where.data .. "/postgres/cluster/postmaster.pid"))
    assert.is_nil((postgres.pid(where)))
    assert.is_nil(redis.pid(where))
    assert.is_true(postgres.start(where))
    assert.is_true(redis.start(where))
    assert.equal("남은 것", ask(where, "select word from kept"))
  end)

  it("come back when a stale file's number belongs to another program by now", function()
    postgres.stop(where)
    redis.stop(where)
    local mine = tostring(process.pid())
    local stale = where.data .. "/postgres/cluster/postmaster.pid"
    fs.write(stale, ("%s\n%s/postgres/cluster\n0\n5432\n%s\n\n"):format(mine, where.data, where.sockets))
    fs.write(where.data .. "/redis/redis.pid", mine)
    place.hand_over(where, stale)
    assert.is_true(postgres.start(where))
    assert.is_true(redis.start(where))
    assert.not_equal(process.pid(), (postgres.pid(where)))
  end)

  it("come back when the folder of their sockets was cleared away", function()
    fs.remove(where.sockets, true)
    place.make(where)
    assert.is_true(postgres.start(where))
    assert.is_true(redis.start(where))
    assert.equal("1", ask(where, "select 1"))
  end)

  it("refuse data of another major version, say what to do, and touch nothing", function()
    postgres.stop(where)
    local path = where.data .. "/postgres/cluster/PG_VERSION"
    fs.write(path, "13\n")
    local sentence = refusal(postgres.start, where)
    fs.write(path, "15\n")
    place.hand_over(where, path)
    assert.truthy(sentence:find("made by PostgreSQL 13", 1, true), sentence)
    assert.truthy(sentence:find("pg_upgrade", 1, true))
    assert.truthy(sentence:find("--data", 1, true))
    assert.is_true(postgres.start(where))
    assert.equal("1", ask(where, "select 1"))
  end)

  it("say it when they cannot start, with the end of the log", function()
    postgres.stop(where)
    local path = where.data .. "/postgres/cluster/postgresql.conf"
    local good = fs.read(path)
    fs.write(path, good .. "\nshared_buffers = nonsense\n")
    place.hand_over(where, path)
    local sentence = refusal(postgres.start, where)
    fs.write(path, good)
    place.hand_over(where, path)
    assert.truthy(sentence:find("PostgreSQL does not start", 1, true))
    assert.truthy(sentence:find("shared_buffers", 1, true), sentence)
    assert.is_true(postgres.start(where))
  end)

  it("refuse a folder for their sockets that is open to others", function()
    local other = { data = top .. "/other", sockets = top .. "/open", user = where.user }
    assert(fs.mkdir(other.sockets, 511))
    assert(fs.chmod(other.sockets, 511))
    assert.truthy(refusal(place.make, other):find("open to others", 1, true))
  end)

  it("refuse a data folder that cannot be", function()
    assert(fs.write(top .. "/file", ""))
    local sentence = refusal(function() place.make(place.of(top .. "/file/data")) end)
    assert.truthy(sentence:find("--data DIR", 1, true), sentence)
  end)

  -- Only root can mount a small disk, and only root's services run as somebody else.
  if process.uid() == 0 then
    it("do not begin on a disk that is nearly full", function()
      local disk = top .. "/disk"
      assert(fs.mkdir(disk))
      assert.equal(0, (process.run { argv = { "mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", disk } }))
      local small = place.of(disk .. "/data")
      local sentence = refusal(function()
        place.make(small)
        postgres.start(small)
      end)
      process.run { argv = { "umount", disk } }
      fs.remove(small.sockets, true)
      assert.truthy(sentence:find("MB are free", 1, true), sentence)
    end)

    it("refuse data that another user made, and say whose they are", function()
      local argv = { fs.realpath("/proc/self/exe"), "up", "--data", where.data }
      local unmanaged = { DATABASE_URL = false, REDIS_URL = false }
      local code, _, err = process.run { argv = argv, user = "nobody", cwd = "/", env = unmanaged }
      assert.equal(1, code)
      assert.truthy(err:find("belongs to the user sijang: run this as root", 1, true), err)
    end)

    it("move to where the services' user can reach, when root's data is behind a closed folder", function()
      local closed = top .. "/closed"
      assert(fs.mkdir(closed, 448))
      local moved = place.of(closed .. "/data")
      assert.truthy(moved.data:find("^/var/lib/sijang/%x+$"))
      assert.truthy(moved.note:find("cannot reach", 1, true))
      assert.same(moved, place.of(closed .. "/data"))
    end)
  end
end)
