local account = require "spec.app.account"
local database = require "spec.support.database"
local password = require "password"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local rules = require "dormancy.rules"
local sleep_members = require "flows.sleep_members"

it("dormancy is off unless a mall turns it on, in a way that makes sense", function()
  for _, setting in ipairs { false, {}, { months = 2 }, { months = 12.5 }, { months = 12, notice_days = 1 }, { months = "12" } } do
    assert.is_nil(rules.policy(setting))
  end
  assert.is_nil(rules.policy(nil))
  assert.same({ months = 12, notice_days = 30 }, rules.policy { months = 12 })
end)

describe("a member who was not seen for long", function()
  local mall, site

  local function sql(text) return (database.execute(text):gsub("%s+$", "")) end

  local function turn_on()
    sql(([[INSERT INTO setting (mall_id, name, value) VALUES ('%s', 'dormancy', '{"months": 12, "notice_days": 30}')
      ON CONFLICT DO NOTHING]]):format(mall.id))
    require("spec.support.eventually")(function() return require("mall").settings(mall.id).dormancy end)
  end

  setup(function()
    mall = shop.open { { code = "apple", name = "사과" } }
    site = require "boot"
    assert.equal(0, sleep_members.tell())
    turn_on()
  end)

  before_each(function()
    for _, name in ipairs { "mail", "dormancy_notice", "member_vault", "member_address", "session", "cart", "member" } do
      sql("DELETE FROM " .. name)
    end
  end)

  -- Joined two years ago, and logged in so many days ago.
  local function member(days, changes)
    local id = account.add(mall, changes)
    sql(([[UPDATE member SET joined_at = now() - interval '2 years', last_login_at = now() - interval '%d days', birth_date = '1990-01-02',
      password_hash = '%s' WHERE id = '%s']]):format(days, assert(password.hash "buckwheat flowers"), id))
    sql(([[INSERT INTO member_address (mall_id, member_id, label, name, phone, postcode, address1, address2, is_default)
      VALUES ('%s', '%s', '집', '김하나', '01012345678', '06236', '서울 강남구', '101호', true),
        ('%s', '%s', '', '김둘', '01087654321', '63100', '제주', '', false)]]):format(mall.id, id, mall.id, id))
    return id
  end

  -- All that is theirs, but for what counts changes.
  local function everything(id)
    return sql(([[SELECT to_jsonb(m) - 'version' - 'last_login_at', (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.id) FROM member_address a
      WHERE a.member_id = m.id) FROM member m WHERE id = '%s']]):format(id))
  end

  local function weeks_pass() sql "UPDATE dormancy_notice SET sent_at = sent_at - interval '31 days'" end

  it("is told thirty days before, once, and when it will be", function()
    member(340, { email = "late@example.kr" })
    member(300, { email = "early@example.kr" })
    assert.equal(1, sleep_members.tell())
    assert.equal(0, sleep_members.tell())
    assert.equal("late@example.kr", sql "SELECT string_agg(to_address, ' ') FROM mail WHERE template = 'member/dormancy_notice'")
  end)

  it("is never put to sleep untold, nor before thirty days have passed since", function()
    local id = member(500)
    assert.equal(0, sleep_members.run())
    assert.equal(1, sleep_members.tell())
    assert.equal(0, sleep_members.run())
    weeks_pass()
    assert.equal(1, sleep_members.run())
    assert.equal("dormant", sql(("SELECT status FROM member WHERE id = '%s'"):format(id)))
    assert.equal(0, sleep_members.run())
  end)

  it("stays awake when a session of theirs is still in use, or when they log in after the letter", function()
    local id = member(500)
    account.log_in(shopper(site, "shop.test"), mall, id)
    assert.equal(0, sleep_members.tell())
    sql "DELETE FROM session"
    assert.equal(1, sleep_members.tell())
    weeks_pass()
    sql(("UPDATE member SET last_login_at = now() WHERE id = '%s'"):format(id))
    assert.equal(0, sleep_members.run())
  end)

  it("has nothing of a person in the tables that everybody reads while asleep, and nothing is lost on waking", function()
    local id = member(500, { email = "hana@example.kr", name = "김하나", phone = "01012345678" })
    local before = everything(id)
    sleep_members.tell()
    weeks_pass()
    assert.equal(1, sleep_members.run())
    assert.equal("dormant||t|t|0", sql(([[SELECT status, name, phone IS NULL, birth_date IS NULL,
      (SELECT count(*) FROM member_address WHERE member_id = m.id) FROM member m WHERE id = '%s']]):format(id)))
    assert.equal("김하나|2", sql "SELECT facts ->> 'name', jsonb_array_length(addresses) FROM member_vault")

    local hana = shopper(site, "shop.test")
    hana:get "/login"
    assert.equal(422, (hana:post("/login", { email = "hana@example.kr", password = "a wrong guess" })))
    assert.equal(1, shop.count "member_vault")
    local status, _, location = hana:post("/login", { email = "hana@example.kr", password = "buckwheat flowers" })
    assert.same({ 303, "/" }, { status, location })
    assert.truthy((select(2, hana:get "/")):find("휴면이었던 계정을 다시 열었어요", 1, true))
    assert.equal(before, everything(id))
    assert.equal(0, shop.count "member_vault")
    assert.equal(200, (hana:get "/my/addresses"))
  end)
end)
