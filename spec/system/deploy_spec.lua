-- Deploying by the real commands. The nodes are rows, kept alive and answered for by this spec as a node's keeper would.

local crypto = require "crypto"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local made = require "spec.app.release.release"
local pg = require "pg"
local process = require "process"
local runtime = require "runtime"
local task = require "task"

local binary = assert(fs.realpath("/proc/self/exe"))
local top, name, folder, nodes, version

local sound = [[
local site = { handle = function() end, admit = function() end }
function site.self_check() return true end
return site
]]

local function environment()
  return { DATA_DIR = top .. "/data", RELEASE_KEY = false, RELEASE_KEYS = false, DATABASE_URL = database.address(name),
    DATABASE_OWNER_URL = database.address(name, "sijang"), LOG_FILE = top .. "/log", NO_COLOR = "1", CONFIG_FILE = false,
    HOME = top, GIT_CONFIG_NOSYSTEM = "1" }
end

-- Exit code, standard output, standard error.
local function sijang(...)
  return process.run { argv = { binary, ... }, env = environment(), cwd = top }
end

-- The same with --json: exit code and what it came to.
local function told(...)
  local code, out, err = sijang(...)
  return code, json.decode(out) or error(err, 2), err
end

-- A folder with the next version of a small shop.
local function save(changes)
  version = version + 1
  local files = { ["app/boot.lua"] = sound, ["app/n.lua"] = "return " .. version }
  for path, bytes in pairs(changes or {}) do files[path] = bytes end
  process.run { argv = { "rm", "-rf", folder } }
  made.folder(folder, made.files(files))
end

local function write(sql, ...) return pg.write(sql, ...) end
local function value(sql, ...) return pg.row("SELECT (" .. sql .. ") AS value", ...).value end

-- One look of a node's keeper. `acts`: silent, deaf (never serves), reason (of its refusal).
local function keep(node)
  write("UPDATE node SET seen_at = clock_timestamp(), state = 'serving' WHERE id = $1", node.id)
  local open = pg.row "SELECT id, stable, canary FROM rollout WHERE closed_at IS NULL"
  if open and not node.silent then
    for _, sha in ipairs { open.stable, open.canary } do
      write([[INSERT INTO node_release (node_id, rollout_id, sha, sound, reason, milliseconds)
        SELECT $1, $2, $3, $4, $5, 21 WHERE NOT EXISTS (SELECT FROM node_release WHERE node_id = $1 AND rollout_id = $2 AND sha = $3)]],
        node.id, open.id, pg.bytea(sha), node.reason == nil, node.reason or "")
    end
  end
  if not node.deaf then write("UPDATE node SET epoch = (SELECT max(epoch) FROM deployment) WHERE id = $1", node.id) end
end

