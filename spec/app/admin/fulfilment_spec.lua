-- Working on orders in the back office, as staff meet it: the board, an order's page, many at once, papers, carriers.

local database = require "spec.support.database"
local office = require "spec.app.office"
local order = require "order"
local place_order = require "flows.place_order"
local settle_deposit = require "flows.settle_deposit"
local shipment = require "shipment"
local shop = require "spec.app.shop"
local shopper = require "spec.app.web.shopper"

describe("fulfilment in the back office", function()
  local mall, site

  setup(function()
    mall = shop.open { { code = "apple", name = "사과 한 상자", price = 12000, stock = 90 }, { code = "pear", name = "배", price = 5000, stock = 90 } }
    site = require "boot"
  end)

  local function buy(goods)
    local number = assert(place_order.run(mall, shop.draft(mall, goods or { APPLE = 2, PEAR = 1 }))).number
    assert(settle_deposit.run(number, "staff kim"))
    return number
  end

  local function enter(role) return (office.enter(site, role, { host = "shop.test" })) end
  local function has(html, words) assert.truthy(html:find(words, 1, true), words .. " is not in:\n" .. html) end
  local function lacks(html, words) assert.falsy(html:find(words, 1, true), words .. " is in:\n" .. html) end
  local function url(number, rest) return "/admin/orders/" .. number .. (rest or "") end
  local function status(number) return order.by_number(mall.id, number).status end
  local function audited(action)
    return tonumber((database.execute(("SELECT count(*) FROM audit_entry WHERE action = '%s'"):format(action))))
  end

  it("begins on a board that says how many wait at which stage, and leads to them", function()
    local number = buy()
    local _, html = enter("reader"):get "/admin/orders"
    has(html, '<span class="board-label">신규</span> <span class="board-count">')
    local _, paid = enter("reader"):get "/admin/orders?status=paid"
    has(paid, number)
    has(paid, 'aria-current="page"><span class="board-label">신규')
    database.execute(("UPDATE \"order\" SET paid_at = now() - interval '3 days' WHERE number = '%s'"):format(number))
    local _, late = enter("reader"):get "/admin/orders?unsent=1"
    has(late, number)
    has(late, "<strong>1건</strong>")
  end)

  it("offers on an order's page what can be done with it, to who may", function()
    local number = buy()
    local _, html = enter("cs"):get(url(number))
    for _, words in ipairs { "발주확인</button>", "송장 등록</button>", "배송 보류", "고치기</a>", "거래명세서</button>" } do has(html, words) end
    local _, read = enter("reader"):get(url(number))
    for _, words in ipairs { "발주확인</button>", "송장 등록</button>", "배송 보류", "고치기</a>", "거래명세서</button>", "남기기</button>" } do
      lacks(read, words)
    end
  end)

  it("puts units into a parcel, and shows what is wrong with a form on the order's page", function()
    local cs, number = enter "cs", buy()
    cs:get(url(number))
    local function send(values)
      local code, html = cs:post(url(number, "/parcels"), values)
      return code, html
    end
    local code, html = send { carrier = "cj", number = "123456789012", ["qty.1"] = "99" }
    assert.equal(422, code)
    has(html, "보낼 수량을 다시 확인해 주세요.")
    code, html = send { carrier = "cj", number = "12", ["qty.1"] = "1" }
    assert.equal(422, code)
    has(html, "CJ대한통운 송장번호는 10~12자리예요.")
    assert.equal(422, (send { carrier = "cj", number = "123456789012" }))
    assert.equal(303, (send { carrier = "cj", number = "123456789012", ["qty.1"] = "1", ["qty.2"] = "1", dispatch = "1" }))
    local _, page = cs:get(url(number))
    has(page, "1234-5678-9012")
    has(page, 'rel="noopener noreferrer"')
    lacks(page, "고치기</a>")
    code, html = cs:post(url(number, "/parcels/1/recall"), { why = " " })
    assert.equal(422, code)
    has(html, "이유")
    assert.equal(303, (cs:post(url(number, "/parcels/1/deliver"), {})))
    assert.equal(409, (cs:post(url(number, "/parcels/1/deliver"), {})))
    assert.equal(404, (cs:post(url(number, "/parcels/1/burn"), {})))
    assert.equal(404, (cs:post(url(number, "/parcels/x/deliver"), {})))
  end)

  it("does nothing for who looks at an older state of the order", function()
    local cs, number = enter "cs", buy()
    local _, html = cs:get(url(number))
    local seen = html:match 'name="seen" value="(%d+)"'
    assert.equal(303, (cs:post(url(number, "/prepare"), { seen = seen })))
    local code, refused = cs:post(url(number, "/parcels"), { seen = seen, carrier = "cj", number = "123456789012", ["qty.1"] = "1" })
    assert.equal(409, code)
    has(refused, "이 쪽을 연 뒤에 주문이 바뀌어서")
    assert.equal(0, #shipment.parcels(mall.id, order.by_number(mall.id, number).id))
  end)

  it("holds lines with a word for staff and one for the buyer, who reads theirs alone, and loses neither to a mistake", function()
    local cs, number = enter "cs", buy()
    cs:get(url(number))
    local code, html = cs:post(url(number, "/hold"), { why = " ", say = "입고가 늦어져 <12월> 3일쯤 보내 드려요.", position = "1" })
    assert.equal(422, code)
    has(html, 'name="position" value="1" checked')
    lacks(html, 'name="position" value="2" checked')
    has(html, 'name="say" value="입고가 늦어져 &lt;12월&gt; 3일쯤 보내 드려요."')
    assert.equal(303, (cs:post(url(number, "/hold"), { why = "거래처 부도", say = "입고가 늦어져 <12월> 3일쯤 보내 드려요.", position = "1" })))
    local _, page = cs:get(url(number))
    for _, words in ipairs { "배송을 보류했어요. 보류를 풀 때까지 보내지 않아요. 구매자에게 메일로 알려요.", "보류: 거래처 부도",
      "구매자에게: 입고가 늦어져 &lt;12월&gt; 3일쯤 보내 드려요." } do has(page, words) end
    for _, device in ipairs { "pc", "mobile" } do
      local buyer = shopper(site, "shop.test"):on(device)
      buyer:get "/orders/lookup"
      buyer:post("/orders/lookup", { number = number, phone = "010-1234-5678" })
      local _, mine = buyer:get("/orders/" .. number)
      has(mine, "<b>배송 보류</b> 입고가 늦어져 &lt;12월&gt; 3일쯤 보내 드려요.")
      lacks(mine, "거래처 부도")
    end
    assert.equal(303, (cs:post(url(number, "/free"), {})))
    local _, free = cs:get(url(number))
    has(free, "배송 보류를 풀었어요. 구매자에게 메일로 알려요.")
    lacks(free, "보류: 거래처 부도")
  end)

  it("shows an address to be mended only with a word in the log", function()
    local cs, number = enter "cs", buy()
    local before = audited "order.unmask"
    local _, html = cs:get(url(number, "/address"))
    has(html, "김철수")
    assert.equal(before + 1, audited "order.unmask")
    local form = { recipient_name = "이받음", recipient_phone = "010-8765-4321", postcode = "63100", address1 = "제주" }
    local code, refused = cs:post(url(number, "/address"), form)
    assert.equal(422, code)
    has(refused, "배송비가 다른 지역이에요.")
    form.postcode = "06236"
    assert.equal(303, (cs:post(url(number, "/address"), form)))
    assert.equal("이받음", order.by_number(mall.id, number).recipient_name)
    assert.equal(403, (enter("reader"):get(url(number, "/address"))))
  end)

  it("moves many orders at once after a preview, and prints their papers", function()
    local cs, first, second = enter "cs", buy(), buy { PEAR = 1 }
    cs:get "/admin/orders"
    local _, preview = cs:post("/admin/orders/bulk/prepare", { id = { first, second, "261129-0000000" } })
    has(preview, "2건 발주확인")
    has(preview, "이 몰에 없는 주문이에요")
    assert.equal("paid", status(first))
    local code, _, location = cs:post("/admin/orders/bulk/prepare/confirm", { id = { first, second }, return_to = "//evil.example" })
    assert.same({ 303, "/admin/orders" }, { code, location })
    assert.same({ "preparing", "preparing" }, { status(first), status(second) })
    local _, papers = cs:post("/admin/orders/print", { id = { first, second } })
    has(papers, "김철수")
    has(papers, "거래명세서 2장")
    assert.equal(1, audited "order.print")
    assert.equal(403, (enter("merchandiser"):post("/admin/orders/print", { id = first })))
    assert.equal(404, (cs:post("/admin/orders/bulk/burn", { id = first })))
  end)

  it("gives the list of what is to be sent, people and all, only to who may see them", function()
    local cs, number = enter "cs", buy()
    local code, bytes = cs:get "/admin/invoices/download/to-ship.csv?fresh=1"
    assert.equal(200, code)
    has(bytes, number .. ",1,")
    has(bytes, "김철수")
    assert.equal(1, audited "order.to_ship")
    assert.equal(404, (cs:get "/admin/invoices/download/to-ship.exe"))
    assert.equal(403, (enter("reader"):get "/admin/invoices/download/to-ship.csv"))
  end)

  it("keeps carriers as data: a new one, other facts of one, and who was slower is told", function()
    local owner = enter "owner"
    local _, html = owner:get "/admin/carriers/cj"
    local version, was = html:match 'name="version" value="(%d+)"', "{}"
    local form = { name = "CJ 대한통운", aliases = "대한통운", url = "https://t.example/{no}", number_least = "10", number_most = "12",
      position = "1", enabled = "1", version = version, was = was }
    assert.equal(303, (owner:post("/admin/carriers/cj", form)))
    assert.equal("https://t.example/{no}", shipment.carrier(mall.id, "cj").url)
    form.name = "씨제이"
    assert.equal(409, (owner:post("/admin/carriers/cj", form)))
    for field, wrong in pairs { url = "javascript:alert({no})", number_most = "9", name = "" } do
      local typed = {}
      for name, value in pairs(form) do typed[name] = value end
      typed[field] = wrong
      assert.equal(422, (owner:post("/admin/carriers/cj", typed)), field)
    end
    form.code, form.version = "truck", nil
    assert.equal(303, (owner:post("/admin/carriers/new", form)))
    assert.equal(422, (owner:post("/admin/carriers/new", form)))
    assert.equal(404, (owner:get "/admin/carriers/nobody"))
    assert.equal(1, audited "carrier.create")
  end)
end)
