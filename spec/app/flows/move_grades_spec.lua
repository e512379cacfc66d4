local account = require "spec.app.account"
local database = require "spec.support.database"
local shop = require "spec.app.shop"
local clock = require "shared.clock"
local grade = require "grade"
local members = require "member"
local move_grades = require "flows.move_grades"

describe("a month's first day", function()
  local mall, window, number

  setup(function()
    mall = shop.open { { code = "apple", name = "사과" } }
    require("queue").know(require "jobs.kinds")
    window = grade.window(members.grades, clock.now())
  end)

  before_each(function()
    database.execute [[DELETE FROM grade_move; DELETE FROM coupon; DELETE FROM mail; DELETE FROM job; DELETE FROM "order";
      DELETE FROM member]]
    number = 0
  end)

  -- A member who bought for these sums, each so many days before the day that decides.
  local function member(name, current, purchases)
    local id = account.add(mall, { name = name, grade = current, email = name .. "@example.kr" })
    for _, one in ipairs(purchases) do
      number = number + 1
      database.execute(([[
        INSERT INTO "order" (mall_id, number, place_key, cart_id, member_id, status, channel, goods_amount, discount_amount,
          shipping_amount, payable_amount, orderer_name, orderer_phone, orderer_email, recipient_name, recipient_phone, postcode,
          address1, address2, region, placed_at)
        VALUES ('%s', '261101-000000%d', uuid7(), uuid7(), '%s', '%s', 'pc', %d, 0, 3000, %d, 'x', '01012345678', '', 'x',
          '01012345678', '06236', 'x', '', 'normal', to_timestamp(%d) - interval '%d days')]])
        :format(mall.id, number, id, one.status or "paid", one.sum, one.sum + 3000, window.to, one.days or 10))
    end
    return id
  end

  local function decide() return assert(move_grades.batch(mall.id, window.month, nil, clock.now())) end
  local function sql(text) return (database.execute(text):gsub("%s+$", "")) end
  local function grades() return sql "SELECT string_agg(name || '=' || grade, ' ' ORDER BY name) FROM member" end

  it("moves members up and down by what they paid for goods, and says why", function()
    member("down", "vip", { { sum = 150000 } })
    member("stays", "silver", { { sum = 100000 } })
    member("up", "basic", { { sum = 290000, days = 170 }, { sum = 10000 } })
    member("waits", "basic", { { sum = 900000, status = "awaiting_deposit" } })
    assert.same({ members = 4, moved = 2 }, decide())
    assert.equal("down=silver stays=silver up=gold waits=basic", grades())
    assert.equal("basic gold 300000 최근 6개월 구매 금액 300,000원 (골드 기준 300,000원 이상)",
      sql "SELECT from_grade || ' ' || to_grade || ' ' || purchase_sum || ' ' || reason FROM grade_move WHERE to_grade = 'gold'")
    assert.equal("down@example.kr up@example.kr",
      sql "SELECT string_agg(to_address, ' ' ORDER BY to_address) FROM mail WHERE template = 'member/grade_changed'")
  end)

  it("counts whole months in Seoul: what was bought on that day itself counts for the next", function()
    member("late", "basic", { { sum = 500000, days = 0 } })
    member("early", "gold", { { sum = 500000, days = 190 } })
    decide()
    assert.equal("early=basic late=basic", grades())
  end)

  it("decides once, however often it is asked", function()
    local id = member("up", "basic", { { sum = 700000 } })
    assert.equal(1, decide().moved)
    assert.equal(0, decide().moved)
    -- neither when staff have moved somebody meanwhile
    database.execute(("UPDATE member SET grade = 'gold' WHERE id = '%s'"):format(id))
    assert.equal(0, decide().moved)
    assert.equal("up=gold", grades())
    assert.same({ "1", "1", "2" }, { sql "SELECT count(*) FROM grade_move", sql "SELECT count(*) FROM mail", sql "SELECT count(*) FROM coupon" })
  end)

  it("gives everybody the coupons of their grade for the month, those who stay as well", function()
    member("stays", "silver", { { sum = 100000 } })
    member("none", "basic", {})
    decide()
    decide()
    assert.equal("실버 감사 쿠폰 2000", sql "SELECT string_agg(name || ' ' || amount, ',') FROM coupon")
    assert.equal("t", sql "SELECT bool_and(expires_at > now() + interval '30 days') FROM coupon")
  end)

  it("goes through a mall a batch at a time, each batch queueing the next", function()
    database.execute(([[INSERT INTO member (mall_id, email, name, status, verified_at, grade)
      SELECT '%s', 'm' || n || '@example.kr', 'm' || n, 'active', now(), 'gold' FROM generate_series(1, 250) AS n]]):format(mall.id))
    move_grades.begin(nil, mall.id)
    assert.equal("1", sql "SELECT count(*) FROM job WHERE kind = 'grade.move'")
    assert.same({ members = 200, moved = 200 }, decide())
    local after = sql "SELECT args ->> 'after' FROM job WHERE kind = 'grade.move' AND args ? 'after'"
    assert.same({ members = 50, moved = 50 }, assert(move_grades.batch(mall.id, window.month, after, clock.now())))
    assert.equal("250", sql "SELECT count(*) FROM member WHERE grade = 'basic'")
    assert.equal("2", sql "SELECT count(*) FROM job WHERE kind = 'grade.move'")
  end)

  it("leaves out who is not active", function()
    member("up", "basic", { { sum = 700000 } })
    database.execute "UPDATE member SET status = 'dormant'"
    assert.same({ members = 0, moved = 0 }, decide())
  end)

  it("can be looked at before: who would move, with people masked, and nobody moves", function()
    member("kim", "basic", { { sum = 700000 } })
    member("lee", "basic", { { sum = 310000 } })
    member("park", "vip", {})
    member("choi", "basic", { { sum = 310000 } })
    local seen = move_grades.preview(mall.id, 0, 2)
    assert.same({ window.month, 4, 4, 2 }, { seen.month, seen.members, seen.moving, #seen.moves })
    assert.same({ from = "웰컴", to = "골드", members = 2, up = true }, seen.ways[1])
    assert.same({ { from = "VIP", to = "웰컴", members = 1, up = false } }, { seen.ways[2] })
    assert.same({ "k*m", "ki*@example.kr", "VIP", 700000 },
      { seen.moves[1].name, seen.moves[1].email, seen.moves[1].to, seen.moves[1].sum })
    assert.equal("choi=basic kim=basic lee=basic park=vip", grades())
    assert.equal("0", sql "SELECT count(*) FROM mail")
  end)

  it("is told by itself and by nothing else", function()
    for _, month in ipairs { "2026-12-02", "2026-12", "x" } do
      assert.has_error(function() move_grades.batch(mall.id, month, nil, clock.now()) end)
    end
  end)
end)
