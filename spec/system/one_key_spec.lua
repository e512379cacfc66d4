-- One button, pressed by a crowd at the same moment: the same form of the same cart, with the same key, on as many connections
-- at once. One order comes of it, and everybody is answered it in the same bytes. What may differ between two answers is what
-- says when and which request it was (Date, X-Request-Id), and the cookie of the session, which only who placed the order
-- has written.

local clock = require "clock"
local long = require "spec.support.long"
local mall = require "spec.system.mall"
local visitor = require "spec.system.visitor"

local PRESSES = long and 1000 or 200
if mall.sanitized then PRESSES = 60 end

describe("one button that is pressed on many connections at once", function()
  local open, goods

  setup(function()
    open = mall.open { WORKERS = "2" }
    goods = open:goods(100)
  end)
  teardown(function() open:close() end)

  local function cookies(buyer)
    local list = {}
    for name, value in pairs(buyer.cookies) do list[#list + 1] = name .. "=" .. value end
    return table.concat(list, "; ")
  end

  local function bytes(buyer, fields, key)
    local body = visitor.encode(fields)
    return table.concat({ "POST /checkout/confirm HTTP/1.1", "Host: 127.0.0.1", "Connection: close", "Cookie: " .. cookies(buyer),
      "Content-Type: application/x-www-form-urlencoded", "Content-Length: " .. #body, (key and "Idempotency-Key: " .. key .. "\r\n" or "")
        .. "\r\n" .. body }, "\r\n")
  end

  -- An answer without what tells one from the other.
  local function same(text)
    return (text:gsub("\r\nDate: [^\r]*", ""):gsub("\r\nX%-Request%-Id: [^\r]*", ""):gsub("\r\nSet%-Cookie: sijang=[^\r]*", ""))
  end

  -- Sends it that many times at once -> how often each answer came, by its bytes, and each answer's status
  local function press(request, times)
    local exchanges, answers, statuses = {}, {}, {}
    for i = 1, times do exchanges[i] = { send = { request }, within = 60000 } end
    for _, answer in ipairs(open:talk(exchanges)) do
      local text, status = same(answer.text), open.parse(answer.text).status
      answers[text], statuses[status] = (answers[text] or 0) + 1, (statuses[status] or 0) + 1
    end
    return answers, statuses
  end

  local function ready()
    local buyer = visitor.new(open)
    local key = buyer:prepare(goods, 2)
    return buyer, { csrf = buyer.token, place_key = key }, { orders = open:orders(), reserved = open:reserved(goods) }
  end

  local function count(sql) return open:number("SELECT count(*) FROM " .. sql) end

  -- One order of it, with goods held once.
  local function placed_once(buyer, fields, before)
    assert.equal(before.orders + 1, open:orders())
    assert.equal(before.reserved + 2, open:reserved(goods))
    local id = open:sql(('SELECT id FROM "order" WHERE place_key = \'%s\''):format(fields.place_key))
    assert.equal(1, count(("stock_hold WHERE order_id = '%s'"):format(id)))
    assert.equal(1, count(("payment WHERE order_id = '%s'"):format(id)))
    assert.equal(1, count(("order_event WHERE order_id = '%s' AND event = 'place'"):format(id)))
    local place = buyer:post("/checkout/confirm", fields).location
    assert.equal(200, buyer:get(place).status)
    assert.equal("", open:check())
  end

  it(("%d times makes one order, and answers all of them the same bytes"):format(PRESSES), function()
    local buyer, fields, before = ready()
    local began = clock.monotonic()
    local answers, statuses = press(bytes(buyer, fields), PRESSES)
    assert.same({ [303] = PRESSES }, statuses)
    local text = next(answers)
    assert.equal(PRESSES, answers[text], "not everybody was answered the same")
    assert.matches("\r\nLocation: /orders/%d+%-%w+\r\n", text)
    -- nobody waited for a lease to end: that is for those whose worker died
    assert.is_true(clock.monotonic() - began < (long and 30000 or 10000), "it took " .. (clock.monotonic() - began) .. " ms")
    placed_once(buyer, fields, before)
  end)

  it("under a key of the caller's own makes one order too, and with other parameters the key is refused", function()
    local buyer, fields, before = ready()
    local answers = press(bytes(buyer, fields, "press-1"), 50)
    assert.equal(50, answers[next(answers)])
    placed_once(buyer, fields, before)
    local others = { csrf = fields.csrf, place_key = fields.place_key, quote = ("0"):rep(64) }
    local refused, statuses = press(bytes(buyer, others, "press-1"), 20)
    assert.same({ [422] = 20 }, statuses)
    for text in pairs(refused) do assert.truthy(text:find("이미 처리한 요청이에요", 1, true)) end
    assert.equal(before.orders + 1, open:orders())
  end)
end)