local function node(label, acts)
  local made_one = acts or {}
  made_one.id = value "uuid7()"
  write("INSERT INTO node (id, name, host, state) VALUES ($1, $2, $3, 'serving')", made_one.id, label, label .. ".shop.test")
  made_one.task = task.spawn(function()
    while not made_one.over do
      pcall(keep, made_one) -- the database may be away for a moment
      task.sleep(20)
    end
  end)
  nodes[#nodes + 1] = made_one
  return made_one
end

local function die(one)
  if one.over then return end
  one.over = true
  one.task:join()
end

local function live() return value "SELECT encode(stable, 'hex') FROM deployment ORDER BY epoch DESC LIMIT 1" end

local function last_rollout() return pg.row "SELECT * FROM rollout ORDER BY opened_at DESC LIMIT 1" end

-- Starts a deployment and goes on while it is under way.
local function start(...)
  local child = assert(process.spawn { argv = { binary, ... }, env = environment(), cwd = top, stdin = "null",
    stdout = top .. "/out", stderr = top .. "/err", die_with_parent = true })
  return child
end

local function opened() return eventually(function() return value "SELECT id FROM rollout WHERE closed_at IS NULL" end, 15000, "an attempt") end

-- A release that is live before a case begins.
local function deployed(changes)
  save(changes)
  local code, result, err = told("deploy", folder, "--json")
  assert.equal(0, code, err .. tostring(result.reason))
  return result.sha
end

setup(function()
  top = assert(fs.temp "sijang-deploy-spec")
  assert(fs.mkdir(top .. "/data"))
  folder, version = top .. "/shop", 0
  assert(process.run { argv = { binary, "keys", "new", "hana" }, env = { DATA_DIR = top .. "/data", LOG_FILE = top .. "/log",
    RELEASE_KEY = false, RELEASE_KEYS = false } } == 0)
  assert(fs.write(top .. "/.gitconfig", "[user]\n\tname = 김하나\n\temail = hana@shop.test\n"))
end)

teardown(function() process.run { argv = { "rm", "-rf", top } } end)

before_each(function()
  name, nodes = database.create(), {}
  pg.use(database.address(name, "sijang"))
end)

after_each(function()
  for _, one in ipairs(nodes) do die(one) end
  pg.use(database.address("postgres", "sijang"))
  database.drop(name)
end)

describe("sijang deploy", function()
  it("wants a change of what carts and orders cost to be accepted, and counts as one what a release cannot price", function()
    node "east"
    deployed()
    write "INSERT INTO mall (code, name, theme) VALUES ('shop', '시험상회', 'food')"
    write([[INSERT INTO price_snapshot (mall_id, format, input, promised)
      SELECT id, 1, '{"lines": []}', '{"payable": 3000}' FROM mall]])
    save()
    local code, result = told("deploy", folder, "--json")
    assert.same({ 1, "refused", 1 }, { code, result.outcome, result.prices.asked })
    assert.matches("^prices: .*%-%-accept%-price%-changes", result.reason)
    assert.equal(1, value "SELECT max(epoch) FROM deployment")
    code, result = told("deploy", folder, "--accept-price-changes", "--json")
    assert.same({ 0, "live", "beyond" }, { code, result.outcome, result.prices.verdict })
  end)

  it("makes a release live on all nodes once all have it ready, and writes down who, what, from where and why", function()
    node "east"
    node "west"
    save()
    local code, result, err = told("deploy", folder, "-m", "배송비를 바꾼다", "--json")
    assert.equal(0, code, err)
    assert.same({ "live", 1, live() }, { result.outcome, result.epoch, result.sha })
    assert.same({ "east", "west" }, { result.nodes[1].name, result.nodes[2].name })
    assert.same({ 1, 1, 21 }, { result.nodes[1].epoch, result.nodes[2].epoch, result.nodes[1].build_ms })
    assert.is_true(result.timings.answered_ms <= result.timings.live_ms and result.timings.live_ms <= result.timings.everywhere_ms)
    local row = last_rollout()
    assert.same({ "live", 1, "김하나 <hana@shop.test>", "배송비를 바꾼다", result.rollout },
      { row.outcome, row.epoch, row.who, row.why, row.id })
    assert.equal((fs.read "/proc/sys/kernel/hostname"):gsub("%s", ""), row.host)
    local _, listed = sijang "releases"
    assert.matches("deploy +" .. result.sha:sub(1, 12) .. " +김하나 <hana@shop.test> +%S+ +배송비를 바꾼다 +live, epoch 1", listed)
    assert.equal("live", json.decode((select(2, sijang("releases", "--rollouts", "--json")))).outcome)
  end)

  it("says what it does, line by line, where nothing can be painted over", function()
    node "east"
    save()
    local code, out, err = sijang("deploy", folder)
    assert.equal(0, code)
    assert.matches("^%x+ is live, epoch 1\n$", out)
    assert.matches("· %x+ is sound %(%d+ ms%)\n", err)
    assert.matches("· east %(east.shop.test%) is ready\n", err)
    assert.matches("· east %(east.shop.test%) serves it\n", err)
  end)

  it("does nothing when it is live already", function()
    deployed()
    local code, result = told("deploy", folder, "--json")
    assert.same({ 0, "unchanged" }, { code, result.outcome })
    assert.equal(1, value "SELECT count(*)::int FROM deployment")
  end)

  it("goes live without a node, for those that start later, and says so", function()
    save()
    local code, result = told("deploy", folder, "--json")
    assert.same({ 0, "live", "no node is alive: whoever starts next serves it" }, { code, result.outcome, result.note })
  end)

  it("takes a stored release or a bundle's file as well", function()
    deployed()
    local first = live()
    deployed()
    local code, result = told("deploy", first:sub(1, 10), "--json")
    assert.same({ 0, "live", first, 3 }, { code, result.outcome, result.sha, result.epoch })
    save()
    assert.equal(0, (sijang("release", "build", folder, "-o", top .. "/bundle", "-m", "from a file")))
    assert.equal(0, (sijang("deploy", top .. "/bundle")))
    assert.equal("from a file", last_rollout().why)
    assert.equal(1, (sijang("deploy", "00000000")))
    assert.equal(1, (sijang("deploy", "nothing")))
  end)

  it("throws away what was stored long ago and never went live, but for the newest hundred", function()
    local was_live = deployed()
    write [[INSERT INTO release (sha, author, message, schema_min, schema_max, files, bytes, created_at, stored_at)
      SELECT sha256(n::text::bytea), 'hana', '', 1, 1, 1, 1, now(), now() - interval '1 day' FROM generate_series(1, 120) n]]
    write "UPDATE release SET stored_at = now() - interval '2 days' WHERE sha = (SELECT stable FROM deployment)"
    save()
    local code, _, err = sijang("deploy", folder)
    assert.equal(0, code, err)
    assert.matches("21 releases that were never live were thrown away", err)
    assert.equal(101, value "SELECT count(*) FROM release")
    assert.equal(1, value("SELECT count(*) FROM release WHERE sha = $1", pg.bytea(crypto.unhex(was_live))))
  end)

  it("refuses what is broken before anything is stored, with every place", function()
    node "east"
    save { ["app/cart/init.lua"] = "return {\n  price = function() return prise end }", ["app/boot.lua"] = "local a\nerror 'no stock'" }
    local code, result = told("deploy", folder, "--json")
    assert.same({ 1, "refused", "2 problems" }, { code, result.outcome, result.reason })
    assert.same({ "app/cart/init.lua:2: accessing undefined variable 'prise'", "app/boot.lua:2: no stock" }, { unpack(result.problems) })
    save { ["app/cart/init.lua"] = "local = 1" }
    local _, _, err = sijang("deploy", folder)
    assert.matches("^app/cart/init.lua:1: it is not Lua: [^\n]+\nsijang: not live: 1 problem\n$", err)
    assert.same({ 0, 0 }, { value "SELECT count(*)::int FROM release", value "SELECT count(*)::int FROM rollout" })
  end)

  it("changes nothing when one node refuses, and tells its name, file, line and reason", function()
    node "east"
    node("west", { reason = "app/boot.lua:7: no such table" })
    save()
    local code, result = told("deploy", folder, "--json")
    assert.same({ 1, "refused", "west" }, { code, result.outcome, result.node })
    assert.equal(("west refuses %s: app/boot.lua:7: no such table"):format(result.sha:sub(1, 12)), result.reason)
    assert.same({ "refused", result.reason }, { last_rollout().outcome, last_rollout().reason })
    assert.equal(0, value "SELECT count(*)::int FROM deployment")
  end)

  it("is not held up by a node that dies in the middle", function()
    node "east"
    local west = node("west", { silent = true })
    save()
    local child = start("deploy", folder, "--json")
    opened()
    die(west)
    write("UPDATE node SET seen_at = seen_at - interval '10 seconds' WHERE name = 'west'")
    assert.equal(0, (child:wait(10000)))
    assert.equal(1, value "SELECT max(epoch) FROM deployment")
  end)

  it("survives that its connections are cut at any moment", function()
    local east = node("east", { silent = true })
    save()
    local child = start("deploy", folder, "--json")
    opened()
    local cut = task.spawn(function()
      for i = 1, 12 do
        pg.query [[SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sijang_app' AND datname = current_database()]]
        if i == 6 then east.silent = false end
        task.sleep(60)
      end
    end)
    assert.equal(0, (child:wait(20000)))
    cut:join()
    assert.same({ 1, "live" }, { value "SELECT count(*)::int FROM deployment", last_rollout().outcome })
  end)

  it("shows what would change and stores nothing with --dry-run", function()
    deployed()
    save { ["app/cart/rules.lua"] = "return { most = 50 }\n" }
    local code, out = sijang("deploy", folder, "--dry-run")
    assert.equal(0, code)
    assert.matches("M +app/cart/rules.lua", out)
    assert.matches("%+return { most = 50 }", out)
    assert.matches("is sound; nothing was stored, nothing is live\n$", out)
    assert.equal(1, value "SELECT count(*)::int FROM release")
    assert.equal("checked", select(2, told("deploy", folder, "--dry-run", "--json")).outcome)
    save { ["app/cart/init.lua"] = "return prise" }
    assert.equal(1, (sijang("deploy", folder, "--dry-run")))
  end)

  it("is refused while it needs tables that are not there yet", function()
    save()
    assert(process.run { argv = { "cp", "-r", runtime.root() .. "/migrations", folder } } == 0)
    local newest = value "SELECT max(version) FROM schema_migration"
    assert(fs.write(("%s/migrations/%04d_next.sql"):format(folder, newest + 1), "SELECT 1"))
    local code, result = told("deploy", folder, "--json")
    assert.equal(1, code)
    assert.matches("it needs migration %d+, the database is at %d+: ./sijang migrate comes first", result.reason)
    -- one that takes something away comes after the release that can do without
    assert(fs.write(("%s/migrations/%04d_next.sql"):format(folder, newest + 1), "-- contracts\nSELECT 1"))
    assert.equal(0, (sijang("deploy", folder)))
  end)

  it("explains a wrong command line", function()
    for _, words in ipairs { { "--canary", "0" }, { "--canary", "51" }, { "--watch", "10m" }, { "--canary", "5", "--watch", "soon" },
      { "--canary", "5", "--promote", "--wait" }, { "--mall", "x" }, { folder, folder } } do
      assert.equal(2, (sijang("deploy", unpack(words))), words[1])
    end
  end)
end)

describe("of two who deploy at once", function()
  it("one is told who is first, since when, from which machine and why", function()
    node("east", { silent = true })
    save()
    local child = start("deploy", folder, "-m", "배송비")
    opened()
    save()
    local code, result = told("deploy", folder, "--json")
    assert.same({ 3, "first", "김하나 <hana@shop.test>", "배송비" }, { code, result.outcome, result.first.who, result.first.why })
    assert.matches("^김하나 <hana@shop.test> is at it since %d+%.%d+%.%d+ .* from %S+: deploy of %x+ %(배송비%)$", result.reason)
    process.kill(child.pid, "INT")
    assert.equal(130, (child:wait(5000)))
  end)

  it("the second takes over from one that was killed, once nothing is heard of it", function()
    local east = node("east", { silent = true })
    save()
    local child = start("deploy", folder)
    opened()
    process.kill(child.pid, "KILL")
    child:wait(5000)
    assert.equal(3, (sijang("deploy", folder)))
    write "UPDATE rollout SET seen_at = seen_at - interval '15 seconds'"
    east.silent = false
    assert.equal(0, (sijang("deploy", folder)))
    assert.equal("abandoned", value "SELECT outcome FROM rollout ORDER BY opened_at LIMIT 1")
  end)

  it("the first learns that it was taken over, and does not go live", function()
    local east = node("east", { silent = true })
    save()
    local child = start("deploy", folder)
    local id = opened()
    write("UPDATE rollout SET closed_at = clock_timestamp(), outcome = 'abandoned', reason = '두리 took over' WHERE id = $1", id)
    east.silent = false
    assert.equal(3, (child:wait(10000)))
    assert.matches("not live: 두리 took over", fs.read(top .. "/err"))
    assert.equal(0, value "SELECT count(*)::int FROM deployment")
  end)
end)

describe("a deployment that is killed", function()
  local steps = {
    ["when the release is stored"] = "SELECT count(*) > 1 FROM release",
    ["when the attempt is open"] = "SELECT count(*) > 0 FROM rollout WHERE closed_at IS NULL",
    ["when every node has answered"] = "SELECT count(*) > 1 FROM node_release",
    ["when it is live"] = "SELECT max(epoch) > 1 FROM deployment",
  }
  for moment, sign in pairs(steps) do
    it(moment .. " leaves all of the old or all of the new, and the next one works", function()
      local first = deployed()
      node "east"
      node "west"
      save()
      local child = start("deploy", folder)
      eventually(function() return value(sign) end, 15000, sign)
      process.kill(child.pid, "KILL")
      child:wait(5000)
      local epoch, outcome = value "SELECT max(epoch) FROM deployment", value "SELECT outcome FROM rollout WHERE base_epoch = 1"
      assert.same({ epoch == 2, epoch == 1 }, { outcome == "live", live() == first })
      write "UPDATE rollout SET seen_at = seen_at - interval '15 seconds'"
      save()
      local code, result = told("deploy", folder, "--json")
      assert.same({ 0, epoch + 1, epoch + 1 }, { code, result.epoch, result.nodes[1].epoch })
    end)
  end
end)

describe("Ctrl-C", function()
  it("before it is live gives up, and leaves the place free", function()
    node("east", { silent = true })
    save()
    local child = start("deploy", folder)
    opened()
    process.kill(child.pid, "INT")
    assert.equal(130, (child:wait(5000)))
    assert.equal("abandoned", last_rollout().outcome)
    assert.matches("interrupted", last_rollout().reason)
    assert.equal(0, value "SELECT count(*)::int FROM deployment")
  end)

  it("after it is live says that it is", function()
    node("east", { deaf = true })
    save()
    os.remove(top .. "/out")
    local child = start("deploy", folder)
    eventually(function() return value "SELECT max(epoch) FROM deployment" == 1 end, 15000, "a deployment")
    process.kill(child.pid, "INT")
    assert.equal(0, (child:wait(5000)))
    assert.matches("is live, epoch 1", fs.read(top .. "/out"))
    assert.matches("not seen to serve it yet: east", fs.read(top .. "/err"))
  end)
end)

describe("sijang rollback", function()
  it("goes back to the release before, further back the second time, and then has nowhere to go", function()
    node "east"
    local first, second = deployed(), deployed()
    deployed()
    local code, result = told("rollback", "--json", "-m", "너무 비싸다")
    assert.same({ 0, "live", second, 4 }, { code, result.outcome, result.sha, result.epoch })
    assert.same({ "rollback", "너무 비싸다" }, { last_rollout().kind, last_rollout().why })
    assert.equal(first, select(2, told("rollback", "--json")).sha)
    code, result = told("rollback", "--json")
    assert.equal(1, code)
    assert.matches("nothing was live before", result.reason)
  end)

  it("goes to a release that is named, if there is one and it was live", function()
    local first = deployed()
    deployed()
    deployed()
    assert.equal(0, (sijang("rollback", first:sub(1, 8))))
    assert.equal(first, live())
    assert.equal(0, (sijang("rollback", first)))
    local code, _, err = sijang("rollback", "00000000")
    assert.equal(1, code)
    assert.matches("no stored release begins with 00000000", err)
    code, err = told("rollback", "00000000", "--json")
    assert.same({ 1, "refused" }, { code, err.outcome })
    save()
    assert.equal(0, (sijang("release", "build", folder, "-o", top .. "/never")))
    local _, stored = sijang("release", "store", top .. "/never")
    code, err = told("rollback", stored:match "%x+", "--json")
    assert.equal(1, code)
    assert.matches("was never live: deploy checks it first", err.reason)
  end)

  it("is refused across a migration that took something away, and says which", function()
    deployed()
    deployed()
    local newest = value "SELECT max(version) FROM schema_migration"
    write "INSERT INTO schema_migration (version, name, sha256, ms, contracts) SELECT max(version) + 1, 'next', '', 1, true FROM schema_migration"
    local code, result = told("rollback", "--json")
    assert.equal(1, code)
    assert.equal(("there is no way back over what a migration took away: %s: it knows the tables up to migration %04d, and %04d has "
      .. "taken something away from them"):format(result.sha:sub(1, 12), newest, newest + 1), result.reason)
    assert.equal(2, value "SELECT max(epoch) FROM deployment")
  end)

  it("is refused by a node that cannot serve it", function()
    local east = node "east"
    deployed()
    deployed()
    east.reason = "app/boot.lua:1: gone"
    assert.equal(1, (sijang "rollback"))
    assert.equal(2, value "SELECT max(epoch) FROM deployment")
  end)
end)

describe("sijang freeze", function()
  it("refuses whatever is new and says who and why; going back is allowed; unfreeze ends it", function()
    local first = deployed()
    deployed()
    assert.equal(1, (sijang "freeze"))
    assert.equal(0, (sijang("freeze", "-m", "설 연휴")))
    local again, _, complaint = sijang("freeze", "-m", "추석")
    assert.equal(1, again)
    assert.matches("김하나 .* froze everything already on .*: 설 연휴", complaint)
    save()
    local code, result = told("deploy", folder, "--json")
    assert.equal(1, code)
    assert.matches("^김하나 .* froze everything on .*: 설 연휴", result.reason)
    assert.matches("froze everything", select(3, sijang "releases"))
    local back, said, err = told("rollback", "--json")
    assert.same({ 0, first }, { back, said.sha })
    assert.matches("going back is always allowed", err)
    assert.matches("lifted: 김하나 .*설 연휴", select(2, sijang "unfreeze"))
    assert.matches("nothing is frozen", select(3, sijang "unfreeze"))
    assert.equal(0, (sijang("deploy", folder)))
  end)
end)

describe("a canary", function()
  local stable, canary

  -- What both versions did on the one node.
  local function counted(sha, requests, failed)
    write([[INSERT INTO node_count (node_id, epoch, sha, requests, failed, latency)
      SELECT $1, max(epoch), $2, $3, $4, ARRAY[0, $3] FROM deployment]], nodes[1].id, pg.bytea(require("crypto").unhex(sha)), requests, failed or 0)
  end

  -- Deploys one in the background and waits until it is live.
  local function try(...)
    stable = deployed()
    save()
    os.remove(top .. "/out")
    local child = start("deploy", folder, "--json", "--canary", "5", ...)
    eventually(function() return value "SELECT encode(canary, 'hex') FROM deployment WHERE epoch = 2" end, 15000, "a canary")
    canary = value "SELECT encode(canary, 'hex') FROM deployment WHERE epoch = 2"
    return child
  end

  local function ended(child)
    local code = child:wait(20000)
    return code, json.decode(assert(fs.read(top .. "/out")))
  end

  before_each(function() node "east" end)

  it("is promoted when it is no worse and its time is over, if that was asked for", function()
    local child = try("--watch", "1s", "--promote")
    counted(stable, 4000)
    counted(canary, 250)
    local code, result = ended(child)
    assert.same({ 0, "promoted", 3, canary }, { code, result.outcome, result.epoch, result.sha })
    assert.same({ 250, 4000 }, { result.counts.canary.requests, result.counts.stable.requests })
    assert.equal(canary, live())
  end)

  it("waits otherwise, and promote makes it live for all", function()
    local child = try("--watch", "1s")
    counted(stable, 4000)
    counted(canary, 250)
    local code, result = ended(child)
    assert.same({ 0, "holding", 2 }, { code, result.outcome, result.epoch })
    assert.matches("it waits to be promoted", result.reason)
    save()
    assert.matches("is tried as a canary: promote it or roll it back first", select(2, told("deploy", folder, "--json")).reason)
    code, result = told("promote", "--json")
    assert.same({ 0, "live", canary }, { code, result.outcome, result.sha })
    assert.equal(canary, live())
    assert.equal(1, (sijang "promote"))
  end)

  it("is rolled back by itself when it is worse, and whoever watches is told why", function()
    local child = try("--watch", "60s")
    counted(stable, 4000)
    counted(canary, 250, 50)
    local code, result = ended(child)
    assert.same({ 4, "rolled_back", 3 }, { code, result.outcome, result.epoch })
    assert.equal("sijang: 20.0 % of the canary's requests failed, 0.0 % of the stable version's", result.reason)
    assert.equal(stable, live())
    assert.same({ "rollback", "sijang" }, { last_rollout().kind, last_rollout().who })
  end)

  it("ends by a rollback, to the stable version", function()
    local child = try("--watch", "60s")
    local code, result = told("rollback", "--json")
    assert.same({ 0, stable }, { code, result.sha })
    assert.equal(4, (child:wait(20000)))
  end)

  it("goes on when whoever watches leaves", function()
    local child = try("--watch", "60s")
    eventually(function() return (fs.read(top .. "/err") or ""):find("the canary has answered 0 of", 1, true) end, 10000, "a look")
    process.kill(child.pid, "INT")
    local code, result = ended(child)
    assert.same({ 0, "holding" }, { code, result.outcome })
    assert.equal(2, value "SELECT max(epoch) FROM deployment")
  end)

  it("needs something to be compared with", function()
    save()
    local code, result = told("deploy", folder, "--canary", "5", "--json")
    assert.equal(1, code)
    assert.matches("nothing is live that a canary could be compared with", result.reason)
  end)
end)

describe("a migration that takes something away", function()
  it("is refused by migrate while the live release needs it, and applied when no release does", function()
    deployed()
    local tree = top .. "/tree"
    assert(fs.mkdir(tree))
    for _, entry in ipairs { "app", "bindings", "runtime", "build", "templates" } do
      assert(fs.symlink(runtime.root() .. "/" .. entry, tree .. "/" .. entry))
    end
    assert(process.run { argv = { "cp", "-r", runtime.root() .. "/migrations", tree } } == 0)
    local next_one = value "SELECT max(version) FROM schema_migration" + 1
    assert(fs.write(("%s/migrations/%04d_drop.sql"):format(tree, next_one), "-- contracts\nALTER TABLE node DROP COLUMN version;"))
    local function migrate(...)
      local env = environment()
      env.SIJANG_ROOT = tree
      return process.run { argv = { binary, "migrate", ... }, env = env }
    end
    for _, flag in ipairs { "--dry-run", "--quiet" } do
      local code, _, err = migrate(flag)
      assert.equal(1, code)
      assert.matches(("%04d_drop.sql: it takes something away, and the release %%x+, which is live, knows the tables only up to "
        .. "migration %04d"):format(next_one, next_one - 1), err)
    end
    write("UPDATE release SET schema_max = $1", next_one)
    assert.equal(0, (migrate()))
    assert.matches(("%04d_drop +%%d.* ms +contracts"):format(next_one), select(2, migrate "status"))
  end)
end)
