-- `test` with the real binary, on a small tree of its own: what its last line and its exit code are worth.

local fs = require "fs"
local process = require "process"

local binary = assert(fs.realpath("/proc/self/exe"))
local tree = require("runtime").root()

-- Fails the first time it runs, as a race does on a busy day.
local flaky = [[
local fs = require "fs"
describe("a flaky spec", function()
  it("fails at first", function()
    local ran = require("runtime").root() .. "/ran"
    local before = fs.stat(ran)
    fs.write(ran, "")
    assert.truthy(before, "the first run")
  end)
end)
]]

-- Named so that it would be among the first if it ran in company.
local alone = [[
-- Runs alone: it looks at what the others left.

it("comes after all that run side by side", function()
  assert.truthy(require("fs").stat(require("runtime").root() .. "/ran"))
end)
]]

-- Would fail a run that does not ask for it.
local long = [[
-- Long: it knows whether the long run was asked for.

it("is told that it may take its time", function() assert.equal("1", os.getenv "SPEC_LONG") end)
]]

describe("sijang test", function()
  local root

  setup(function()
    root = assert(fs.temp("sijang-suite"))
    assert(fs.chmod(root, 493))
    for _, name in ipairs { "runtime", "bindings", "migrations", "app" } do
      assert(fs.symlink(tree .. "/" .. name, root .. "/" .. name))
    end
    assert(fs.mkdir(root .. "/build"))
    assert(fs.symlink(binary, root .. "/build/sijang"))
    assert(fs.write(root .. "/build/build.ninja", "build units: phony\n"))
    assert(fs.mkdir(root .. "/spec"))
    assert(fs.write(root .. "/spec/flaky_spec.lua", flaky))
    assert(fs.write(root .. "/spec/alone_spec.lua", alone))
    assert(fs.write(root .. "/spec/sound_spec.lua", 'it("holds", function() end)\n'))
    assert(fs.write(root .. "/spec/crowd_spec.lua", long))
  end)

  teardown(function() fs.remove(root, true) end)

  local function test(...)
    local code, out, err = process.run { argv = { binary, "test", ... }, cwd = root,
      env = { SIJANG_ROOT = root, SPEC_SERVICES = false, SPEC_SLOT = false } }
    return code, out, out .. err
  end

  it("fails when a spec fails once: nothing is tried until it passes", function()
    local code, out, said = test()
    assert.equal(1, code, said)
    assert.truthy(out:find("FAILED  spec/flaky_spec.lua  0 passed, 1 failed", 1, true), said)
    assert.truthy(out:find("\n2 passed, 1 failed\n$"), said)
  end)

  it("lets a spec whose opening comment asks for it run alone, after the others", function()
    fs.remove(root .. "/ran")
    local _, out, said = test()
    assert.truthy(out:find("ok      spec/alone_spec.lua", 1, true), said)
  end)

  it("leaves out what is long unless it is asked for", function()
    local code, _, said = test "crowd"
    assert.equal(1, code, said)
    assert.truthy(said:find("nothing was run", 1, true), said)
    code, _, said = test("crowd", "--long")
    assert.equal(0, code, said)
    assert.truthy(said:find("1 passed, 0 failed", 1, true), said)
  end)

  it("fails when nothing was run", function()
    local code, _, said = test "no such spec"
    assert.equal(1, code, said)
    assert.truthy(said:find("no test's name contains 'no such spec'", 1, true), said)
  end)
end)
