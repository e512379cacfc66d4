-- `up`, `status` and `stop` with the real binary, in a data folder of their own: from nothing to an answering mall and
-- back to nothing, whatever happens in between.

local fetch = require "fetch"
local fs = require "fs"
local pid = require "pid"
local place = require "place"
local postgres = require "cluster.postgres"
local process = require "process"
local task = require "task"

local binary = assert(fs.realpath("/proc/self/exe"))
local unmanaged = { DATABASE_URL = false, DATABASE_OWNER_URL = false, REDIS_URL = false, SECRET_KEY = false,
  DATA_DIR = false, SIJANG_ENV = false, PORT = false, HOST = false }

local top, data

local function words(name, ...) return { binary, name, "--data", data, ... } end

local function run(...)
  local code, out, err = process.run { argv = words(...), env = unmanaged }
  return code, out .. err
end

local function running()
  local found = {}
  for line in (select(2, run("status"))):gmatch("[^\n]+") do
    local name, id = line:match("^(%w+)%s+running%s+process (%d+)")
    if name then found[name] = tonumber(id) end
  end
  return found
end

local function port_of(text) return tonumber(text:match("http://localhost:(%d+)/")) end

local function alive(port)
  local answer = fetch.request { url = ("http://127.0.0.1:%d/healthz"):format(port), allow_private = true }
  return answer ~= nil and answer.status == 200
end

local function gone(id)
  for _ = 1, 200 do
    if not pid.lives(id) then return true end
    task.sleep(50)
  end
  return false
end

-- A foreground `up`, with what it says in a file.
local function begin(...)
  local said = top .. "/said"
  fs.remove(said)
  local argv = words("up", "--empty", ...)
  local child = assert(process.spawn { argv = argv, env = unmanaged, stdin = "null", stdout = said, stderr = "stdout",
    detach = true })
  for _ = 1, 400 do
    if (fs.read(said) or ""):find("Ctrl-C", 1, true) then break end
    task.sleep(50)
  end
  return child, fs.read(said) or "", said
end

