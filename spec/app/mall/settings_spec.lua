-- What staff set for a mall: forms that two people may have open, in the log, and seen by shoppers at once.

local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local office = require "spec.app.office"
local rules = require "shipping.entry.rules"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local text = require "text"

local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end

-- The fields of the page's form as a browser would send them.
local function form_of(html)
  local form, main = {}, html:match('<form class="form".-</form>')
  local function plain(s) return (s:gsub("&#34;", '"'):gsub("&lt;", "<"):gsub("&gt;", ">"):gsub("&amp;", "&")) end
  for tag in main:gmatch("<input[^>]*>") do
    local name, kind = tag:match('name="([^"]+)"'), tag:match('type="([^"]+)"')
    if name and (kind ~= "checkbox" and kind ~= "radio" or tag:find(" checked", 1, true)) then
      form[name] = plain(tag:match('value="([^"]*)"'))
    end
  end
  for name, value in main:gmatch('<textarea[^>]- name="([^"]+)"[^>]*>(.-)</textarea>') do form[name] = plain(value):gsub("^\n", "") end
  for name, options in main:gmatch('<select[^>]- name="([^"]+)"[^>]*>(.-)</select>') do
    form[name] = options:match('<option value="([^"]*)" selected') or ""
  end
  return form
end

describe("the settings of a mall", function()
  local site, mall, owner

  before_each(function()
    mall = shop.open({ { code = "apple" }, { code = "pear" } }, { footer = { company = "주식회사 시험", odd = "그대로" } })
    site = require "boot"
    owner = (office.enter(site, "owner", { host = "shop.test" }))
  end)

  local function open(section, who)
    local status, html = (who or owner):get("/admin/settings/" .. section)
    assert.equal(200, status)
    return form_of(html), html
  end
  local function save(section, form, who) return (who or owner):post("/admin/settings/" .. section, form) end
  local function value(sql) return (database.execute(sql):gsub("%s+$", "")) end

  it("open with what stands there, and saved untouched change nothing and are not written down", function()
    for _, section in ipairs { "facts", "payment", "shipping", "home", "popular", "points", "dormancy" } do
      local before = value "SELECT (SELECT json_agg(m.footer || to_jsonb(m.name)) FROM mall m), (SELECT json_agg(value) FROM setting WHERE name <> 'x')"
      local status, _, location = save(section, (open(section)))
      assert.same({ 303, "/admin/settings/" .. section }, { status, location }, section)
      assert.equal(0, shop.count "audit_entry")
      local after = value "SELECT (SELECT json_agg(m.footer || to_jsonb(m.name)) FROM mall m), (SELECT json_agg(value) FROM setting WHERE name <> 'x')"
      if section ~= "facts" then assert.equal(#before, #after, section) end
    end
    assert.equal(404, (owner:get "/admin/settings/nowhere"))
    assert.equal("그대로", value "SELECT footer->>'odd' FROM mall")
  end)

  it("say what the law still misses, and no longer once it is there", function()
    local form, html = open "facts"
    has(html, "10가지 중 1가지")
    has(html, "모자라는 것: 대표자")
    form.ceo = "김대표 <b>"
    save("facts", form)
    has((select(2, open "facts")), "10가지 중 2가지")
    has((select(2, owner:get "/admin/malls")), "8가지 모자라요")
    local guest = shopper(site, "shop.test")
    eventually(function() return (select(2, guest:get "/")):find("김대표 &lt;b&gt;", 1, true) end, 3000, "the new name")
    assert.matches("mall.facts|.*대표자.*김대표", value "SELECT action, changes FROM audit_entry")
    local _, changed = open "facts"
    has(changed, "바뀐 기록")
    has(changed, "김대표 &lt;b&gt;</ins>")
    lacks((select(2, open "shipping")), "바뀐 기록")
  end)

  it("take host names that are such and nobody else's, and leave at least one", function()
    shop.add({ { code = "tea" } }, { code = "other", hosts = { "other.test" }, name = "다른상회" })
    for hosts, sentence in pairs { [""] = "호스트 이름을 입력해 주세요", ["Shop.test"] = "호스트 이름이 아니에요", ["a b"] = "호스트 이름이 아니에요",
      ["shop.test\nshop.test"] = "두 번 있어요", ["shop.test\nother.test"] = "다른 몰이 쓰는 주소예요" } do
      local form = open "facts"
      form.hosts = hosts
      local status, html = save("facts", form)
      assert.equal(422, status)
      has(html, text.escape_html(sentence))
    end
    local form = open "facts"
    form.hosts = "www.shop.test\nshop.test"
    assert.equal(303, (save("facts", form)))
    assert.equal("www.shop.test|shop.test", value("SELECT string_agg(host, '|' ORDER BY position) FROM mall_host WHERE mall_id = '" .. mall.id .. "'"))
  end)

  it("keep the accounts in their order, and one of them open", function()
    local form = open "payment"
    form.due_days, form.bank_2, form.number_2, form.holder_2 = "5", "088", "110-123", "시험"
    assert.equal(303, (save("payment", form)))
    assert.equal("1-2 t 1|110-123 f 2", value [[SELECT string_agg(number || ' ' || left(active::text, 1) || ' ' || position, '|'
      ORDER BY position) FROM bank_account]])
    assert.equal("5", value "SELECT value FROM setting WHERE name = 'due_days'")
    -- a price that was shown holds for so long
    local malls = require "mall"
    assert.equal(10, malls.settings(mall.id).quote_minutes)
    for _, minutes in ipairs { "0", "61", "x" } do
      form = open "payment"
      form.quote_minutes = minutes
      assert.equal(422, (save("payment", form)))
    end
    for _, minutes in ipairs { "25", "7" } do
      form = open "payment"
      form.quote_minutes = minutes
      assert.equal(303, (save("payment", form)))
      assert.equal(minutes, value "SELECT value FROM setting WHERE name = 'quote_minutes'")
    end
    eventually(function() return malls.settings(mall.id).quote_minutes == 7 end, 5000)
    form = open "payment"
    form.active_1 = nil
    has((select(2, save("payment", form))), "받을 수 있는 계좌가 하나는 있어야 해요.")
    form = open "payment"
    form.number_2 = "1-2"
    has((select(2, save("payment", form))), "같은 계좌번호가 두 번 있어요.")
    form = open "payment"
    form.bank_2, form.number_2, form.holder_2 = "", "", ""
    save("payment", form)
    assert.equal("1", value "SELECT count(*) FROM bank_account")
  end)

  it("read regions as lines that people can read, and say which line is wrong", function()
    local regions = assert(rules.read_regions "63000-63644 제주 제주특별자치도\n\n 40200 도서산간 ")
    assert.same({ { postcode_from = "40200", postcode_to = "40200", kind = "island", name = "" },
      { postcode_from = "63000", postcode_to = "63644", kind = "jeju", name = "제주특별자치도" } }, regions)
    assert.same(regions, assert(rules.read_regions(rules.show_regions(regions))))
    for typed, sentence in pairs { ["x"] = "1번째 줄: 우편번호", ["63000 제주\n63001 섬"] = "2번째 줄", ["63644-63000 제주"] = "앞 우편번호가",
      ["63000-63100 제주\n63100 도서산간"] = "겹쳐요" } do
      assert.truthy(select(2, rules.read_regions(typed)):find(sentence, 1, true), typed)
    end
    local form = open "shipping"
    form.fee, form.free_from, form.regions = "2,500원", "", "63000-63644 제주"
    assert.equal(303, (save("shipping", form)))
    assert.equal("2500||1", value "SELECT fee, free_from, (SELECT count(*) FROM shipping_region) FROM shipping_policy")
    form.regions = "63"
    assert.equal(422, (save("shipping", form)))
  end)

  it("set out shelves of goods that there are", function()
    local form = open "home"
    form.title_1, form.products_1, form.url_1 = "새 진열", "pear\napple", "/c/tea"
    assert.equal(303, (save("home", form)))
    assert.equal('["pear", "apple"]', value "SELECT value->'sections'->0->'products' FROM setting WHERE name = 'home'")
    has((select(2, shopper(site, "shop.test"):get "/")), "새 진열")
    form = open "home"
    form.products_1 = "pear\nbanana"
    local status, html = save("home", form)
    assert.equal(422, status)
    has(html, "“banana”는 팔고 있는 상품의 코드가 아니에요.")
    form.products_1, form.url_1 = "pear", "https://evil.example"
    has((select(2, save("home", form))), "/로 시작해")
    form = open "home"
    form.title_1 = ""
    save("home", form)
    assert.equal("[]", value "SELECT value->'sections' FROM setting WHERE name = 'home'")
  end)

  describe("that two people have open", function()
    local other

    before_each(function() other = (office.enter(site, "manager", { host = "shop.test" })) end)

    it("keep what both did where they touched different things", function()
      local mine, theirs = open "shipping", open("shipping", other)
      theirs.carrier = "한진택배"
      save("shipping", theirs, other)
      mine.fee = "2,500"
      assert.equal(303, (save("shipping", mine)))
      assert.equal("한진택배|2500|3", value "SELECT carrier, fee, version FROM shipping_policy")
    end)

    it("ask where both changed the same, and what is chosen stays", function()
      local mine, theirs = open "shipping", open("shipping", other)
      theirs.fee, theirs.carrier = "3,500", "한진택배"
      save("shipping", theirs, other)
      mine.fee = "2,500"
      local status, html = save("shipping", mine)
      assert.equal(409, status)
      has(html, "그사이 다른 사람이 바꿨어요")
      has(html, "3,500")
      has(html, "한진택배")
      assert.equal("3500|2", value "SELECT fee, version FROM shipping_policy")
      local again = form_of(html)
      assert.same({ "2", "2,500" }, { again.version, again.fee })
      assert.equal(303, (save("shipping", again)))
      assert.equal("한진택배|2500|3", value "SELECT carrier, fee, version FROM shipping_policy")
    end)

    it("of a setting that was never there before are told from each other too", function()
      local mine, theirs = open "popular", open("popular", other)
      theirs.popular = "사과"
      save("popular", theirs, other)
      mine.popular = "배"
      assert.equal(409, (save("popular", mine)))
      assert.equal('["사과"]', value "SELECT value FROM setting WHERE name = 'popular'")
    end)

    it("are not saved at a version that no form had", function()
      local form = open "shipping"
      form.version, form.was, form.fee = "99", "{}", "1"
      assert.equal(409, (save("shipping", form)))
      form.version = nil
      assert.equal(409, (save("shipping", form)))
      assert.equal("3000", value "SELECT fee FROM shipping_policy")
    end)
  end)

  it("are looked at by who may, and changed by who may", function()
    local reader = (office.enter(site, "reader", { host = "shop.test" }))
    local form, html = open("shipping", reader)
    has(html, "볼 수만 있어요")
    lacks(html, ">저장</button>")
    form.fee = "1"
    assert.equal(403, (save("shipping", form, reader)))
    assert.equal("3000", value "SELECT fee FROM shipping_policy")
  end)

  it("say how members are given points, within the bounds of what makes sense", function()
    local form = open "points"
    assert.same({ "365", "0", "50" }, { form.days, form.join, form.share })
    form.days, form.share = "0", "101"
    local status, html = save("points", form)
    assert.equal(422, status)
    has(html, "유효기간")
    form.days, form.share, form.join = "180", "30", "2000"
    assert.equal(303, (save("points", form)))
    local policy = require("points").policy(require("mall.edit.store").setting(mall.id, "points").value)
    assert.same({ 180, 30, 2000, 10 }, { policy.days, policy.share, policy.join, policy.unit })
  end)

  it("put members to sleep only while a mall wants it", function()
    local function policy() return require("dormancy").policy(require("mall.edit.store").setting(mall.id, "dormancy").value) end
    local form = open "dormancy"
    assert.same({ nil, "12", "30" }, { form.on, form.months, form.notice_days })
    form.on, form.months = "1", "24"
    assert.equal(303, (save("dormancy", form)))
    assert.same({ months = 24, notice_days = 30 }, policy())
    form = open "dormancy"
    form.on = nil
    assert.equal(303, (save("dormancy", form)))
    assert.is_nil(policy())
    form.months = "2"
    form.version = open("dormancy").version
    assert.equal(422, (save("dormancy", form)))
  end)
end)
