-- An order: just placed and waiting for its deposit, and paid.

local goods = require "samples.goods"

-- A parcel that can be followed, one that cannot, and one that has not left.
local function parcels(at)
  return {
    { seq = 1, carrier = "CJ대한통운", number = "1234-5678-9012", track_url = "https://trace.example/?no=123456789012",
      key = "shipping",
      state = { label = "배송중" }, dispatched_at = at, goods = { { name = "맑은 갈비탕 700g", label = "두 봉지", qty = 2 } } },
    { seq = 2, carrier = "직접 배송", key = "delivered", state = { label = "배송완료" }, dispatched_at = at, delivered_at = at,
      goods = { { name = "새벽 블렌드 원두 200g", qty = 1 } } },
    { seq = 3, carrier = "우체국택배", number = "1234-5678-9012-3", key = "ready", exchange = true,
      state = { label = "배송준비" }, goods = {} },
  }
end

local placed_at, paid_at = 1795897667.905, 1795901267.25

local function lines(sent, held)
  local list = {}
  for i, line in ipairs(goods.lines()) do
    list[i] = { product = { name = line.product.name, url = line.product.url, brand = line.product.brand,
      image = line.product.image }, sku_label = line.sku_label, qty = line.qty, unit_price = line.unit_price,
      list_price = line.list_price, amount = line.amount, position = i, can_confirm = sent,
      parts = sent and { { key = "shipping", label = "배송중", qty = 1 }, { key = "delivered", label = "배송완료", qty = 1 } }
        or nil, held = held and (i == 1 and { say = "입고가 늦어져 12월 3일쯤 보내 드려요." } or {}) or nil }
  end
  return list
end

return {
  full = {
    just_placed = true,
    claims = { call_off = "/orders/261129-4CDDDF5/claim?kind=cancel",
      actions = { { label = "반품 신청", url = "/orders/261129-4CDDDF5/claim?kind=return" } },
      claims = { { kind = "취소", at = placed_at, units = 2, url = "/orders/261129-4CDDDF5/claims/1",
        name = "맑은 갈비탕 700g 외 1건",
        status = { key = "good", label = "완료" } } } },
    order = {
      number = "261129-4CDDDF5", placed_at = placed_at,
      status = { key = "awaiting_deposit", label = "입금대기", text = "입금을 기다리고 있어요." },
      steps = { { label = "입금대기", at = placed_at, done = false, current = true },
        { label = "결제완료", done = false, current = false } },
      pay = { url = "/pay/261129-4CDDDF5" },
      bank = { name = "국민은행", account = "000000-00-000001", holder = "견본상회 정산 계좌", due_at = 1796223599,
        amount = 67600, depositor = "박보냄" },
      lines = lines(), totals = goods.till_totals, memo = "문 앞에 놓아 주세요", cash_receipt_text = "소득공제용",
      orderer = { name = "김*본", phone = "010-****-5678", email = "ki*@sample.example" },
      recipient = { name = "이*음", phone = "010-****-4321" },
      address = { postcode = "06236", address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호" },
      timeline = { { at = placed_at, label = "주문 접수", text = "주문을 받았어요." } },
    },
    page = { title = "주문 261129-4CDDDF5 | 견본상회", robots = "noindex" },
  },
  paid = {
    just_placed = true,
    order = {
      number = "261129-4CDDDF5", placed_at = placed_at, status = { key = "paid", label = "결제완료", text = "입금을 확인했어요." },
      escrow = true, receipts = { slips = { { label = "신용·체크카드", amount = 72600,
        url = "https://dashboard.tosspayments.com/receipt/1" } },
        cash = { { label = "소득공제용", amount = 72600, state = { key = "issued" },
          number = "100000001", url = "https://dashboard.tosspayments.com/receipt/2" },
          { label = "지출증빙용", amount = 72600, state = { key = "wanted" } } } },
      steps = { { label = "입금대기", at = placed_at, done = true, current = false },
        { label = "결제완료", at = paid_at, done = false, current = true } },
      lines = lines(false, true), totals = goods.least_totals, orderer = { name = "김*본", phone = "010-****-5678" },
      recipient = { name = "김*본", phone = "010-****-5678" }, address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
      timeline = { { at = paid_at, label = "결제완료", text = "입금을 확인했어요." }, { at = placed_at, label = "입금대기" } },
    },
  },
  sent = {
    just_placed = false,
    order = {
      number = "261129-4CDDDF5", placed_at = placed_at, status = { key = "shipping", label = "배송중", text = "상품이 가고 있어요." },
      steps = { { label = "결제완료", at = placed_at, done = true, current = false },
        { label = "배송중", at = paid_at, done = false, current = true } },
      lines = lines(true), parcels = parcels(paid_at), can = { confirm = true, points = true, address = true },
      totals = goods.least_totals, orderer = { name = "김*본", phone = "010-****-5678" },
      recipient = { name = "김*본", phone = "010-****-5678" }, address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
      timeline = { { at = paid_at, label = "배송중", text = "상품이 가고 있어요." } },
    },
  },
  least = {
    just_placed = false, claims = { actions = {}, claims = {} },
    order = {
      number = "261129-4CDDDF5", placed_at = placed_at, status = { key = "expired", label = "기한만료" }, steps = {},
      lines = {}, totals = goods.least_totals, orderer = { name = "김*본", phone = "010-****-5678" },
      recipient = { name = "김*본", phone = "010-****-5678" }, address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
      timeline = {},
    },
  },
}
