-- Many at once, over connections of their own: the same order by many, many orders by two crowds in opposite order, walks at
-- random. Nobody waits for ever, nothing happens twice, and the books are right afterwards.

local check_invariants = require "flows.check_invariants"
local database = require "spec.support.database"
local move_order = require "flows.move_order"
local order = require "order"
local orders = require "spec.app.orders"
local pg = require "pg"
local shop = require "spec.app.shop"
local task = require "task"
local walk = require "spec.app.order.walk"

local WALKS, STEPS = 200, 10

describe("orders under a crowd", function()
  local mall

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 5000 }, { code = "pear", name = "배", price = 20000, stock = 5000 } }
  end)

  local function sound()
    for _, result in ipairs(check_invariants.run()) do
      -- what is under way when a walk ends is no hanging, and a walk cancels without asking for the money back, as claims do
      if result.name ~= "nothing_hangs" and result.name ~= "cancelled_goes_back" then assert.same({}, result.findings, result.name) end
    end
  end

  it("are moved once by what has one key, however many bring it at the same moment", function()
    local placed = assert(orders.place(mall, { APPLE = 1 }, { bank_transfer = true }))
    local handles, led = {}, {}
    for i = 1, 30 do
      handles[i] = task.spawn(function()
        return orders.move(mall, placed, function(subject)
          return { axis = "payment", event = "deposit", id = subject.payments[1].id, facts = { amount = placed.payable } }
        end, { actor = "staff hana@shop.kr", key = "deposit 1" })
      end)
    end
    for _, handle in ipairs(handles) do
      local to = handle:join()
      led[to or "refused"] = (led[to or "refused"] or 0) + 1
    end
    assert.same({ paid = 30 }, led)
    assert.equal(1, shop.count(("order_event WHERE order_id = '%s' AND event = 'deposit'"):format(placed.id)))
    sound()
  end)

  it("cannot end in a deadlock, in whatever order two crowds take them", function()
    local placed, ids = {}, {}
    for i = 1, 8 do
      placed[i] = assert(orders.place(mall, { APPLE = 1, PEAR = 1 }, { bank_transfer = true }))
      ids[i] = placed[i].id
    end
    local before = pg.row("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").deadlocks
    local function crowd(from, to, step)
      local list = {}
      for i = from, to, step do list[#list + 1] = ids[i] end
      -- without a retry: a deadlock would be seen
      return pg.tx(function(tx)
        for _, id in ipairs(move_order.lock_all(tx, mall.id, list)) do
          local subject = assert(move_order.lock(tx, mall.id, id))
          local payment = subject.payments[1]
          if payment.status == "waiting" then
            assert(move_order.run(tx, subject, { axis = "payment", event = "deposit", id = payment.id, facts = { amount = payment.amount } },
              orders.STAFF))
          end
        end
        return true
      end, { retry = 0 })
    end
    local handles = {}
    for i = 1, 24 do
      handles[i] = task.spawn(function()
        if i % 2 == 1 then return crowd(1, 8, 1) end
        return crowd(8, 1, -1)
      end)
    end
    for _, handle in ipairs(handles) do
      local done, refused = handle:join()
      assert.is_true(done, tostring(refused))
    end
    assert.equal(before, pg.row("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").deadlocks)
    for _, one in ipairs(placed) do assert.equal("paid", orders.look(mall, one).order.status) end
    sound()
  end)

  it(("stay right in %d walks at random, several at a time"):format(WALKS), function()
    local methods = { { card = true }, { bank_transfer = true }, { virtual_account = true }, { card = true, points = 1000 } }
    local function stroll(seed)
      local rnd = walk.chance(seed)
      local placed = assert(orders.place(mall, { APPLE = rnd(3), PEAR = rnd(2) }, methods[rnd(#methods)]))
      local moved = 0
      for _ = 1, STEPS do
        local by
        local to = orders.move(mall, placed, function(subject)
          local spec
          spec, by = walk.try(rnd, subject)
          by.actor = spec.axis == "refund" and "clock" or by.actor
          return spec
        end, setmetatable({}, { __index = function(_, name) return by and by[name] end }))
        if to then moved = moved + 1 end
      end
      assert.is_true(order.is_path(order.history(mall.id, placed.id)))
      return moved
    end
    local moved = 0
    for first = 1, WALKS, 8 do
      local handles = {}
      for seed = first, math.min(first + 7, WALKS) do handles[#handles + 1] = task.spawn(stroll, seed) end
      for _, handle in ipairs(handles) do moved = moved + handle:join() end
    end
    assert.is_true(moved > WALKS)
    sound()
    -- what the database keeps, a history that nobody may change included
    assert.equal("f", (database.execute("SELECT has_table_privilege('sijang_app', 'ledger_entry', 'UPDATE')"):match "%S+"))
  end)
end)
