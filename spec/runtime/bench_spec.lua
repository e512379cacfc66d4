-- `bench` on a tree whose benches measure nothing: what it says of a measurement, to people and to programs.

local fs = require "fs"
local json = require "json"
local process = require "process"
local runtime = require "runtime"

local benches = {
  quick = [[
return { summary = "", run = function(report)
  report { name = "pages ÷ peer", ratio = 2.5, goal = 2, lower_is_better = false, ours = 250, peer = 100,
    unit = "requests/s", spread = "(2.4–2.6)", note = "for people" }
  report { name = "memory", ratio = 31.5, goal = 40, lower_is_better = true, ours = 31.5, unit = "MB" }
  report { name = "a figure", ratio = 1.25, ours = 5, peer = 4 }
end }]],
  slow = [[
return { summary = "", run = function(report)
  report { name = "start", ratio = 400, goal = 300, lower_is_better = true, ours = 400, unit = "ms" }
end }]],
}

describe("sijang bench", function()
  local root

  setup(function()
    root = assert(fs.temp("sijang-bench"))
    for _, name in ipairs { "runtime", "bindings", "app" } do
      assert(fs.symlink(("%s/%s"):format(runtime.root(), name), ("%s/%s"):format(root, name)))
    end
    assert(fs.mkdir(root .. "/bench"))
    for name, text in pairs(benches) do assert(fs.write(("%s/bench/%s.lua"):format(root, name), text)) end
  end)

  teardown(function() fs.remove(root, true) end)

  local function bench(...)
    local code, out, err = process.run { argv = { fs.realpath("/proc/self/exe"), "bench", ... }, env = { SIJANG_ROOT = root } }
    assert.equal("", err)
    local lines = {}
    for line in out:gmatch("[^\n]+") do lines[#lines + 1] = line end
    return lines, code
  end

  it("says on which machine it measured, then a line a measurement", function()
    local lines, code = bench("quick")
    assert.equal(0, code)
    assert.truthy(lines[1]:find("^%d+ × .*, %d+ GB, Linux "), lines[1])
    assert.truthy(lines[2]:find("^ok     pages ÷ peer .* 2%.50 %(2%.4–2%.6%)  goal ≥ 2"), lines[2])
    assert.equal(4, #lines)
  end)

  it("tells programs the same: the machine first, then objects with the same fields and numbers as numbers", function()
    local lines, code = bench("quick", "--json")
    assert.equal(0, code)
    local first = json.decode(lines[1])
    assert.truthy(first.machine:find("^%d+ × .*, %d+ GB, Linux "), lines[1])
    assert.same({ { name = "pages ÷ peer", ratio = 2.5, goal = 2, lower_is_better = false, ours = 250, peer = 100,
      unit = "requests/s" }, { name = "memory", ratio = 31.5, goal = 40, lower_is_better = true, ours = 31.5,
      peer = json.null, unit = "MB" }, { name = "a figure", ratio = 1.25, goal = json.null, lower_is_better = false, ours = 5,
      peer = 4, unit = json.null } }, { json.decode(lines[2]), json.decode(lines[3]), json.decode(lines[4]) })
    assert.equal(4, #lines)
  end)

  it("ends with exit code 1 when a goal is missed, whichever bench it is of", function()
    local lines, code = bench("slow")
    assert.equal(1, code)
    assert.truthy(lines[2]:find("^MISSED start"), lines[2])
    assert.equal(1, select(2, bench("--json")))
  end)
end)
