-- A canary from the command to its end: two real nodes, visitors on both, and nobody who decides but the nodes.

local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local nodes = require "spec.system.nodes"
local pg = require "pg"
local process = require "process"
local runtime = require "runtime"
local task = require "task"
local visitor = require "spec.system.visitor"

-- Answers with a word; `more` stands where a request is answered.
local function shop(word, more)
  return ([[
local site = {}
function site.handle()
  %s
  return 200, { "Content-Type", "text/plain" }, "%s"
end
function site.admit() return 1000, "raw" end
function site.visitor(cookies) return cookies:match "id=(%%w+)" end
function site.self_check() return true end
return site
]]):format(more or "", word)
end

describe("sijang deploy --canary", function()
  local hana, stable

  setup(function() nodes.setup { ["app/boot.lua"] = shop "tree" } end)
  teardown(nodes.teardown)

  local function sijang(...) return nodes.sijang(hana, ...) end

  local function deploy(text, ...) return sijang("deploy", nodes.write(hana, { ["app/boot.lua"] = text }), ...) end

  before_each(function()
    nodes.begin()
    hana = nodes.developer(nodes.hana)
    for _, label in ipairs { "east", "west" } do
      nodes.ready(nodes.start(label, { WORKERS = "1", ACCESS_LOG = "off" }))
      nodes.serving(label, 0)
    end
    local code, result = deploy(shop "stable")
    assert.same({ 0, "live", 1 }, { code, result.outcome, result.epoch })
    stable = result.sha
  end)
  after_each(nodes.finish)

  -- So many visitors come to each node: how often they got which word.
  local function visit(visitors)
    local words = {}
    for id = 1, visitors do
      for _, one in ipairs(nodes.all) do
        local body = one:get("/", { Cookie = "id=visitor" .. id }).body
        words[body] = (words[body] or 0) + 1
      end
    end
    return words
  end

  -- Deploys in the background, and goes on when it is served by both.
  local function try(text, ...)
    local words = { ... }
    local command = task.spawn(function() return { deploy(text, "--canary", "30", unpack(words)) } end)
    eventually(function() return pg.row "SELECT FROM deployment WHERE epoch = 2" end, 15000, "a canary")
    for _, one in ipairs(nodes.all) do nodes.serving(one.label, 2) end
    return function() return unpack(command:join()) end
  end

  local function newest()
    return pg.row [[SELECT epoch, encode(stable, 'hex') AS stable, encode(canary, 'hex') AS canary, who, why
      FROM deployment ORDER BY epoch DESC LIMIT 1]]
  end

  it("passes nothing of which too little is known, and promotes it when enough is, though nobody watches any more", function()
    local ended = try(shop "canary", "--watch", "1s", "--promote")
    assert.is_true(visit(60).canary > 5)
    local code, result = ended()
    assert.same({ 0, "holding", 2 }, { code, result.outcome, result.epoch })
    assert.matches("^the canary has answered %d+ of at least 200 requests$", result.reason)
    assert.equal(120, result.counts.canary.requests + result.counts.stable.requests)
    assert.same({ 2, stable }, { newest().epoch, newest().stable })
    assert.is_true(visit(500).stable > 500)
    for _, one in ipairs(nodes.all) do nodes.serving(one.label, 3) end
    assert.same({ result.sha, "sijang" }, { newest().stable, newest().who })
    assert.matches("^no worse in %d+ of its requests", newest().why)
    assert.same({ canary = 40 }, visit(20))
  end)

  it("goes back by itself when it raises, and whoever watches is told", function()
    local ended = try(shop("canary", "error 'no such basket'"), "--watch", "60s")
    visit(500)
    local code, result = ended()
    assert.same({ 4, "rolled_back", 3 }, { code, result.outcome, result.epoch })
    assert.matches("^sijang: 100.0 %% of the canary's requests failed, 0.0 %% of the stable version's$", result.reason)
    assert.is_true(result.counts.canary.requests >= 200)
    assert.same({ result.counts.canary.requests, 0 }, { result.counts.canary.failed, result.counts.stable.failed })
    for _, one in ipairs(nodes.all) do nodes.serving(one.label, 3) end
    assert.same({ stable = 40 }, visit(20))
  end)

  it("waits for promote when its time is over, which makes it live for all, but not while everything is frozen", function()
    local ended = try(shop "canary", "--watch", "1s")
    visit(500)
    local code, result = ended()
    assert.same({ 0, "holding", 2 }, { code, result.outcome, result.epoch })
    assert.equal("it was watched and is no worse: it waits to be promoted", result.reason)
    pg.write "INSERT INTO deploy_freeze (who, why) VALUES ('hana', 'holidays')"
    assert.equal(1, (sijang "promote"))
    assert.is_true(visit(100).stable > 100)
    pg.write "UPDATE deploy_freeze SET lifted_at = clock_timestamp(), lifted_by = 'hana'"
    local promoted
    code, promoted = sijang "promote"
    assert.same({ 0, "live", 3, result.sha }, { code, promoted.outcome, promoted.epoch, promoted.sha })
    assert.same({ canary = 40 }, visit(20))
  end)

  it("ends at once by rollback, frozen or not", function()
    local ended = try(shop "canary", "--watch", "60s")
    assert.is_true(visit(60).canary > 5)
    pg.write "INSERT INTO deploy_freeze (who, why) VALUES ('hana', 'holidays')"
    local code, back = sijang "rollback"
    assert.same({ 0, "live", 3, stable }, { code, back.outcome, back.epoch, back.sha })
    assert.same({ stable = 40 }, visit(20))
    local left, seen = ended()
    assert.same({ 4, "rolled_back" }, { left, seen.outcome })
  end)
end)

