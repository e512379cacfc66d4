local task = require "task"
local database = require "spec.support.database"
local pg = require "pg"
local points = require "points"
local transaction = require("flows.store").transaction

describe("points in the books", function()
  local mall_id, member_id, count

  setup(function()
    database.fresh()
    mall_id, member_id = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-0000000000b1"
    database.execute(([[
      INSERT INTO mall (id, code, name, theme) VALUES ('%s', 'shop', '시험상회', 'food');
      INSERT INTO member (mall_id, id, email, name) VALUES ('%s', '%s', 'a@b.kr', '김시장')]]):format(mall_id, mall_id, member_id))
  end)

  before_each(function()
    count = 0
    database.execute "TRUNCATE point_account CASCADE"
  end)

  local function move(how, amount, changes)
    count = count + 1
    local order = { mall_id = mall_id, member_id = member_id, amount = amount, reason = "시험", key = "effect " .. count }
    for name, value in pairs(changes or {}) do order[name] = value end
    return transaction(function(tx) return points[how](tx, order) end)
  end

  local function balance() return points.balance(mall_id, member_id) end
  local function sql(text) return (database.execute(text):gsub("%s+$", "")) end
  local function age(days) database.execute(("UPDATE point_lot SET expires_at = expires_at - interval '%d days'"):format(days)) end
  local function lots()
    return sql "SELECT string_agg(remaining || '/' || granted, ' ' ORDER BY expires_at, granted) FROM point_lot"
  end

  it("add up: what a member has is what every account together says", function()
    move("grant", 1000)
    move("use", 300)
    move("adjust", -100)
    move("adjust", 50)
    assert.equal(650, balance())
    assert.equal("0", sql "SELECT sum(amount) FROM point_entry")
    assert.equal("adjusted|50,given|-1000,member|650,spent|300",
      sql "SELECT string_agg(a, ',' ORDER BY a) FROM (SELECT account || '|' || sum(amount) AS a FROM point_entry GROUP BY account) x")
  end)

  it("are used from the lot that expires first", function()
    move("grant", 500, { days = 90 })
    move("grant", 400, { days = 10 })
    move("use", 600)
    assert.equal("0/400 300/500", lots())
  end)

  it("cannot be used twice over, however many try at once", function()
    move("grant", 1000)
    local handles, done = {}, 0
    for i = 1, 8 do handles[i] = task.spawn(function() return move("use", 300) end) end
    for _, handle in ipairs(handles) do
      local moved, refused = handle:join()
      if moved then done = done + 1 else assert.equal("points.short", refused.code) end
    end
    assert.equal(3, done)
    assert.equal(100, balance())
  end)

  it("move once for one key, however often and simultaneously it is asked for", function()
    local handles = {}
    for i = 1, 5 do handles[i] = task.spawn(function() return move("grant", 700, { key = "join" }) end) end
    for _, handle in ipairs(handles) do assert.equal(700, (assert(handle:join())).amount) end
    assert.equal(700, balance())
    assert.equal("1", sql "SELECT count(*) FROM point_transaction")
  end)

  it("know a key that is used for something else", function()
    move("grant", 700, { key = "join" })
    assert.has_error(function() move("use", 100, { key = "join" }) end)
  end)

  it("come back into their lots when an order is undone in parts, and never more than were used", function()
    move("grant", 300, { days = 10 })
    move("grant", 400, { days = 90 })
    move("use", 500, { key = "use order" })
    assert.equal("0/300 200/400", lots())
    move("refund", 250, { use_key = "use order" })
    assert.equal("50/300 400/400", lots())
    assert.equal("points.too_much_back", select(2, move("refund", 251, { use_key = "use order" })).code)
    move("refund", 250, { use_key = "use order" })
    assert.equal("300/300 400/400", lots())
    assert.equal("points.no_such_use", select(2, move("refund", 1, { use_key = "nothing" })).code)
  end)

  it("come back as new ones when their lot has expired meanwhile", function()
    move("grant", 300, { days = 10 })
    move("use", 300, { key = "use order" })
    age(20)
    move("refund", 300, { use_key = "use order", back_days = 7 })
    assert.equal(300, balance())
    assert.equal("0/300 300/300", lots())
    assert.equal("t", sql "SELECT max(expires_at) > now() + interval '6 days' FROM point_lot")
  end)

  it("expire, and are not used any more from the very moment", function()
    move("grant", 300, { days = 10 })
    move("grant", 400, { days = 90 })
    age(20)
    assert.equal("points.short", select(2, move("use", 401)).code)
    assert.equal(1, #points.overdue(10))
    local moved = assert(transaction(function(tx) return points.expire(tx, mall_id, member_id) end))
    assert.equal(-300, moved.amount)
    assert.equal(400, balance())
    assert.equal(0, #points.overdue(10))
    assert.is_nil((transaction(function(tx) return points.expire(tx, mall_id, member_id) end)))
  end)

  it("are told to the member newest first, each with what it changed", function()
    move("grant", 1000, { reason = "가입을 축하해요" })
    move("use", 300, { reason = "주문" })
    local list, total = points.history(mall_id, member_id, 1, 0)
    assert.same({ 2, 1, "use", -300, "주문" }, { total, #list, list[1].kind, list[1].amount, list[1].reason })
    list = points.history(mall_id, member_id, 1, 1)
    assert.same({ "grant", 1000 }, { list[1].kind, list[1].amount })
    assert.truthy(list[1].expires_at)
  end)

  it("that expire soon are counted by their day", function()
    move("grant", 300, { days = 10 })
    move("grant", 200, { days = 10 })
    move("grant", 400, { days = 90 })
    local soon = points.expiring(mall_id, member_id, 30)
    assert.same({ 1, 500 }, { #soon, soon[1].amount })
  end)

  it("are changed by nobody: the database refuses", function()
    move("grant", 1000)
    local function refused(state, text)
      local rows, _, sqlstate = pg.query(text)
      assert.is_nil(rows, text)
      assert.equal(state, sqlstate, text)
    end
    for _, text in ipairs { "UPDATE point_entry SET amount = 1", "DELETE FROM point_entry", "UPDATE point_transaction SET reason = 'x'",
      "DELETE FROM point_transaction", "UPDATE point_lot SET remaining = 9", "UPDATE point_account SET balance = 9",
      "DELETE FROM point_lot", "INSERT INTO point_account (mall_id, member_id, balance) SELECT mall_id, id, 5 FROM member" } do
      refused("42501", text)
    end
    -- half a movement, and one that takes more than there is
    local half = [[WITH t AS (INSERT INTO point_transaction (mall_id, member_id, kind, reason, key, actor)
      SELECT mall_id, member_id, 'adjust', 'x', 'half', 'x' FROM point_account RETURNING *)
      INSERT INTO point_entry (mall_id, transaction_id, position, member_id, account, lot_id, amount)
      SELECT t.mall_id, t.id, 1, t.member_id, 'member', l.id, %d FROM t, point_lot l]]
    local _, _, state, constraint = pg.query(half:format(-5))
    assert.same({ "23514", "point_entries_sum_to_nothing" }, { state, constraint })
    _, _, state, constraint = pg.query(half:format(-1001))
    assert.same({ "23514", "point_lot_holds_what_it_was_given" }, { state, constraint })
    assert.equal(1000, balance())
  end)
end)
