-- Members in the back office, as staff meet them: found and shown without what is a person's, unmasked with a reason, shut out.

local account = require "spec.app.account"
local database = require "spec.support.database"
local letters = require "spec.app.letters"
local office = require "spec.app.office"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"
local place_order = require "flows.place_order"

describe("the members of the back office", function()
  local mall, site, member_id, path

  setup(function()
    mall = shop.open { { code = "apple", name = "사과", price = 12000, stock = 50 } }
    site = require "boot"
    member_id = account.add(mall, { email = "hong@example.kr", name = "홍길동", phone = "01023456789", birth_date = "1990-01-02" })
    account.add(mall, { email = "lim@example.kr", name = "임꺽정", phone = "01099998888" })
    path = "/admin/members/" .. member_id
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 2 }, nil, { id = member_id })))
  end)

  before_each(function() letters.catch() end)

  local function enter(role) return (office.enter(site, role, { host = "shop.test" })) end
  local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
  local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end
  local function audited(action)
    return (database.execute(("SELECT whose, why FROM audit_entry WHERE action = '%s' ORDER BY seq DESC LIMIT 1")
      :format(action)):gsub("%s+$", ""))
  end

  it("are listed masked, found by what one types, and by the one box as well", function()
    local cs = enter "cs"
    local status, html = cs:get "/admin/members"
    assert.equal(200, status)
    for _, words in ipairs { "홍*동", "ho**@example.kr", "010-****-6789", "27,000", "임*정", "웰컴" } do has(html, words) end
    for _, words in ipairs { "홍길동", "hong@example.kr", "2345" } do lacks(html, words) end
    for _, query in ipairs { "q=hong@", "q=홍길", "q=010-2345-6789", "sort=-spent&q=홍" } do
      local _, found = cs:get("/admin/members?" .. query)
      has(found, "홍*동")
      lacks(found, "임*정")
    end
    has((select(2, cs:get "/admin/search?q=홍길동")), "홍*동")
  end)

  it("are shown masked to who may read, each look written down, and unmasked to who says why", function()
    local cs = enter "cs"
    local status, html = cs:get(path)
    assert.equal(200, status)
    for _, words in ipairs { "홍*동", "1990-**-**", "010-****-6789", "입금대기", "웰컴" } do has(html, words) end
    for _, words in ipairs { "홍길동", "hong@example.kr", "01-02" } do lacks(html, words) end
    assert.equal(member_id .. "|", audited "member.view")
    assert.equal(422, (cs:post(path .. "/unmask", {})))
    status, html = cs:post(path .. "/unmask", { why = "본인 확인 전화" })
    assert.equal(200, status)
    for _, words in ipairs { "홍길동", "hong@example.kr", "010-2345-6789", "1990-01-02" } do has(html, words) end
    assert.equal(member_id .. "|본인 확인 전화", audited "member.unmask")
    lacks((select(2, cs:get(path))), "홍길동")
  end)

  it("are nobody's business without the permission", function()
    for _, role in ipairs { "merchandiser", "developer", "reader" } do
      local browser = enter(role)
      assert.equal(403, (browser:get "/admin/members"), role)
      assert.equal(403, (browser:get(path)), role)
      browser:get "/admin"
      for _, deed in ipairs { "unmask", "block", "unblock", "reset", "logout", "notes" } do
        assert.equal(403, (browser:post(path .. "/" .. deed, { why = "그냥", block_why = "그냥", note = "x" })), role .. deed)
      end
    end
  end)

  it("of another mall, or of nobody, are not there", function()
    local cs = enter "cs"
    for _, id in ipairs { "0198c0de-0000-7000-8000-000000000009", "x", ("-"):rep(36) } do
      assert.equal(404, (cs:get("/admin/members/" .. id)), id)
    end
  end)

  it("are shut out at once, with a reason, and let in again", function()
    local member = account.log_in(shopper(site, "shop.test"), mall, member_id)
    local forgotten = account.log_in(shopper(site, "shop.test"), mall, member_id)
    assert.equal(200, (member:get "/my/profile"))
    local cs = enter "cs"
    cs:get(path)
    assert.equal(422, (cs:post(path .. "/block", {})))
    assert.equal(303, (cs:post(path .. "/block", { block_why = "카드 도용 신고" })))
    assert.equal(303, (member:get "/my/profile"))
    has((select(2, cs:get(path))), "카드 도용 신고")
    assert.equal(member_id .. "|카드 도용 신고", audited "member.block")
    assert.equal(303, (cs:post(path .. "/unblock", {})))
    assert.equal(303, (forgotten:get "/my/profile"))
    account.log_in(member, mall, member_id)
    assert.equal(200, (member:get "/my/profile"))
    cs:get(path)
    assert.equal(303, (cs:post(path .. "/logout", {})))
    assert.equal(303, (member:get "/my/profile"))
  end)

  it("get a link to a new password by mail, which staff does not see", function()
    local cs = enter "cs"
    cs:get(path)
    assert.equal(303, (cs:post(path .. "/reset", {})))
    local letter = letters.last "member/reset"
    assert.equal("hong@example.kr", letter.to)
    lacks((select(2, cs:get(path))), letter.values.url)
    assert.equal(member_id .. "|", audited "member.send_reset")
  end)

  it("are noted about, and nothing of it stays when they leave", function()
    local cs = enter "cs"
    cs:get(path)
    assert.equal(422, (cs:post(path .. "/notes", { note = "" })))
    assert.equal(303, (cs:post(path .. "/notes", { note = "배송지를 <b>자주</b> 바꾸심" })))
    has((select(2, cs:get(path))), "배송지를 &lt;b&gt;자주&lt;/b&gt; 바꾸심")
    local member = require "member"
    assert(require("flows.store").transaction(function(tx) member.desk.drop_notes(tx, mall.id, member_id) return true end))
    assert.equal(0, shop.count "member_note")
  end)

  it("are taken along as a file without what is a person's", function()
    local cs = enter "cs"
    local status, body = cs:get "/admin/members?export=csv"
    assert.equal(200, status)
    has(body, "홍*동")
    lacks(body, "hong@example.kr")
  end)
end)
