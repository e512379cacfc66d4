-- The order machine as staff read it.

local picture = {
  label = "결제", of = "결제 시도 하나", width = 380, height = 190,
  boxes = { { key = "waiting", label = "입금대기", x = 24, y = 60, width = 112, height = 40, here = true, ends = false },
    { key = "paid", label = "결제완료", x = 214, y = 60, width = 112, height = 40, here = false, ends = true, count = 2 },
    { key = "failed", label = "결제실패", x = 214, y = 130, width = 112, height = 40, here = true, ends = false, count = 1 } },
  arrows = { { path = "M136 80 C156 80 194 80 214 80", label = "입금 확인", x = 175, y = 76, taken = true },
    { path = "M80 100 C80 150 154 150 214 150", label = "결제 그만두기", x = 130, y = 140, taken = false } },
}

return {
  full = {
    axes = {
      { key = "payment", label = "결제", of = "결제 시도 하나", picture = picture, rows = {
        { event = "announce", label = "계좌 안내", say = "바로 계좌를 알려 드립니다.", from = "", to = "입금대기", who = "구매자, 회원",
          guards = {}, effects = {} },
        { event = "deposit", label = "입금 확인", say = "입금이 확인되면 결제완료입니다.", from = "입금대기", to = "결제완료", who = "직원",
          guards = { { name = "amount_matches", says = "금액이 결제할 금액과 달라요." } }, effects = { "book_capture", "pay_lines" } },
      } },
    },
    page = { title = "주문 규칙", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "주문 규칙" } } },
  },
  least = { axes = {}, page = { title = "주문 규칙" } },
}
