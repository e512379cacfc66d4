local fs = require "fs"
local process = require "process"

local self = fs.realpath "/proc/self/exe"

describe("a board of lines", function()
  local folder
  local script = [[
    local board = require("terminal").board()
    board.show { "하나 builds …", "두리 builds …" }
    board.show { "하나 is ready", "두리 builds …" }
    board.show { "하나 is ready", "두리 builds …" }
    board.show { ("가"):rep(40) }
    board.show {}]]

  setup(function()
    folder = assert(fs.temp "terminal-spec")
    assert(fs.write(folder .. "/script.lua", script))
  end)
  teardown(function() fs.remove(folder, true) end)

  it("says each line once where nothing can be taken back", function()
    local code, _, err = process.run { argv = { self, "lua", folder .. "/script.lua" } }
    assert.equal(0, code)
    assert.equal("· 하나 builds …\n· 두리 builds …\n· 하나 is ready\n· " .. ("가"):rep(40) .. "\n", err)
  end)

  it("is painted over on a terminal when it changes, and no line is so long that it could not be", function()
    local inner = ("stty columns 20; TERM=xterm '%s' lua '%s/script.lua'"):format(self, folder)
    local code, out = process.run { argv = { "script", "-qec", inner, "/dev/null" }, env = { NO_COLOR = false } }
    assert.equal(0, code)
    local dot = "\27[2m·\27[0m "
    assert.equal(dot .. "하나 builds …\n" .. dot .. "두리 builds …\n" .. "\27[2A\27[J" .. dot .. "하나 is ready\n" .. dot
      .. "두리 builds …\n" .. "\27[2A\27[J" .. dot .. ("가"):rep(8) .. "\n" .. "\27[1A\27[J", (out:gsub("\r", "")))
  end)
end)
