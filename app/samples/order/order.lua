-- An order: just placed and waiting for its deposit, and paid.

local goods = require "samples.goods"

local placed_at, paid_at = 1795897667.905, 1795901267.25

local function lines()
  local list = {}
  for i, line in ipairs(goods.lines()) do
    list[i] = { product = { name = line.product.name, url = line.product.url, brand = line.product.brand,
      image = line.product.image }, sku_label = line.sku_label, qty = line.qty, unit_price = line.unit_price,
      list_price = line.list_price, amount = line.amount }
  end
  return list
end

return {
  full = {
    just_placed = true,
    order = {
      number = "261129-4CDDDF5", placed_at = placed_at,
      status = { key = "awaiting_deposit", label = "입금대기", text = "입금을 기다리고 있어요." },
      steps = { { label = "입금대기", at = placed_at, done = false, current = true },
        { label = "결제완료", done = false, current = false } },
      bank = { name = "국민은행", account = "000000-00-000001", holder = "견본상회 정산 계좌", due_at = 1796223599,
        amount = 72600, depositor = "박보냄" },
      lines = lines(), totals = goods.final_totals, memo = "문 앞에 놓아 주세요", cash_receipt_text = "소득공제용",
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
      steps = { { label = "입금대기", at = placed_at, done = true, current = false },
        { label = "결제완료", at = paid_at, done = false, current = true } },
      lines = lines(), totals = goods.least_totals, orderer = { name = "김*본", phone = "010-****-5678" },
      recipient = { name = "김*본", phone = "010-****-5678" }, address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
      timeline = { { at = paid_at, label = "결제완료", text = "입금을 확인했어요." }, { at = placed_at, label = "입금대기" } },
    },
  },
  least = {
    just_placed = false,
    order = {
      number = "261129-4CDDDF5", placed_at = placed_at, status = { key = "expired", label = "기한만료" }, steps = {},
      lines = {}, totals = goods.least_totals, orderer = { name = "김*본", phone = "010-****-5678" },
      recipient = { name = "김*본", phone = "010-****-5678" }, address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" },
      timeline = {},
    },
  },
}