describe("sijang up", function()
  setup(function()
    top = assert(fs.temp("sijang-up"))
    assert(fs.chmod(top, 493))
    data = top .. "/한글 가게/자료"
  end)

  teardown(function()
    run("stop")
    fs.remove(top, true)
  end)

  it("opens the mall from nothing, prints the address, and returns when it answers", function()
    local code, said = run("up", "--detach", "--empty")
    assert.equal(0, code, said)
    assert.truthy(said:find("시장이 열렸습니다", 1, true))
    assert.is_true(alive(port_of(said)))
    local found = running()
    assert.truthy(found.web and found.postgresql and found.redis)
    assert.is_nil(said:find("/admin/join", 1, true)) -- there is nothing to own
    assert.equal(0, (process.run { argv = { "psql", "-Xqc", "INSERT INTO mall (code, name, theme) VALUES ('m', '시험상회', 'food')",
      postgres.address(place.of(data)) } }))
  end)

  it("says where it runs when it runs already, and is content", function()
    local before = running()
    local code, said = run("up", "--detach")
    assert.equal(0, code)
    assert.truthy(said:find("already running", 1, true))
    assert.is_true(alive(port_of(said)))
    assert.same(before, running())
  end)

  it("is reported by status, with exit code 0", function()
    assert.equal(0, (run("status")))
  end)

  it("is found again, and ended, when another master has taken over", function()
    local before, port = running(), port_of(select(2, run("status")))
    process.kill(before.web, "USR2")
    assert.is_true(gone(before.web))
    local after = running()
    assert.truthy(after.web and after.web ~= before.web)
    assert.is_true(alive(port))
  end)

  it("ends with stop, all of it, and the next stop has nothing to do", function()
    local before = running()
    local code, said = run("stop")
    assert.equal(0, code, said)
    for _, id in pairs(before) do assert.is_false(pid.lives(id)) end
    assert.equal(1, (run("status")))
    code, said = run("stop")
    assert.equal(0, code)
    assert.truthy(said:find("nothing was running", 1, true))
  end)

  it("takes the next free port unless told, and refuses a port in use with a sentence", function()
    local code, said = run("up", "--detach", "--empty")
    assert.equal(0, code, said)
    local first, kept = port_of(said), data
    assert.truthy(said:find(("http://localhost:%d/admin/join?token="):format(first), 1, true), said)
    data = top .. "/second"
    code, said = run("up", "--detach", "--empty", "--port", tostring(first))
    assert.equal(1, code)
    assert.truthy(said:find(("port %d is used by another program"):format(first), 1, true), said)
    code, said = run("up", "--detach", "--empty")
    assert.equal(0, code, said)
    assert.truthy(port_of(said) > first)
    assert.equal(0, (run("stop")))
    data = kept
    assert.equal(0, (run("stop")))
  end)

  it("stops everything in order on Ctrl-C", function()
    local child, said, log = begin()
    local found = running()
    assert.is_true(alive(port_of(said)))
    process.kill(child.pid, "INT")
    assert.equal(0, (child:wait(20000)))
    assert.truthy(fs.read(log):find("Everything has stopped", 1, true))
    for _, id in pairs(found) do assert.is_false(pid.lives(id)) end
  end)

  it("takes back what it began when Ctrl-C comes before the mall is open", function()
    local child = assert(process.spawn { argv = words("up", "--empty"), env = unmanaged, stdin = "null", stdout = "null",
      stderr = "null", detach = true })
    task.sleep(150)
    process.kill(child.pid, "INT")
    assert.equal(130, (child:wait(20000)))
    assert.same({}, running())
  end)

  it("stays while one master takes over from another, and ends with that", function()
    local child, said, log = begin()
    local before = running()
    process.kill(before.web, "USR2")
    assert.is_true(gone(before.web))
    local after = running()
    assert.is_true(alive(port_of(said)))
    task.sleep(500) -- it looks every 200 ms
    assert.is_true(pid.lives(child.pid))
    process.kill(child.pid, "INT")
    assert.equal(0, (child:wait(20000)))
    assert.truthy(fs.read(log):find("Everything has stopped", 1, true))
    assert.is_false(pid.lives(after.web))
  end)

  it("ends by itself when stop is called elsewhere", function()
    local child = begin()
    assert.equal(0, (run("stop")))
    assert.equal(0, (child:wait(20000)))
  end)

  it("says so and stops the rest when the web processes die", function()
    local child, _, log = begin()
    local found = running()
    process.kill(found.web, "KILL")
    assert.equal(1, (child:wait(20000)))
    assert.truthy(fs.read(log):find("ended by themselves", 1, true))
    assert.is_true(gone(found.postgresql))
  end)

  it("begins again after a kill -9 of everything", function()
    local child = begin()
    local found = running()
    process.kill(child.pid, "KILL")
    for _, id in pairs(found) do process.kill(id, "KILL") end
    for _, id in pairs(found) do assert.is_true(gone(id)) end
    local code, said = run("up", "--detach", "--empty")
    assert.equal(0, code, said)
    assert.is_true(alive(port_of(said)))
    assert.equal(0, (run("stop")))
  end)

  it("adopts the services that a killed up left behind", function()
    local child = begin()
    local before = running()
    process.kill(child.pid, "KILL")
    process.kill(before.web, "KILL")
    assert.is_true(gone(before.web))
    assert.equal(0, (run("up", "--detach", "--empty")))
    local after = running()
    assert.equal(before.postgresql, after.postgresql)
    assert.equal(before.redis, after.redis)
    assert.equal(0, (run("stop")))
  end)

  it("keeps the secret from one start to the next, for nobody else to read", function()
    local secret = fs.read(data .. "/secret")
    assert.truthy(secret:find("^%x+\n$") and #secret == 65)
    assert.equal(0, fs.stat(data .. "/secret").mode % 64)
    assert.equal(0, (run("up", "--detach", "--empty")))
    assert.equal(secret, fs.read(data .. "/secret"))
    assert.equal(0, (run("stop")))
  end)
end)

describe("a command line", function()
  local function sijang(...)
    local code, out, err = process.run { argv = { binary, ... }, env = unmanaged }
    return code, out, err
  end

  it("that names no command or a wrong one gets exit code 2", function()
    assert.equal(2, (sijang()))
    local code, _, err = sijang("satus")
    assert.equal(2, code)
    assert.truthy(err:find("did you mean status?", 1, true))
  end)

  it("gets an explanation of every command with --help", function()
    local names = fs.list(require("runtime").root() .. "/runtime/command")
    for _, file in ipairs(names) do
      local name = file:match("^(%w+)%.lua$")
      local code, out = sijang(name, "--help")
      assert.equal(0, code, name)
      assert.truthy(out:find("Usage: sijang " .. name, 1, true), name)
    end
  end)

  it("with an undeclared flag is refused by every command", function()
    for _, file in ipairs(fs.list(require("runtime").root() .. "/runtime/command")) do
      local name = file:match("^(%w+)%.lua$")
      local code, _, err = sijang(name, "--frobnicate")
      assert.equal(2, code, name)
      assert.truthy(err:find("unknown option --frobnicate", 1, true), name)
    end
  end)
end)
