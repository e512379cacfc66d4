--- Clients that take their time: how long a head, a body and a silence may last, and what ends them. Runs alone: it measures when a silence ends.

local server = require "spec.support.server"

local app = [[
return {
  handle = function(req) return 200, { "Content-Type", "text/plain" }, "got " .. #(req:body() or "") end,
  admit = function() return 100000, "raw" end,
  self_check = function() return true end,
}
]]

local get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
local post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"

-- The pieces with a wait before each but the first.
local function slowly(ms, ...)
  local pieces = {}
  for i, piece in ipairs { ... } do
    if i > 1 then pieces[#pieces + 1] = { wait = ms } end
    pieces[#pieces + 1] = piece
  end
  return pieces
end

describe("A client that takes its time", function()
  local mall, answers

  -- All of them at once: each takes seconds.
  setup(function()
    mall = server.start { app = app, env = { HEADER_TIMEOUT = "1", BODY_TIMEOUT = "1", IDLE_TIMEOUT = "3" } }
    local dribble = {}
    for i = 1, 12 do dribble[i] = "X-A: b\r\n" end
    answers = mall:talk {
      { send = slowly(300, get:sub(1, -3), unpack(dribble)), within = 2000 },
      { send = slowly(300, post:format(1000), unpack(dribble)), within = 2000 },
      { send = slowly(300, get .. get:sub(1, 1), unpack(dribble)), within = 3000 },
      { send = slowly(400, post:format(12000), ("x"):rep(6000), ("x"):rep(6000)), within = 1000 },
      { send = { get, { wait = 2000 }, post:format(10) .. "half ", { wait = 600 }, "after" }, within = 1000 },
      { send = { get }, within = 8000 },
      { send = { "" }, within = 8000 },
    }
  end)
  teardown(function() mall:stop() end)

  local function ended(answer, from, to)
    assert.is_true(answer.closed)
    assert.is_true(answer.ms >= from and answer.ms <= to, answer.ms .. " ms")
  end

  it("over its head is answered 408", function()
    assert.equal(408, server.parse(answers[1].text).status)
    ended(answers[1], 900, 4200)
  end)

  it("over its body is answered 408", function()
    assert.equal(408, server.parse(answers[2].text).status)
    ended(answers[2], 900, 4200)
  end)

  it("over the first line of another request is closed", function()
    assert.truthy(answers[3].text:find("got 0", 1, true))
    assert.is_true(answers[3].closed)
  end)

  it("over a large body has longer, in proportion to what came", function()
    assert.equal("got 12000", server.parse(answers[4].text).body)
  end)

  it("between two requests has the whole time again for the second one's body", function()
    assert.truthy(answers[5].text:find("got 10", 1, true), answers[5].text)
  end)

  it("after an answer is closed at IDLE_TIMEOUT", function()
    assert.equal(200, server.parse(answers[6].text).status)
    ended(answers[6], 2500, 5000)
  end)

  it("before it asks for anything is closed as well", function() ended(answers[7], 500, 5000) end)
end)
