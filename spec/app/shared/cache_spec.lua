local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local pg = require "pg"
local task = require "task"
local cache = require "shared.cache"

local mall, other = "0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-000000000002"

describe("what a worker remembers", function()
  local region, loads
  local function load(value) loads = loads + 1 return value end

  setup(function()
    region = cache.region { channel = "spec_cache", limit = 3, seconds = 60 }
    database.fresh()
    pg.start_listening()
    eventually(pg.listening)
  end)
  before_each(function()
    region:forget_all()
    loads = 0
  end)

  it("is loaded once", function()
    assert.equal("a", region:fetch(mall, "k", load, "a"))
    assert.equal("a", region:fetch(mall, "k", load, "b"))
    assert.equal(1, loads)
  end)

  it("is kept apart by mall and by key", function()
    region:fetch(mall, "k", load, "a")
    assert.equal("b", region:fetch(other, "k", load, "b"))
    assert.equal("c", region:fetch(mall, "l", load, "c"))
  end)

  it("is not what was absent or at fault", function()
    local function fail() loads = loads + 1 return nil, "fault" end
    assert.same({ nil, "fault" }, { region:fetch(mall, "k", fail) })
    region:fetch(mall, "k", fail)
    assert.equal(2, loads)
  end)

  it("is forgotten when PostgreSQL says that this mall changed, well within a second", function()
    region:fetch(mall, "k", load, "old")
    region:fetch(other, "k", load, "theirs")
    database.execute(("select pg_notify('spec_cache', '%s 42')"):format(mall))
    eventually(function() return region:fetch(mall, "k", load, "new") == "new" end)
    assert.equal("theirs", region:fetch(other, "k", load, "x"))
  end)

  it("is forgotten where it shows the one thing that changed, and nowhere else", function()
    local wide = cache.region { channel = "spec_cache", limit = 10, seconds = 60 }
    local function card(id) return { id = id, url = "/p/" .. id } end
    local values = { own = { product = card "a" }, list = { sections = { { products = { card "b", card "a" } } } },
      other = { product = card "b", related = { card "c" } }, text = "a" }
    for key, value in pairs(values) do wide:fetch(mall, key, load, value) end
    wide:fetch(other, "own", load, "theirs")
    database.execute(("select pg_notify('spec_cache', '%s a stock')"):format(mall))
    eventually(function() return wide:fetch(mall, "own", load, "new") == "new" end)
    assert.equal("new", wide:fetch(mall, "list", load, "new"))
    for key in pairs { other = true, text = true } do assert.equal(values[key], wide:fetch(mall, key, load, "x")) end
    assert.equal("theirs", wide:fetch(other, "own", load, "x"))
    assert.equal(5, wide.count)
    wide:forget(mall)
    assert.equal(1, wide.count)
  end)

  it("does not include one thing that changed while it was being loaded", function()
    region:fetch(mall, "k", function()
      database.execute(("select pg_notify('spec_cache', '%s a stock')"):format(mall))
      task.sleep(200)
      return { id = "a", url = "/p/a" }
    end)
    assert.equal("new", region:fetch(mall, "k", load, "new"))
  end)

  it("does not include what changed while it was being loaded", function()
    local value = region:fetch(mall, "k", function()
      database.execute(("select pg_notify('spec_cache', '%s')"):format(mall))
      task.sleep(200)
      return "read before the change"
    end)
    assert.equal("read before the change", value)
    assert.equal("new", region:fetch(mall, "k", load, "new"))
  end)

  it("is not used while the listening connection is gone, and not after it came back either", function()
    region:fetch(mall, "k", load, "old")
    database.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'sijang_app'")
    eventually(function() return region:fetch(mall, "k", load, "new") == "new" end)
    eventually(pg.listening)
    assert.equal("newer", region:fetch(mall, "l", load, "newer"))
  end)

  it("serves while the database is away, for a while, and only then", function()
    local away = { code = "db.unavailable" }
    local brief = cache.region { channel = "spec_cache", limit = 3, seconds = 0.02, grace = 0.1 }
    local function fail(problem) error(problem, 0) end
    brief:fetch(mall, "k", load, "a")
    task.sleep(40)
    assert.equal("a", brief:fetch(mall, "k", fail, away))
    assert.has_error(function() brief:fetch(mall, "k", fail, "a mistake") end, "a mistake")
    assert.is_false((pcall(brief.fetch, brief, mall, "never loaded", fail, away)))
    task.sleep(150)
    assert.is_false((pcall(brief.fetch, brief, mall, "k", fail, away)))
    assert.equal("b", brief:fetch(mall, "k", load, "b"))
  end)

  it("serves until the database answers again, also when the listening connection is back first", function()
    region:fetch(mall, "k", load, "old")
    region:doubt_all()
    assert.is_true(pg.listening())
    assert.equal("old", region:fetch(mall, "k", function() error({ code = "db.unavailable" }, 0) end))
    assert.equal("new", region:fetch(mall, "k", load, "new"))
    assert.equal("new", region:fetch(mall, "k", load, "x"))
  end)

  it("has an end: when it is full, it starts anew", function()
    for i = 1, 4 do region:fetch(mall, "k" .. i, load, i) end
    assert.equal(1, region.count)
    assert.equal(4, region:fetch(mall, "k4", load, "x"))
    assert.equal("y", region:fetch(mall, "k1", load, "y"))
  end)

  it("does not outlive its time", function()
    local short = cache.region { channel = "spec_cache", limit = 3, seconds = 0.05 }
    short:fetch(mall, "k", load, "a")
    assert.equal("a", short:fetch(mall, "k", load, "b"))
    task.sleep(80)
    assert.equal("b", short:fetch(mall, "k", load, "b"))
  end)
end)
