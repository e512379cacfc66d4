--- The page from which a provider's window opens: whom it opens for, and for whom it does not.

local paying = require "spec.system.paying"
local visitor = require "spec.system.visitor"

describe("the page that opens a provider's window", function()
  local open, goods, order

  setup(function()
    open = paying.open { only = { "inicis", "tosspay" } }
    goods = open:goods(100)
  end)
  teardown(function() open:close() end)
  before_each(function() order = open:order(goods) end)

  local function path(seq) return ("/pay/%s/window%s"):format(order.number, seq and "?attempt=" .. seq or "") end

  local function seq_of(attempt) return open:sql(("SELECT seq FROM payment WHERE id = '%s'"):format(attempt.id)) end

  -- Where the page leads who asked for it; nil when it is the page itself.
  local function leads(buyer, to)
    local answer = buyer:get(to)
    assert.is_true(answer.status == 200 or answer.status == 303, to .. ": " .. answer.status)
    return answer.status == 303 and answer.location or nil
  end

  it("opens the newest attempt, and leads who comes for one before it back to the choice", function()
    local first = seq_of(open:window(order, "inicis.card"))
    assert.is_nil(leads(order.buyer, path(first)))
    local second = seq_of(open:window(order, "tosspay.wallet"))
    assert.equal("/pay/" .. order.number, leads(order.buyer, path(first)))
    assert.is_nil(leads(order.buyer, path(second)))
    assert.is_nil(leads(order.buyer, path()))
    assert.equal("/pay/" .. order.number, leads(order.buyer, path "x"))
  end)

  it("opens nothing for whom the order is not known to", function()
    open:window(order, "inicis.card")
    assert.equal("/orders/lookup?number=" .. order.number, leads(visitor.new(open), path()))
  end)

  it("opens nothing when the order is paid", function()
    local attempt = open:window(order, "inicis.card")
    open:back(open:press(attempt))
    assert.equal("/pay/" .. order.number, leads(order.buyer, path(seq_of(attempt))))
    assert.equal("/orders/" .. order.number, leads(order.buyer, "/pay/" .. order.number))
  end)
end)
