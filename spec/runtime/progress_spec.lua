-- What `test` says while something takes long, in processes of its own: with a terminal and without one.

local fs = require "fs"
local process = require "process"

local self = fs.realpath("/proc/self/exe")

-- Two things run for a while; between them something is said.
local script = [[
local progress, task = require "suite.progress", require "task"
progress.tick_ms, progress.quiet_ms = 20, %d
local ok, problem = progress.during(function()
  progress.begin "spec/long_spec.lua"
  progress.begin "spec/short_spec.lua"
  task.sleep(150)
  progress.done "spec/short_spec.lua"
  progress.clear()
  print "ok      spec/short_spec.lua"
  io.stdout:flush()
  task.sleep(150)
  progress.done "spec/long_spec.lua"
  task.sleep(60)
  %s
end)
if not ok then print(problem.sentence) end
task.sleep(60)
print "2 passed, 0 failed"
return 0]]

describe("the progress of a test run", function()
  local folder

  setup(function()
    folder = fs.temp("progress-spec")
  end)

  teardown(function() fs.remove(folder, true) end)

  local function plain(quiet_ms, last)
    local code, out, err = process.run { argv = { self, "lua", "/dev/stdin" }, input = script:format(quiet_ms, last or "") }
    assert.equal(0, code, err)
    return out, err
  end

  local function on_terminal()
    fs.write(folder .. "/script.lua", script:format(20000, ""))
    local code, out = process.run { argv = { "script", "-qec", ("stty columns 60; '%s' lua '%s/script.lua'"):format(self, folder),
      "/dev/null" }, env = { TERM = "xterm", NO_COLOR = false } }
    assert.equal(0, code, out)
    return out
  end

  it("is a line now and then where there is no terminal, on standard error", function()
    local out, err = plain(50)
    assert.equal("ok      spec/short_spec.lua\n2 passed, 0 failed\n", out)
    local lines = {}
    for line in err:gmatch("[^\n]+") do lines[#lines + 1] = line end
    assert.equal("· running: spec/long_spec.lua (0s), spec/short_spec.lua (0s)", lines[1])
    assert.equal("· running: spec/long_spec.lua (0s)", lines[#lines])
    assert.truthy(#lines <= 7, err)
  end)

  it("is nothing while other lines come often enough", function()
    assert.same({ "ok      spec/short_spec.lua\n2 passed, 0 failed\n", "" }, { plain(20000) })
  end)

  it("is one line of a terminal that counts, no wider than it, and gone before anything else is said", function()
    local out = on_terminal()
    assert.truthy(out:find("running: spec/long_spec.lua (0s), spec/short_s", 1, true), out)
    for drawn in out:gsub("\27%[%d*m", ""):gmatch("\r\27%[K([^\r\n]*)") do
      assert.truthy(#drawn:gsub("[\128-\191]", "") <= 60, drawn)
    end
    assert.truthy(out:find("\r\27[Kok      spec/short_spec.lua\r\n", 1, true), out)
    assert.truthy(out:find("\r\27%[K2 passed, 0 failed\r\n$"), out)
  end)

  it("ends when what is watched raises, and passes the reason on", function()
    local out = plain(20000, 'require("terminal").fail("고장")')
    assert.equal("ok      spec/short_spec.lua\n고장\n2 passed, 0 failed\n", out)
  end)
end)
