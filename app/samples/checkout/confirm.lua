-- The last look before an order.

local goods = require "samples.goods"

return {
  full = {
    orderer = { name = "김견본", phone = "01012345678", email = "kim@sample.example" },
    recipient = { name = "이받음", phone = "01087654321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호" },
    memo = "문 앞에 놓아 주세요", lines = goods.lines(), totals = goods.till_totals,
    place_key = "00000000-0000-7000-8000-000000000001", quote = ("ab"):rep(32), coupon = "가을 감사 쿠폰",
    payment = { label = "무통장입금", depositor = "박보냄",
      due_text = "2026.12.02 (수) 23:59까지 입금해 주세요", cash_receipt_text = "소득공제용 010-1111-2222", window = false },
    changes = { { label = "맑은 갈비탕 700g (순한맛) 가격", before = "10,900원", after = "11,900원" },
      { label = "결제 금액", before = "66,500원", after = "67,500원", total = true } },
    page = { title = "주문 확인 | 견본상회", robots = "noindex" },
  },
  least = {
    orderer = { name = "김견본", phone = "01012345678" }, recipient = { name = "김견본", phone = "01012345678" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" }, lines = { goods.least_line() },
    totals = goods.least_totals, place_key = "00000000-0000-7000-8000-000000000001", quote = "", changes = {},
    payment = { label = "신용·체크카드", window = true },
  },
}
