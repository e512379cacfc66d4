-- A release that is tried on a share of visitors: who gets it, what is counted of it, and how it ends.
-- Runs alone: it compares how fast two versions answer.

local crypto = require "crypto"
local eventually = require "spec.support.eventually"
local nodes = require "spec.system.nodes"
local pg = require "pg"
local process = require "process"
local task = require "task"

local app, short, stored, start, ready, serving = nodes.app, nodes.short, nodes.stored, nodes.start, nodes.ready, nodes.serving
local deploy, live = nodes.deploy, nodes.live

describe("a canary", function()
  setup(nodes.setup)
  teardown(nodes.teardown)
  before_each(nodes.begin)
  after_each(nodes.finish)

  local function ask(one, id) return one:get("/", { Cookie = "id=visitor" .. id }) end

  -- Tries `canary` beside `stable`, on these nodes.
  local function try(stable, canary, percent, ...)
    local rollout = nodes.open(stable, 1, canary, percent)
    for _, label in ipairs { ... } do
      for _, sha in ipairs { stable, canary } do
        local given = nodes.answer(rollout, label, sha)
        assert.same({ true, "" }, { given.sound, given.reason })
      end
    end
    deploy(stable, rollout, 2, canary, percent)
    for _, label in ipairs { ... } do serving(label, 2) end
  end

  -- The visitors of the first `n` who get it.
  local function chosen(one, n, canary)
    local list = {}
    for id = 1, n do
      if ask(one, id).headers["x-release"] == short(canary) then list[#list + 1] = id end
    end
    return list
  end

  local function counts(sha, label)
    return pg.row([[SELECT c.requests, c.failed, c.thrown, c.money, c.latency FROM node_count c JOIN node n ON n.id = c.node_id
      WHERE c.epoch = 2 AND c.sha = $1 AND n.name = $2]], pg.bytea(crypto.unhex(sha)), label)
  end

  -- Waits until a node has told of so many requests of both versions.
  local function told(label, epoch, requests)
    eventually(function()
      return requests == pg.row([[SELECT sum(c.requests)::int AS sum FROM node_count c JOIN node n ON n.id = c.node_id
        WHERE n.name = $1 AND c.epoch = $2]], label, epoch).sum
    end, 5000, ("%d requests that %s has told of"):format(requests, label))
  end

  local function kill_worker(one)
    local _, out = process.run { argv = { "pgrep", "-P", one.pid, "-f", "sijang worker" } }
    process.kill(tonumber(out:match "%d+"), "KILL")
  end

  it("goes to a share of visitors, to the same ones each time and on every node, and then to all or none", function()
    local one, two = ready(start "east"), ready(start("west", { WORKERS = "1" }))
    local stable, canary = stored(app "stable"), stored(app "canary")
    live(stable, 1, "east", "west")
    try(stable, canary, 30, "east", "west")
    local list = chosen(one, 300, canary)
    assert.is_true(#list > 55 and #list < 125, #list .. " of 300 visitors get it")
    for _ = 1, 2 do assert.same(list, chosen(one, 300, canary)) end
    assert.same(list, chosen(two, 300, canary))
    assert.equal("canary " .. short(canary), ask(one, list[1]).body)
    deploy(canary, nil, 3)
    serving("east", 3)
    serving("west", 3)
    assert.equal(100, #chosen(one, 100, canary))
    deploy(stable, nil, 4)
    serving("east", 4)
    assert.equal(0, #chosen(one, 100, canary))
    assert.equal(2, #one:events "generation.canary") -- of both workers, which have built it once
  end)

  it("keeps the visitors that it had when it is given to more", function()
    local one = ready(start "east")
    local stable, canary = stored(app "stable"), stored(app "canary")
    live(stable, 1, "east")
    try(stable, canary, 10, "east")
    local before = chosen(one, 200, canary)
    told("east", 2, 200)
    deploy(stable, nil, 3, canary, 40)
    serving("east", 3)
    local after = {}
    for _, id in ipairs(chosen(one, 200, canary)) do after[id] = true end
    told("east", 3, 200) -- of the new share alone
    for _, id in ipairs(before) do assert.is_true(after[id]) end
    assert.is_true(#before > 2 and #before < 45)
  end)

  it("treats who shows no cookie by address and browser, always the same", function()
    local one = ready(start "east")
    local stable, canary = stored(app "stable"), stored(app "canary")
    live(stable, 1, "east")
    try(stable, canary, 50, "east")
    local seen = {}
    for agent = 1, 40 do
      local browser = { ["User-Agent"] = "browser " .. agent }
      local first = one:get("/", browser).headers["x-release"]
      seen[first] = (seen[first] or 0) + 1
      for _ = 1, 3 do assert.equal(first, one:get("/", browser).headers["x-release"]) end
    end
    assert.is_true((seen[short(stable)] or 0) > 5 and (seen[short(canary)] or 0) > 5)
  end)

  it("is counted apart from the stable version, in all workers, and shown by /metrics", function()
    local one = ready(start "east")
    local stable = stored(app "stable")
    local canary = stored((app("canary"):gsub("return 200, { \"Content", [[if req:path() == "/broken" then error "broken" end
    if req:path() == "/money" then runtime.count "money" end
    return 200, { "Content]])))
    live(stable, 1, "east")
    try(stable, canary, 40, "east")
    local id = chosen(one, 60, canary)[1]
    local cookie = { Cookie = "id=visitor" .. id }
    for _ = 1, 4 do assert.equal(500, one:get("/broken", cookie).status) end
    local shown = one:get("/metrics").body
    assert.truthy(shown:find('sijang_version_events{version="canary",event="failed"} 4\n', 1, true))
    assert.truthy(shown:find('sijang_version_events{version="stable",event="failed"} 0\n', 1, true))
    assert.equal(200, one:get("/money", cookie).status) -- ends it
    local seen = eventually(function()
      local found = counts(canary, "east")
      return found and found.failed == 4 and found.money == 1 and found
    end, 5000, "the counts")
    assert.same({ 4, 4, 1 }, { seen.failed, seen.thrown, seen.money })
    local sum = 0
    for _, count in ipairs(seen.latency) do sum = sum + count end
    assert.equal(seen.requests, sum)
    local other = counts(stable, "east")
    assert.same({ 65, 0, 0 }, { seen.requests + other.requests, other.failed, other.thrown })
  end)

  it("is rolled back by the nodes themselves when an amount does not add up", function()
    local one = ready(start "east")
    local stable = stored(app "stable")
    local canary = stored((app("canary"):gsub("return 200, { \"Content", "runtime.count 'money'\n    %0")))
    live(stable, 1, "east")
    try(stable, canary, 50, "east")
    chosen(one, 20, canary)
    serving("east", 3)
    local row = pg.row "SELECT who, why, encode(stable, 'hex') AS stable, canary FROM deployment WHERE epoch = 3"
    assert.same({ "sijang", stable, nil }, { row.who, row.stable, row.canary })
    assert.matches("money did not add up", row.why)
    assert.equal(0, #chosen(one, 50, canary))
  end)

  it("has failed what it had under way when its worker died", function()
    local one = ready(start("east", { WORKERS = "1" }))
    local stable, canary = stored(app "stable"), stored((app("canary"):gsub("task.sleep%(1500%)", "require('log').info('begun', {}) %0")))
    live(stable, 1, "east")
    try(stable, canary, 40, "east")
    local cookie = { Cookie = "id=visitor" .. chosen(one, 60, canary)[1] }
    local lost = task.spawn(function() return (pcall(one.get, one, "/slow", cookie)) end)
    eventually(function() return one:event "begun" end, 5000, "a request under way")
    kill_worker(one)
    lost:join()
    told("east", 2, 61)
    assert.same({ 1, 0 }, { counts(canary, "east").failed, counts(stable, "east").failed })
  end)

  it("is refused by a node for which it does not load, and served by nobody there", function()
    local one = ready(start "east")
    local stable, canary = stored(app "stable"), stored "local none\nreturn none.x"
    live(stable, 1, "east")
    local rollout = nodes.open(stable, 1, canary, 50)
    assert.is_false(nodes.answer(rollout, "east", canary).sound)
    assert.is_true(nodes.answer(rollout, "east", stable).sound)
    nodes.refuse(rollout)
    assert.equal(0, #chosen(one, 20, canary))
    deploy(stable, nil, 2, canary, 50) -- though nobody should
    serving("east", 2)
    assert.equal(0, #chosen(one, 20, canary))
  end)

  it("is given on by a worker that comes later, and by a node that does", function()
    local one = ready(start("east", { WORKERS = "1" }))
    local stable, canary = stored(app "stable"), stored(app "canary")
    live(stable, 1, "east")
    try(stable, canary, 30, "east")
    local list = chosen(one, 50, canary)
    eventually(function() return one:event "generation.canary" end, 5000, "the log of the first")
    told("east", 2, 50)
    kill_worker(one)
    eventually(function() return #one:events "generation.canary" == 2 end, 5000, "the worker after it")
    assert.same(list, chosen(one, 50, canary))
    told("east", 2, 100)
    process.kill(one.pid, "HUP")
    eventually(function() return #one:events "generation.canary" == 3 end, 5000, "the same releases, built anew")
    assert.same(list, chosen(one, 50, canary))
    local late = ready(start "late")
    serving("late", 2)
    assert.same(list, chosen(late, 50, canary))
  end)
end)
