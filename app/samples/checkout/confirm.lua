-- The last look before an order.

local goods = require "samples.goods"

return {
  full = {
    orderer = { name = "김견본", phone = "01012345678", email = "kim@sample.example" },
    recipient = { name = "이받음", phone = "01087654321" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호" },
    memo = "문 앞에 놓아 주세요", lines = goods.lines(), totals = goods.final_totals, depositor = "박보냄",
    due_text = "2026.12.02 (수) 23:59까지 입금해 주세요", place_key = "00000000-0000-7000-8000-000000000001",
    cash_receipt_text = "소득공제용 010-1111-2222", changed = true,
    page = { title = "주문 확인 | 견본상회", robots = "noindex" },
  },
  least = {
    orderer = { name = "김견본", phone = "01012345678" }, recipient = { name = "김견본", phone = "01012345678" },
    address = { postcode = "06236", address1 = "서울 강남구 본보기로 1" }, lines = { goods.least_line() },
    totals = goods.least_totals, depositor = "김견본", place_key = "00000000-0000-7000-8000-000000000001", changed = false,
    due_text = "2026.12.02 (수) 23:59까지 입금해 주세요",
  },
}
