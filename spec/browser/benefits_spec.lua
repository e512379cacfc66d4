-- A member's coupons and points in a real browser: chosen at the checkout, seen in every sum, spent with the order.

local browser = require "spec.browser.browser"
local coupon = require "coupon"
local crypto = require "crypto"
local mall = require "spec.browser.mall"
local malls = require "mall"
local password = require "password"
local pg = require "pg"
local points = require "points"
local transaction = require("flows.store").transaction

local PLAIN = "모락모락 김이 나는 밥"

describe("a member pays less", function()
  local shop, chromium, found, hash

  setup(function()
    shop = mall.open()
    chromium = browser.start()
    found = malls.of_host("localhost")
    hash = password.hash(PLAIN)
  end)

  teardown(function()
    chromium:stop()
    shop:close()
  end)

  local function has(text, words) assert.truthy(text:find(words, 1, true), words .. " is not in:\n" .. text) end

  -- With three coupons, of which one takes most and one wants more goods, and 10,000 points.
  local function member(name)
    local email = name .. "@example.kr"
    local id = crypto.uuid7()
    pg.write([[INSERT INTO member (mall_id, id, email, name, phone, status, verified_at, password_hash)
      VALUES ($1, $2, $3, '김모락', '01012345678', 'active', now(), $4)]], found.id, id, email, hash)
    assert(transaction(function(tx)
      points.grant(tx, { mall_id = found.id, member_id = id, amount = 10000, reason = "선물", key = "gift " .. id })
      local function one(key, title, amount, least)
        return { member_id = id, key = key, name = title, amount = amount, least_order = least, expires_at = os.time() + 86400 }
      end
      return coupon.issue(tx, found.id, { one("small", "작은 쿠폰", 1000), one("large", "큰 쿠폰", 5000, 20000), one("far", "먼 쿠폰", 9000, 900000) })
    end))
    return { base = shop.base, email = email, password = PLAIN, saving = 1000,
      coupon = pg.row("SELECT id FROM coupon WHERE member_id = $1 AND key = 'small'", id).id }
  end

  for _, look in ipairs { { device = "pc" }, { device = "mobile" }, { device = "pc", script = false } } do
    local where = look.device .. (look.script == false and " without scripts" or "")
    it("by a coupon and points, in every sum from the form to the order, and has both no more, on " .. where, function()
      local args = member(where:gsub("%W", ""))
      args.device, args.script = look.device, look.script
      local facts = chromium:play("benefits.buy", args)
      has(facts.box, "큰 쿠폰")
      assert.equal(4, #facts.choices)
      has(table.concat(facts.choices, "\n"), "더 담으면 쓸 수 있어요")
      assert.equal(5000, facts.best)
      assert.equal(facts.plain - 1000 - 3000, facts.charge)
      assert.equal(facts.charge, facts.confirmed)
      has(facts.confirm, "작은 쿠폰")
      assert.same({ 1000, 3000, facts.charge }, { facts.off, facts.used, facts.bank })
      local row = pg.row('SELECT id, discount_amount, points_amount, payable_amount FROM "order" WHERE number = $1', facts.number)
      assert.same({ 1000, 3000, facts.charge + 3000 }, { row.discount_amount, row.points_amount, row.payable_amount })
      assert.equal(row.id, pg.row("SELECT held_for FROM coupon WHERE id = $1", args.coupon).held_for)
      has(facts.after, "결제 대기")
      has(facts.points, "7,000")
      assert.equal(3, #facts.left)
      assert.is_nil(table.concat(facts.left, "\n"):find("작은 쿠폰", 1, true))
    end)
  end

  it("without a single error on the server's side", function() assert.same({}, shop:errors()) end)
end)