describe("the shop itself, while a release is tried", function()
  local hana, folder, one

  before_each(function()
    nodes.begin(database.create_seeded())
    hana = nodes.developer(nodes.hana)
    folder = hana .. "/tree"
    assert(fs.mkdir(folder))
    local copy = { "cp", "-r", "-t", folder, runtime.root() .. "/app", runtime.root() .. "/templates" }
    assert(process.run { argv = copy } == 0)
    for _, name in ipairs { "bindings", "build", "migrations" } do
      assert(fs.symlink(runtime.root() .. "/" .. name, folder .. "/" .. name))
    end
    one = nodes.ready(nodes.start("east", { WORKERS = "1", SIJANG_ROOT = runtime.root() }))
    nodes.serving("east", 0)
  end)
  after_each(nodes.finish)

  -- A shopper with seven of something in the cart: whose cart it is, and how its page is answered.
  local function fill_cart(goods)
    local shopper = visitor.new(one)
    shopper:get "/"
    local release = shopper:get("/p/" .. goods.slug).headers["x-release"]
    assert.same({ 303, release }, { shopper:add(goods, 7).status, shopper:get("/").headers["x-release"] })
    local cart = shopper:get "/cart"
    assert.equal(release, cart.headers["x-release"])
    return shopper, release, cart.status
  end

  it("gives each shopper one release all the while, and is back at once where a cart does not add up", function()
    assert.equal(0, (nodes.sijang(hana, "deploy", folder)))
    local rules = folder .. "/app/cart/rules.lua"
    local wrong, n = fs.read(rules):gsub("payable = payable.amount", "payable = payable.amount + (count == 7 and 1 or 0)")
    assert.equal(1, n)
    assert(fs.write(rules, wrong))
    local command = task.spawn(function() return { nodes.sijang(hana, "deploy", folder, "--canary", "50", "--watch", "60s") } end)
    eventually(function() return pg.row "SELECT FROM deployment WHERE epoch = 2" end, 20000, "a canary")
    nodes.serving("east", 2)
    local goods = pg.row [[SELECT s.id, p.slug FROM sku s JOIN product p ON p.id = s.product_id AND p.mall_id = s.mall_id
      JOIN mall_host h ON h.mall_id = p.mall_id WHERE h.host = '127.0.0.1' LIMIT 1]]
    local shopper, release, status
    for _ = 1, 30 do
      shopper, release, status = fill_cart(goods)
      if status ~= 200 then break end
    end
    local code, result = unpack(command:join())
    assert.same({ 4, "rolled_back", "sijang: 1 amount of money did not add up" }, { code, result.outcome, result.reason })
    assert.same({ 500, result.sha:sub(1, 12) }, { status, release })
    assert.same({ 1, 0 }, { result.counts.canary.money, result.counts.stable.money })
    nodes.serving("east", 3)
    assert.equal(200, shopper:get("/cart").status) -- the same cart, by the release that can
  end)
end)
