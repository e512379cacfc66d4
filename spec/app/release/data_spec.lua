local data = require "release.rules.data"

local function read(files, name)
  local sources = {}
  for path, text in pairs(files) do sources["app/" .. path .. ".lua"] = text end
  return data.read(sources, name or "machine")
end

describe("data of another release", function()
  it("is read, put together of several files", function()
    assert.same({ line = { key = "line" }, n = 3 }, read { machine = 'return { line = require "machine.line", n = 1 + 2 }',
      ["machine/line"] = "return { key = 'line' }" })
  end)

  it("is the order machine, as this tree has it", function()
    local fs, runtime = require "fs", require "runtime"
    local sources = { ["app/order/machine.lua"] = fs.read(runtime.root() .. "/app/order/machine.lua") }
    for _, name in ipairs(fs.list(runtime.root() .. "/app/order/machine")) do
      local path = "app/order/machine/" .. name
      sources[path] = fs.read(runtime.root() .. "/" .. path)
    end
    assert.same(require "order.machine", (assert(data.read(sources, "order.machine"))))
  end)

  for what, source in pairs {
    ["reaches for what it is not given"] = "return { os.time() }", ["writes files"] = "io.open('/tmp/x', 'w') return {}",
    ["does not end"] = "while true do end", ["does not end, whatever it catches"] = "for i = 1, 1e15 do end return {}",
    ["needs what is not there"] = "return require 'machine.nowhere'", ["needs itself"] = "return require 'machine'",
    ["holds more than data"] = "return { fn = function() end }", ["is none"] = "return 7", ["is broken"] = "return {",
    ["is compiled"] = string.dump(function() return {} end),
  } do
    it("that " .. what .. " is not read, and why is said", function()
      local found, problem = read { machine = source }
      assert.is_nil(found)
      assert.is_string(problem)
    end)
  end

  it("may go round in circles", function()
    local found = assert(read { machine = "local a = {} a.a = a return a" })
    assert.equal(found, found.a)
  end)
end)
