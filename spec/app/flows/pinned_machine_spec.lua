-- Orders that keep the machine of the release they were placed under, whatever the one that runs says.

local bundle = require "release.bundle"
local check_invariants = require "flows.check_invariants"
local compare_machines = require "flows.compare_machines"
local database = require "spec.support.database"
local fs = require "fs"
local keys = require "release.keys"
local log = require "log"
local made = require "spec.app.release.release"
local order = require "order"
local orders = require "spec.app.orders"
local release_store = require "release.store"
local runtime = require "runtime"
local shop = require "spec.app.shop"

local MACHINE = { "machine.lua", "machine/payment.lua", "machine/line.lua", "machine/claim.lua", "machine/refund.lua", "machine/words.lua" }
local PINS = "return { pins_machine = true }"

describe("an order of a release that pins its machine", function()
  local mall, data, hana

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 100 } }
    data = made.data()
    assert(keys.new "hana")
    hana = assert(keys.own())
  end)
  teardown(function() made.restore(data) end)

  -- The files of this tree's machine, one of them another, with what a release says of itself.
  local function files(change, manifest)
    local list = { ["app/release/manifest.lua"] = manifest or nil }
    for _, name in ipairs(MACHINE) do
      local text = fs.read(runtime.root() .. "/app/order/" .. name)
      list["app/order/" .. name] = change and change(name, text) or text
    end
    return list
  end

  local n = 0
  local function bundled(change, manifest, key)
    n = n + 1
    local all = files(change, manifest)
    all["app/n.lua"] = "return " .. n
    return bundle.sign(assert(bundle.make(made.files(all), made.facts())), key or hana)
  end

  -- An order that was placed and paid under a release.
  local function paid_under(one)
    assert(release_store.put(one))
    local placed = assert(orders.place(mall, { APPLE = 1 }))
    database.execute(("UPDATE \"order\" SET release = '\\x%s' WHERE id = '%s'"):format(one.sha, placed.id))
    local function move(event, facts, by)
      assert(orders.move(mall, placed, function(subject)
        return { axis = "payment", event = event, id = subject.payments[1].id, facts = facts }
      end, by))
    end
    move("request", nil, orders.SHOPPER)
    move("authenticate", nil, orders.SHOPPER)
    move("approve", { amount = placed.payable }, orders.PROVIDER)
    return placed
  end

  local function move(placed, event, by) return orders.move(mall, placed, { axis = "line", event = event }, by) end

  -- Under this machine nobody but the clock confirms that an order is being prepared, and then it is on its way at once.
  local function hasty(name, text)
    if name ~= "machine/line.lua" then return text end
    local changed = text:gsub('on = "prepare", from = "paid", to = "preparing"', 'on = "prepare", from = "paid", to = "shipping"')
    assert(changed ~= text)
    return changed
  end

  it("is moved by that machine, and one of a release that does not is moved by the one that runs", function()
    local pinned, free = paid_under(bundled(hasty, PINS)), paid_under(bundled(hasty, "return { pins_machine = false }"))
    assert.equal("shipping", move(pinned, "prepare", orders.STAFF))
    assert.equal("preparing", move(free, "prepare", orders.STAFF))
    assert.equal("shipping", orders.look(mall, pinned).order.status)
    -- the history of each is a path of its own machine
    for _, result in ipairs(check_invariants.run()) do
      if result.name == "history_is_a_path" then assert.same({}, result.findings) end
    end
  end)

  it("follows the machine that runs where nobody trusted has signed its release, and the log says so", function()
    local stranger = made.key "stranger"
    local placed = paid_under(bundled(hasty, PINS, stranger))
    local said = stub(log, "error")
    assert.equal("preparing", move(placed, "prepare", orders.STAFF))
    assert.stub(said).was.called_with("order.pin_unread", match.is_table())
    said:revert()
  end)

  -- What other cases placed is nobody's.
  before_each(function()
    database.execute "UPDATE \"order\" SET release = NULL"
    database.execute "UPDATE order_portion SET state = 'confirmed' WHERE state IN ('paid', 'preparing', 'shipping')"
  end)

  it("is asked of before another release goes live: it has to know what the machine asks for", function()
    local one = bundled(function(name, text)
      if name ~= "machine/line.lua" then return text end
      return (text:gsub('guards = { "paid_in_full" }', 'guards = { "paid_by_moonlight" }'))
    end, PINS)
    assert(release_store.put(one))
    for _ = 1, 2 do
      local placed = assert(orders.place(mall, { APPLE = 1 }))
      database.execute(("UPDATE \"order\" SET release = '\\x%s' WHERE id = '%s'"):format(one.sha, placed.id))
    end
    local after = bundled()
    assert.equal(("order/machine: 릴리스 %s의 규칙을 지키기로 한 주문 2건을 새 코드로는 옮길 수 없어요: guard paid_by_moonlight")
      :format(one.sha:sub(1, 12)), compare_machines.objection(after, after))
    -- once nothing of them is awaited, nobody asks any more
    database.execute(("UPDATE \"order\" SET status = 'cancelled' WHERE release = '\\x%s'"):format(one.sha))
    assert.is_nil(compare_machines.objection(after, after))
  end)

  it("is counted apart from those that a release would strand", function()
    local function ends(name, text)
      if name ~= "machine/line.lua" then return text end
      return (text:gsub('({ key = "paid"[^\n]*) },\n', "%1, final = true },\n", 1))
    end
    local one, other = bundled(nil, PINS), bundled()
    paid_under(one)
    paid_under(other)
    assert.equal(("order/machine: 릴리스 %s의 규칙을 지키기로 한 주문 1건을 새 코드로는 옮길 수 없어요: state line paid; "
      .. "결제완료에 주문 1건이 남아요: 새 규칙에는 여기서 나아갈 길이 없어요"):format(one.sha:sub(1, 12)),
      compare_machines.objection(bundled(ends), bundled()))
    assert.is_nil(compare_machines.objection(bundled(), bundled()))
  end)

  it("is told of when releases are compared", function()
    assert.same({ "A  pins_machine: orders placed under it keep its machine" }, compare_machines.changes(bundled(), bundled(nil, PINS)))
    assert.same({ "   pins_machine: orders placed under it keep its machine" },
      compare_machines.changes(bundled(nil, PINS), bundled(nil, PINS)))
    assert.matches("^D  pins_machine", compare_machines.changes(bundled(nil, PINS), bundled())[1])
  end)

  it("needs a manifest that is data", function()
    assert.matches("^app/release/manifest.lua: ", compare_machines.objection(bundled(nil, "return { pins_machine = os.time() > 0 }"), bundled()))
    assert.is_true(order.honours_pins(order.machine))
  end)
end)
