-- An order as staff work on it: halfway sent with all that can be there, waiting for its deposit, and the least.

local at = 1795897667.905

local function part(label, tone, qty) return { key = "x", label = label, tone = tone, qty = qty } end

local all = { dispatch = true, withdraw = true, deliver = true, recall = true, renumber = true }
local way = { event = "prepare", label = "발주확인", say = "발주를 확인하면 상품을 준비해요.", qty = 2 }

local function people()
  return {
    orderer = { { label = "이름", text = "김*본" }, { label = "휴대전화", text = "010-****-5678" }, { label = "이메일" } },
    recipient = { { label = "받는 분", text = "이*음" }, { label = "주소", text = "(06236) 서울 강남구 본보기로 1 ***" },
      { label = "배송 메모", text = "" } },
  }
end

local function order(more)
  local made = {
    number = "261129-4CDDDF5", placed_at = at, badge = { label = "입금대기", tone = "wait" }, waiting = true, open = false,
      seen = 7,
    movable = true, channel = "모바일", lines = {},
    money = { rows = { { label = "상품 금액", was = 0, now = 0 } }, owed = { label = "주문 금액", was = 0, now = 0 }, paid = {},
      promised = 0, changed = false },
    people = { orderer = {}, recipient = {} }, payment = {}, payments = {}, receipts = {}, claims = {}, refunds = {},
    parcels = {}, sendable = {},
    notes = {}, changes = {}, events = {}, pictures = {},
  }
  for name, value in pairs(more) do made[name] = value end
  return made
end

