local fs = require "fs"
local process = require "process"
local tty = require "tty"

describe("tty", function()
  local self = fs.realpath("/proc/self/exe")
  local script = [[
    local tty = require "tty"
    print(tty.is(0), tty.is(1), tty.width())
    return 0]]

  it("sees that pipes are no terminal and 80 columns wide", function()
    local code, out = process.run { argv = { self, "lua", "/dev/stdin" }, input = script }
    assert.equal(0, code)
    assert.equal("false\tfalse\t80\n", out)
  end)

  it("measures a terminal", function()
    local folder = fs.temp("tty-spec")
    fs.write(folder .. "/script.lua", script)
    local inner = ("stty columns 123; '%s' lua '%s/script.lua'"):format(self, folder)
    local code, out = process.run { argv = { "script", "-qec", inner, "/dev/null" } }
    fs.remove(folder, true)
    assert.equal(0, code)
    assert.truthy(out:find("true\ttrue\t123", 1, true), out)
  end)

  it("raises on misuse", function()
    assert.error_matches(function() tty.is(3) end, "#1")
    assert.error_matches(function() tty.is("x") end, "#1")
  end)
end)
