-- Deploying while shoppers are there: two nodes on one database, the real commands, and load on both nodes all the while. No
-- request may fail, and none may be answered by two releases.

local eventually = require "spec.support.eventually"
local json = require "json"
local nodes = require "spec.system.nodes"
local release = require "release"
local task = require "task"

-- A page of two parts with a wait between them: each says which release it is of.
local function shop(word, more)
  return ([[
local task = require "task"
local runtime = require "runtime"
local site = {}
%s
function site.handle()
  local first = runtime.release() or "tree"
  task.sleep(2)
  return 200, { "Content-Type", "text/plain" }, "%s " .. first .. " " .. require("part").release()
end
function site.admit() return 1000, "raw" end
function site.self_check() return true end
return site
]]):format(more or "", word)
end

local part = [[
-- The second part of the page.
local runtime = require "runtime"
return { release = function() return runtime.release() or "tree" end }
]]

local broken = {
  { why = "syntax", files = { ["app/boot.lua"] = "return {" }, reason = "boot%.lua:1" },
  { why = "an error in boot", files = { ["app/boot.lua"] = "local none\nreturn none.handle" }, reason = "boot%.lua:2" },
  { why = "a missing module", files = { ["app/boot.lua"] = 'return require "web.serve"' }, reason = "not found" },
  { why = "a failed self-check", reason = "the sums are wrong",
    files = { ["app/boot.lua"] = (shop("x"):gsub("return true end", "return nil, 'the sums are wrong' end")) } },
  { why = "rules that ask the database", files = { ["app/cart/rules.lua"] = '-- Rules.\nreturn require "pg"' }, reason = "rules%.lua:2" },
  { why = "memory without end", files = { ["app/boot.lua"] = shop("x", "local t = {}\nfor i = 1, 1e6 do t[i] = ('x'):rep(1e4) .. i end\nsite.t = t") },
    reason = "MB" },
  { why = "a key that nobody trusts", key = "mallory", reason = "key" },
}

describe("deploying under load", function()
  local developers, version

  local function deploy(changes, who)
    version = version + 1
    local files = { ["app/boot.lua"] = shop("v" .. version), ["app/part.lua"] = part }
    for path, bytes in pairs(changes or {}) do files[path] = bytes end
    local developer = developers[who or "hana"]
    return nodes.sijang(developer, "deploy", nodes.write(developer, files))
  end

  -- Asks for the page again and again, and counts what must not be.
  local function visit(one, visit_of)
    return task.spawn(function()
      while not visit_of.over do
        local answer = one:get "/"
        local word, first, second = answer.body:match "^(%S+) (%S+) (%S+)$"
        visit_of.requests = visit_of.requests + 1
        if answer.status ~= 200 or not word then visit_of.failed = visit_of.failed + 1 end
        if first ~= second or (answer.headers["x-release"] or "tree") ~= (first or ""):sub(1, 12) then
          visit_of.mixed = visit_of.mixed + 1
        end
      end
    end)
  end

  setup(function()
    nodes.setup { ["app/boot.lua"] = shop "tree", ["app/part.lua"] = part }
    nodes.begin()
    developers, version = { hana = nodes.developer(nodes.hana), mallory = nodes.developer(nodes.mallory) }, 0
    for _, label in ipairs { "east", "west" } do
      nodes.ready(nodes.start(label, { WORKERS = "1", ACCESS_LOG = "off" }))
      nodes.serving(label, 0)
    end
  end)

  teardown(function()
    nodes.finish()
    nodes.teardown()
  end)

  it("fails no request and mixes none, whatever is deployed, and leaves both nodes on the same epoch", function()
    local east, west = unpack(nodes.all)
    local visits, count = {}, { requests = 0, failed = 0, mixed = 0 }
    local load = task.spawn(function() return east:load("/", 30) end)
    for _, one in ipairs(nodes.all) do
      for _ = 1, 4 do visits[#visits + 1] = visit(one, count) end
    end
    local live = 0
    for round = 1, 21 do
      local bad = round % 3 == 0 and broken[round / 3]
      local code, result = deploy(bad and bad.files, bad and bad.key)
      if bad then
        assert.same({ 1, "refused" }, { code, result.outcome }, bad.why)
        local said = tostring(result.reason) .. table.concat(result.problems or {}, "\n")
        assert.matches(bad.reason, said, nil, nil, bad.why)
      else
        live = live + 1
        assert.same({ 0, "live", live }, { code, result.outcome, result.epoch }, json.encode(result))
      end
    end
    local _, back = nodes.sijang(developers.hana, "rollback")
    assert.same({ "live", live + 1 }, { back.outcome, back.epoch })
    count.over = true
    for _, one in ipairs(visits) do one:join() end
    local loaded = load:join()
    assert.same({ failed = 0, mixed = 0, over = true, requests = count.requests }, count)
    assert.equal(0, loaded.failed)
    assert.is_true(count.requests > 200 and loaded.requests > 1000)
    assert.equal(east:get("/").headers["x-release"], west:get("/").headers["x-release"])
    assert.equal(back.sha:sub(1, 12), east:get("/").headers["x-release"])
    for _, one in ipairs(release.node.list()) do assert.equal(live + 1, one.epoch) end
    for _, one in ipairs(nodes.all) do
      eventually(function() return one:metric "sijang_worker_draining_generations" == 0 end, 5000, "closed generations")
    end
  end)
end)
