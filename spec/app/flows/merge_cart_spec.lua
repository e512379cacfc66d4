local account = require "spec.app.account"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local cart = require "cart"
local merge_cart = require "flows.merge_cart"
local task = require "task"

describe("a guest's cart at log-in", function()
  local mall, member_id

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 1000, stock = 5 }, { code = "pear", name = "배", price = 2000 },
      { code = "fig", name = "무화과", price = 3000 }, { code = "plum", name = "자두", price = 500, stock = 3 } }
  end)

  before_each(function()
    database.execute "DELETE FROM cart; DELETE FROM member; UPDATE stock SET reserved = 0; UPDATE product SET status = 'on_sale'"
    member_id = account.add(mall)
  end)

  -- All that a cart holds, to the last microsecond.
  local function exactly(cart_id)
    return (database.execute(("SELECT l::text FROM cart_line l WHERE cart_id = '%s' ORDER BY id"):format(cart_id)))
  end

  local function held(cart_id)
    local list = {}
    for _, line in ipairs(cart.read(mall.id, cart_id)) do list[line.product.name] = line.qty end
    return list
  end

  local function of_member(goods)
    local cart_id = cart.of_member(mall.id, member_id)
    for code, qty in pairs(goods) do cart.add(mall.id, cart_id, shop.sku(code), qty) end
    return cart_id
  end

  it("goes into the member's: quantities are added up within stock, nothing else is touched", function()
    local mine, guest = of_member { APPLE = 3, PEAR = 1 }, shop.cart(mall, { APPLE = 4, PEAR = 2, FIG = 1 })
    local done = merge_cart.run(mall, member_id, guest)
    assert.same({ ["사과"] = 5, ["배"] = 3, ["무화과"] = 1 }, held(mine))
    assert.matches("사과는 살 수 있는 만큼인 5개로", done.notice)
  end)

  it("comes out again: both carts are exactly what they were", function()
    local mine, guest = of_member { APPLE = 3, PEAR = 1, PLUM = 2 }, shop.cart(mall, { APPLE = 4, PEAR = 2, FIG = 1, PLUM = 1 })
    -- a line that was taken out and can still be had back is a line, too
    cart.remove(mall.id, mine, database.execute(("SELECT id FROM cart_line WHERE cart_id = '%s' AND sku_id = '%s'")
      :format(mine, shop.sku "PEAR")):match "%S+")
    local before, guests = exactly(mine), exactly(guest)
    local done = merge_cart.run(mall, member_id, guest)
    assert.not_equal(before, exactly(mine))
    assert.same({ ["사과"] = 5, ["배"] = 2, ["무화과"] = 1, ["자두"] = 3 }, held(mine))
    assert.equal(guest, assert(merge_cart.undo(mall, mine, done.id)).guest_id)
    assert.equal(before, exactly(mine))
    assert.equal(guests, exactly(guest))
    assert.equal("cart.merge_over", select(2, merge_cart.undo(mall, mine, done.id)).code)
  end)

  it("leaves alone what was put in after it when it comes out", function()
    local mine, guest = of_member { APPLE = 1 }, shop.cart(mall, { FIG = 1 })
    local done = merge_cart.run(mall, member_id, guest)
    cart.add(mall.id, mine, shop.sku "PEAR", 2)
    merge_cart.undo(mall, mine, done.id)
    assert.same({ ["사과"] = 1, ["배"] = 2 }, held(mine))
  end)

  it("keeps what cannot be bought now, as it was wanted", function()
    local mine, guest = of_member { APPLE = 1 }, shop.cart(mall, { FIG = 2, APPLE = 3 })
    database.execute "UPDATE product SET status = 'hidden' WHERE code = 'fig'"
    database.execute(("UPDATE stock SET reserved = on_hand WHERE sku_id = '%s'"):format(shop.sku "APPLE"))
    merge_cart.run(mall, member_id, guest)
    assert.same({ ["무화과"] = 2, ["사과"] = 3 }, held(mine))
  end)

  it("takes nothing away where the member already has more than can be bought", function()
    local mine, guest = of_member { APPLE = 5 }, shop.cart(mall, { APPLE = 1 })
    database.execute(("UPDATE stock SET reserved = on_hand - 2 WHERE sku_id = '%s'"):format(shop.sku "APPLE"))
    merge_cart.run(mall, member_id, guest)
    assert.same({ ["사과"] = 5 }, held(mine))
  end)

  it("goes in once, however many log in with it at the same moment", function()
    local guest = shop.cart(mall, { PEAR = 2 })
    local done, tasks = {}, {}
    for i = 1, 6 do tasks[i] = task.spawn(function() done[i] = merge_cart.run(mall, member_id, guest).id or false end) end
    for i = 1, 6 do tasks[i]:join() end
    local merged = 0
    for i = 1, 6 do merged = merged + (done[i] and 1 or 0) end
    assert.equal(1, merged)
    assert.same({ ["배"] = 2 }, held(cart.of_member(mall.id, member_id)))
  end)

  it("that is empty, or not there, is nothing to speak of", function()
    assert.is_nil(merge_cart.run(mall, member_id, nil).id)
    assert.is_nil(merge_cart.run(mall, member_id, "0198c0de-0000-7000-8000-000000000009").id)
    local guest = shop.cart(mall, { PEAR = 1 })
    database.execute "UPDATE cart_line SET removed_at = now()"
    assert.is_nil(merge_cart.run(mall, member_id, guest).id)
  end)

  it("says which goods found no room", function()
    local rules = require "cart.merge.rules"
    local lines = {}
    for i = 1, 3 do lines[i] = { sku_id = tostring(i), name = "n" .. i, qty = 1, have = i == 2 and 1 or 0, most = 9, on_sale = true } end
    local plan = rules.plan(lines, 1)
    assert.same({ { sku_id = "1", qty = 1 }, { sku_id = "2", qty = 2 } }, plan.lines)
    assert.same({ "n3" }, plan.left)
    assert.matches("가득 차서 1종은", rules.notice(plan))
  end)

  it("is thrown away a day after it went in, and when it became an order", function()
    local mine = of_member { APPLE = 1 }
    merge_cart.run(mall, member_id, shop.cart(mall, { PEAR = 1 }))
    database.execute "UPDATE cart_merge SET merged_at = now() - interval '25 hours'"
    assert.equal(1, cart.merge.sweep())
    local done = merge_cart.run(mall, member_id, shop.cart(mall, { FIG = 1 }))
    assert(require("flows.store").transaction(function(tx) cart.merge.settle(tx, mall.id, mine) return true end))
    assert.equal("cart.merge_over", select(2, merge_cart.undo(mall, mine, done.id)).code)
    assert.equal(1, shop.count "cart")
  end)
end)