local full = order {
  badge = { label = "배송중", tone = "good" }, waiting = false, movable = false, people = people(),
  lines = {
    { position = 1, name = "가마솥 손누룽지 500g", brand = "들녘곳간", label = "두 봉지", sku = "NURUNGJI-500", url = "/p/nurungji",
      image = { id = "picture-1", alt = "" }, unit_price = 9800, qty = 3, discount = 1000, amount = 28400,
      parts = { part("상품준비중", "info", 1), part("배송중", "good", 2) } },
    { position = 2, name = "콜드브루 원액", brand = "새벽로스터리", sku = "COLD-BREW", url = "/p/cold-brew", unit_price = 12000, qty = 1,
      discount = 0, amount = 12000, parts = { part("결제완료", "info", 1) }, held_why = "입고 지연",
      held_say = "입고가 늦어져 12월 3일쯤 보내 드려요." },
  },
  money = { rows = { { label = "상품 금액", was = 41400, now = 29400 },
      { label = "쿠폰", title = "가입을 축하하는 아주 긴 이름의 쿠폰", was = -1000, now = -700,
        shares = { { name = "가마솥 손누룽지 500g", qty = 3, amount = 1000 } } },
      { label = "배송비", was = 3000, now = 3000 }, { label = "취소·반품 배송비", now = 3000 } },
    owed = { label = "주문 금액", was = 43400, now = 34700 }, promised = 12000, changed = true,
    paid = { { label = "신용카드", was = 38400, now = 29700 }, { label = "적립금", was = 5000, now = 5000 } } },
  payment = { { label = "결제 수단", text = "카드" }, { label = "결제 확인", at = at } },
  payments = {
    { reference = "261129-4CDDDF5-1", method = "카드", provider = "KG이니시스", badge = { label = "결제실패", tone = "bad" },
      amount = 43400,
      captured = 0, returned = 0, at = at, problem = "한도 초과" },
    { reference = "261129-4CDDDF5-2", method = "카드", provider = "토스페이먼츠", badge = { label = "결제완료", tone = "good" },
      amount = 43400,
      captured = 43400, returned = 12000, at = at, escrow = "untold", transaction_id = "tgen_20261129",
        receipt_url = "https://receipt.example/1" },
  },
  receipts = { { label = "소득공제용", amount = 31400, state = { key = "issued", label = "발급", tone = "good" },
    number = "100000001", at = at, url = "https://dashboard.tosspayments.com/receipt/1", desk = "/admin/receipts/1",
    by_hand = false },
    { label = "소득공제용", amount = 43400, state = { key = "wanted", label = "발급 대기", tone = "wait" },
      desk = "/admin/receipts/2", by_hand = true } },
  claims = { { number = "261129-4CDDDF5-C1", url = "/admin/claims/c1", what = "반품", qty = 1, at = at,
    badge = { label = "요청", tone = "wait" }, open = true } },
  refunds = { { seq = 1, amount = 12000, at = at, reason = "반품", badge = { label = "환불 실패", tone = "bad" },
    problem = "취소 가능 금액 초과" } },
  parcels = {
    { seq = 1, carrier = "CJ대한통운", carrier_code = "cj", plain_number = "123456789012", number = "1234-5678-9012",
      track_url = "https://trace.example/?no=123456789012", key = "shipping", state = { label = "배송중", tone = "good" },
      dispatched_at = at, can = all, goods = { { name = "가마솥 손누룽지 500g", label = "두 봉지", qty = 2 } } },
    { seq = 2, carrier = "직접 배송", carrier_code = "direct", plain_number = "", key = "delivered",
      state = { label = "배송완료", tone = "plain" }, dispatched_at = at, delivered_at = at, can = {},
      goods = { { name = "콜드브루 원액", qty = 1 } } },
    { seq = 3, carrier = "우체국택배", carrier_code = "epost", plain_number = "1234567890123", number = "1234-5678-9012-3",
      key = "ready", exchange = true,
      state = { label = "배송준비", tone = "wait" }, can = {}, goods = {} },
  },
  sendable = { { position = 1, qty = 1, name = "가마솥 손누룽지 500g", label = "두 봉지" } },
  notes = { { note = "전화로 배송 날짜를\n물어보심", at = at, author = "hana@shop.kr" } },
  changes = { { at = at, parcel = 1, label = "송장 변경", text = "CJ대한통운 1234-5678-9012", who = "hana@shop.kr",
    why = "번호를 잘못 적음" },
    { at = at, parcel = 1, label = "송장 등록", text = "CJ대한통운 1234-5678-9011", who = "자동" } },
  pictures = { { key = "line", picture = { label = "상품", of = "주문 상품의 수량", width = 380, height = 130,
    boxes = { { key = "shipping", label = "배송중", x = 24, y = 40, width = 112, height = 40, here = true, count = 2,
      ends = false } }, arrows = { { path = "M136 60 C156 60 194 60 214 60", label = "배송완료", x = 175, y = 56,
      taken = true } } } } },
  events = { { at = at, label = "상품 · 배송중 2개", who = "hana@shop.kr", note = "통장 확인" },
    { at = at, label = "결제 · 결제완료", who = "결제사 toss_payments" } },
}

local carriers = { { value = "cj", label = "CJ대한통운" }, { value = "epost", label = "우체국택배" } }

return {
  full = {
    order = full, carriers = carriers, problem = "이 쪽을 연 뒤에 주문이 바뀌어서 아무것도 하지 않았어요.",
    can = { prepare = way, register = true, confirm = { event = "confirm", label = "구매확정", say = "", qty = 2 }, hold = true,
      free = true, address = false },
    may = { write = true, unmask = true }, hold = { why = "입", say = "입고가 늦어져요.", chosen = { true } },
    form = { values = {}, errors = { why = "보는 이유를 입력해 주세요." } },
    page = { title = "주문 261129-4CDDDF5", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "261129-4CDDDF5" } } },
  },
  waiting = {
    order = order { people = people(), payment = { { label = "결제 수단", text = "무통장입금" }, { label = "입금 기한", at = at } } },
    carriers = {}, can = { address = true }, may = { write = true, unmask = true },
    hold = { chosen = {} }, form = { values = {}, errors = {} },
    page = { title = "주문 261129-4CDDDF5", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "261129-4CDDDF5" } } },
  },
  least = { order = order { badge = { label = "미입금취소" }, waiting = false, open = true, channel = "PC" }, carriers = {},
    can = {},
    may = { write = false, unmask = false },
    hold = { chosen = {} }, form = { values = {}, errors = {} }, page = { title = "주문" } },
}
