-- A release against the orders that there are, as `sijang deploy` asks before anybody sees it.

local compare_machines = require "flows.compare_machines"
local fs = require "fs"
local orders = require "spec.app.orders"
local runtime = require "runtime"
local shop = require "spec.app.shop"

describe("a release that is to be deployed", function()
  local mall

  -- A bundle of this tree's machine, with one text another.
  local function bundle(path, change)
    local files, contents = {}, {}
    for i, name in ipairs { "machine.lua", "machine/payment.lua", "machine/line.lua", "machine/claim.lua", "machine/refund.lua", "machine/words.lua" } do
      local text = fs.read(runtime.root() .. "/app/order/" .. name)
      if name == path then text = change(text) end
      files[i], contents["sha" .. i] = { path = "app/order/" .. name, sha256 = "sha" .. i }, text
    end
    return { files = files, contents = contents }
  end

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 10 } }
    for _ = 1, 2 do assert(orders.place(mall, { APPLE = 1 }, { bank_transfer = true })) end
  end)

  local function forget(text) return (text:gsub('    { key = "awaiting_payment"[^\n]*\n', "")) end

  it("is let through when it knows a way on for every order", function()
    assert.is_nil(compare_machines.objection(bundle(), bundle()))
    assert.is_nil(compare_machines.objection(bundle()))
    assert.is_nil(compare_machines.objection({ files = {}, contents = {} }, bundle()))
  end)

  it("is refused with the number of orders that its machine has forgotten", function()
    assert.equal("order/machine: 결제대기에 주문 2건이 남아요: 이 상태가 새 규칙에 없어요",
      compare_machines.objection(bundle("machine/line.lua", forget), bundle()))
  end)

  it("is refused when its machine is no data", function()
    local broken = bundle("machine/refund.lua", function() return "return { run = function() end }" end)
    assert.matches("^order/machine: ", compare_machines.objection(broken, bundle()))
  end)

  it("says what of the machine is another", function()
    assert.same({ "D  line state awaiting_payment" }, compare_machines.changes(bundle(), bundle("machine/line.lua", forget)))
    assert.same({}, compare_machines.changes(bundle(), bundle()))
  end)
end)
