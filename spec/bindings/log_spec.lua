local fs = require "fs"
local json = require "json"
local log = require "log"
local process = require "process"
local server = require "spec.support.server"

local binary = fs.realpath("/proc/self/exe")

describe("log", function()
  local folder

  before_each(function() folder = assert(fs.temp("log-spec")) end)
  after_each(function() fs.remove(folder, true) end)

  -- Runs a script as a command that logs into a file: the file's lines read, the exit code, standard output and error.
  local function logged(script, env)
    local given = { LOG_FILE = folder .. "/log", LOG_LEVEL = false }
    for name, value in pairs(env or {}) do given[name] = value end
    local code, out, err = process.run { argv = { binary, "lua", "/dev/stdin" }, env = given,
      input = 'local log = require "log"\n' .. script }
    local lines = {}
    for line in (fs.read(folder .. "/log") or ""):gmatch("[^\n]+") do lines[#lines + 1] = assert(json.decode(line)) end
    return lines, code, out, err
  end

  it("writes a line of JSON a call: when, how grave, what, whose, and the fields", function()
    local lines = logged [[log.info("order.placed", { number = "261123-1", payable = 27000 })]]
    assert.equal(1, #lines)
    assert.matches("^20%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%dZ$", lines[1].time)
    lines[1].time = nil
    assert.same({ level = "info", event = "order.placed", process = "command", number = "261123-1", payable = 27000 }, lines[1])
  end)

  it("needs no fields", function()
    local lines = logged [[
      log.warn("a")
      log.warn("b", nil)
      log.warn("c", {})]]
    assert.same({ "a", "b", "c" }, { lines[1].event, lines[2].event, lines[3].event })
  end)

  it("keeps whole numbers whole, fractions to the thousandth, and booleans", function()
    local lines = logged [[log.info("numbers", { zero = 0, minus = -7, large = 900719925474099, part = 1.23456, less = -0.5,
      yes = true, no = false })]]
    local found = lines[1]
    assert.same({ 0, -7, 900719925474099, 1.235, -0.5, true, false },
      { found.zero, found.minus, found.large, found.part, found.less, found.yes, found.no })
  end)

  it("writes whatever bytes a string has so that the line can still be read", function()
    local lines = logged [[log.info("strings", { korean = "사과 \240\159\141\142", quoted = "\"\\\n\t\0\127</script>",
      broken = "a\255b\192\128c", empty = "" })]]
    assert.equal("사과 🍎", lines[1].korean)
    assert.equal("\"\\\n\t\0\127</script>", lines[1].quoted)
    assert.equal("a\239\191\189b\239\191\189\239\191\189c", lines[1].broken)
    assert.equal("", lines[1].empty)
  end)

  it("writes other values as they show themselves, and leaves out what cannot be written", function()
    local lines, code = logged [[log.info("others", { money = setmetatable({}, { __tostring = function() return "1,000원" end }),
      shy = setmetatable({}, { __tostring = function() error "no" end }), nan = 0 / 0, endless = math.huge, [1] = "first",
      after = "still here" })]]
    assert.equal(0, code)
    local found = lines[1]
    assert.same({ "1,000원", "still here" }, { found.money, found.after })
    assert.is_nil(found.shy or found.nan or found.endless or found["1"])
  end)

  it("cuts what is too long and is still JSON", function()
    local lines = logged [[
      log.info("value", { text = ("가"):rep(1000) })
      local many = {}
      for i = 1, 100 do many["field" .. i] = ("x"):rep(1000) end
      log.info("line", many)
      log.info("after")]]
    assert.equal(3, #lines)
    assert.truthy(#lines[1].text <= 2006 and lines[1].text:find("^가가가"), #lines[1].text)
    local count = 0
    for _ in pairs(lines[2]) do count = count + 1 end
    assert.truthy(count > 4 and count < 20, count)
    assert.equal("after", lines[3].event)
  end)

  it("writes nothing that is less grave than LOG_LEVEL", function()
    local script = [[for _, level in ipairs { "debug", "info", "warn", "error" } do log[level](level) end]]
    for level, expected in pairs { debug = "debug info warn error", info = "info warn error", warn = "warn error", error = "error" } do
      local events = {}
      for i, line in ipairs((logged(script, { LOG_LEVEL = level }))) do
        assert.equal(line.event, line.level)
        events[i] = line.event
      end
      assert.equal(expected, table.concat(events, " "))
      fs.remove(folder .. "/log")
    end
  end)

  it("writes a warning at once with all that came before, and everything before the program ends", function()
    local killed = logged [[
      log.info("first")
      log.warn("second")
      log.info("lost")
      local process = require "process"
      process.kill(process.pid(), "KILL")]]
    assert.same({ "first", "second" }, { killed[1].event, killed[2].event })
    assert.equal(2, #killed)
    local ended = logged [[for i = 1, 5000 do log.info("again", { i = i }) end]]
    assert.equal(5002, #ended)
    assert.equal(5000, ended[5002].i)
  end)

  it("of a command goes to standard error where no file is named: its output is its result", function()
    local _, code, out, err = logged([[log.info("here") print("result")]], { LOG_FILE = false })
    assert.same({ 0, "result\n" }, { code, out })
    assert.equal("here", json.decode(err).event)
  end)

  it("says which request a line belongs to", function()
    local mall = server.start { app = [[
      local log = require "log"
      log.info("loaded")
      return {
        handle = function(req)
          log.warn("asked", { path = req:path() })
          require("task").spawn(function() log.warn("beside") end)
          return 200, {}, req:id()
        end,
        admit = function() return 1000, "form" end,
        self_check = function() return true end,
      }]] }
    local first, second = mall:get("/a").body, mall:get("/b").body
    local by_request = {}
    for _, line in ipairs(mall:events("asked")) do by_request[line.request] = line.path end
    local loaded, beside = mall:event("loaded"), mall:event("beside")
    assert.equal(0, mall:stop())
    assert.same({ [first] = "/a", [second] = "/b" }, by_request)
    assert.is_nil(loaded.request)
    assert.is_nil(beside.request) -- what outlives the request is no longer its
  end)

  it("leaves nothing open and nothing unwritten, however much is said", function()
    local lines, code, out = logged [[
      local fs = require "fs"
      log.info("first")
      local before = #fs.list "/proc/self/fd"
      for i = 1, 2000 do log.info("again", { i = i, text = ("x"):rep(500) }) end
      print(#fs.list "/proc/self/fd" - before)]]
    assert.same({ 0, "0\n" }, { code, out })
    assert.equal(2001, #lines)
    assert.equal(2000, lines[2001].i)
  end)

  it("raises on misuse", function()
    assert.error_matches(function() log.info() end, "#1")
    assert.error_matches(function() log.info({}) end, "#1")
    assert.error_matches(function() log.warn("x", "y") end, "#2")
    assert.error_matches(function() log.debug("x", 5) end, "#2")
  end)
end)
