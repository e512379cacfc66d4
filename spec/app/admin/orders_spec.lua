-- Orders in the back office, as staff meet them: list, file, one order, deposits.

local csv = require "shared.csv"
local database = require "spec.support.database"
local office = require "spec.app.office"
local order = require "order"
local place_order = require "flows.place_order"
local shop = require "spec.app.shop"

describe("the orders of the back office", function()
  local mall, site, numbers

  setup(function()
    mall = shop.open {
      { code = "apple", name = "사과 <b>한</b> 상자", price = 12000, stock = 50 },
      { code = "pear", name = "배 한 상자", price = 40000, stock = 50 },
    }
    site, numbers = require "boot", {}
    for i, one in ipairs { { "김철수", "APPLE" }, { "이영희", "PEAR" }, { "=1+1", "APPLE" } } do
      local draft = shop.draft(mall, { [one[2]] = i }, { orderer_name = one[1], depositor = one[1] })
      numbers[i] = assert(place_order.run(mall, draft)).number
    end
  end)

  local function enter(role) return (office.enter(site, role, { host = "shop.test" })) end
  local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
  local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end
  local function audited(action)
    return tonumber((database.execute(("SELECT count(*) FROM audit_entry WHERE action = '%s'"):format(action))))
  end

  it("are listed with their people masked, and found by what one types", function()
    local reader = enter "reader"
    local status, html = reader:get "/admin/orders"
    assert.equal(200, status)
    for _, number in ipairs(numbers) do has(html, number) end
    has(html, "김*수")
    has(html, "010-****-5678")
    lacks(html, "김철수")
    has(html, "사과 &lt;b&gt;한&lt;/b&gt; 상자")
    for query, found in pairs { ["q=" .. numbers[2]:lower()] = 2, ["q=이영"] = 2, ["sum=1&amount_from=80000"] = 2 } do
      local _, page = reader:get("/admin/orders?" .. query)
      for i, number in ipairs(numbers) do
        if i == found then assert.truthy(page:find(number, 1, true), query) else lacks(page, number) end
      end
    end
    local _, telephone = reader:get "/admin/orders?q=010-1234-5678"
    has(telephone, "<strong>3건</strong>")
    local _, none = reader:get "/admin/orders?q=%25"
    has(none, "조건에 맞는 것이 없어요")
  end)

  it("are sorted and leafed through by the address, and an address that was tampered with does no harm", function()
    local reader = enter "reader"
    local function order_of(query)
      local _, html = reader:get("/admin/orders" .. query)
      local seen = {}
      for number in html:gmatch('cell%-link" href="/admin/orders/([%w-]+)"') do seen[#seen + 1] = number end
      return seen
    end
    assert.same({ numbers[3], numbers[2], numbers[1] }, order_of "")
    assert.same({ numbers[2], numbers[3], numbers[1] }, order_of "?sort=-payable_amount")
    for _, wrong in ipairs { "?sort=o.id;DROP", "?sort=-placed_at%27--", "?page=-1&size=0", "?columns=%3Cscript%3E", "?late=1%20OR%201=1" } do
      assert.equal(200, (reader:get("/admin/orders" .. wrong)), wrong)
      assert.same({ numbers[3], numbers[2], numbers[1] }, order_of(wrong), wrong)
    end
    local _, html = reader:get "/admin/orders?columns=number.channel"
    has(html, "<span class=\"cell\">\nPC")
    lacks(html, ">결제금액</a>")
  end)

  it("become a file of what is asked, where no cell is a formula, and that is written down", function()
    local cs = enter "cs"
    local status, bytes = cs:get "/admin/orders?export=csv&sort=payable_amount"
    assert.equal(200, status)
    local lines = {}
    for line in (bytes:gsub("^" .. csv.BOM, "")):gmatch("([^\r\n]+)") do lines[#lines + 1] = line end
    assert.equal(4, #lines)
    assert.matches("^주문번호,주문일시,상태,주문자,상품,결제금액,입금자,입금기한$", lines[1])
    assert.matches("^" .. numbers[1]:gsub("%-", "%%-") .. ",%d%d%d%d%-%d%d%-%d%d %d%d:%d%d,입금대기,김%*수,.*,15000,김%*수,", lines[2])
    has(bytes, ",'=**1,")
    assert.equal(1, audited "orders.export")
    local _, book = cs:get "/admin/orders?export=xlsx"
    assert.equal("PK", book:sub(1, 2))
    assert.equal(2, audited "orders.export")
    assert.equal(200, (cs:get "/admin/orders?export=exe"))
  end)

  it("are no business of who has no permission for them", function()
    local developer = enter "developer"
    assert.equal(403, (developer:get "/admin/orders"))
    assert.equal(403, (developer:get("/admin/orders/" .. numbers[1])))
    local reader = enter "reader"
    reader:get "/admin"
    assert.equal(403, (reader:post("/admin/orders/deposits", { id = numbers[1] })))
    assert.equal(403, (reader:post("/admin/orders/deposits/confirm", { id = numbers[1] })))
    assert.equal(403, (reader:post("/admin/orders/" .. numbers[1] .. "/unmask", { why = "그냥" })))
    local _, html = reader:get("/admin/orders/" .. numbers[1])
    lacks(html, "입금 확인</button>")
    lacks(html, "가려진 정보 보기")
  end)

  it("show their people to who says why, and that is written down with the reason", function()
    local cs = enter "cs"
    local _, html = cs:get("/admin/orders/" .. numbers[1])
    has(html, "김*수")
    lacks(html, "김철수")
    lacks(html, "2층")
    local status, refused = cs:post("/admin/orders/" .. numbers[1] .. "/unmask", { why = " " })
    assert.equal(422, status)
    lacks(refused, "김철수")
    has(refused, "보는 이유를 입력해 주세요")
    assert.equal(0, audited "order.unmask")
    local _, open = cs:post("/admin/orders/" .. numbers[1] .. "/unmask", { why = "배송지 확인 전화" })
    has(open, "김철수")
    has(open, "010-1234-5678")
    has(open, "2층")
    assert.equal(1, audited "order.unmask")
    assert.matches("배송지 확인 전화", database.execute "SELECT why FROM audit_entry WHERE action = 'order.unmask'")
  end)

  it("of another mall are not there", function()
    shop.add({ { code = "tea" } }, { code = "other", hosts = { "other.test" }, name = "다른상회" })
    local other = (office.enter(site, "owner", { host = "other.test" }))
    assert.equal(404, (other:get("/admin/orders/" .. numbers[1])))
    local _, html = other:get "/admin/orders"
    has(html, "아직 주문이 없어요")
    local _, preview = other:post("/admin/orders/deposits", { id = numbers[1] })
    has(preview, "이 몰에 없는 주문이에요")
    other:post("/admin/orders/deposits/confirm", { id = numbers[1] })
    assert.equal("awaiting_deposit", order.by_number(mall.id, numbers[1]).status)
  end)

  it("are paid only after one has seen what that does, each by itself", function()
    local cs = enter "cs"
    cs:get "/admin/orders"
    local asked = { numbers[1], numbers[2], numbers[1], "nonsense" }
    local status, preview = cs:post("/admin/orders/deposits", { id = asked, return_to = "/admin/orders?late=1" })
    assert.equal(200, status)
    has(preview, "2건 입금 확인")
    has(preview, "95,000원")
    assert.equal("awaiting_deposit", order.by_number(mall.id, numbers[1]).status)
    local _, _, back = cs:post("/admin/orders/deposits/confirm", { id = asked, return_to = "/admin/orders?late=1" })
    assert.equal("/admin/orders?late=1", back)
    local _, html = cs:get(back)
    has(html, "주문 2건의 입금을 확인했어요.")
    for i, status_now in ipairs { "paid", "paid", "awaiting_deposit" } do
      assert.equal(status_now, order.by_number(mall.id, numbers[i]).status)
    end
    assert.equal(2, audited "order.deposit")
    local _, again = cs:post("/admin/orders/deposits", { id = numbers[1] })
    has(again, "입금을 기다리는 주문이 아니에요")
    cs:post("/admin/orders/deposits/confirm", { id = numbers[1] })
    local _, said = cs:get "/admin/orders"
    has(said, numbers[1] .. ": 지금 &#39;결제완료&#39; 상태라서 할 수 없어요.")
    assert.equal(2, audited "order.deposit")
    local _, history = cs:get("/admin/orders/" .. numbers[1])
    assert.matches("cs%d+@shop%.kr", history)
  end)

  it("are found from every page, by who may see them, and by their number at once", function()
    local reader = enter "reader"
    local _, html = reader:get "/admin/search?q=이영"
    has(html, numbers[2])
    has(html, "이*희")
    lacks(html, numbers[1])
    lacks(html, "이영희")
    local typed = numbers[1]:lower():gsub("-", " ")
    assert.equal("/admin/orders/" .. numbers[1], (select(3, reader:get("/admin/search?q=" .. typed))))
    has((select(2, reader:get "/admin/search?q=%27%20OR%201=1")), "찾지 못했어요")
    has((select(2, reader:get "/admin/search?q=")), "무엇을 찾으세요?")
    has((select(2, enter("developer"):get "/admin/search?q=이영")), "찾지 못했어요")
    assert.is_nil((select(3, enter("developer"):get("/admin/search?q=" .. numbers[1]))))
  end)

  it("are not paid by choosing none, and a way back that leads elsewhere is not taken", function()
    local cs = enter "cs"
    cs:get "/admin"
    local _, _, back = cs:post("/admin/orders/deposits", { return_to = "https://evil.example" })
    assert.equal("/admin/orders", back)
  end)
end)
