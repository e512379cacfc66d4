-- A member's first page.

local goods = require "samples.goods"

local at = 1795897667.905

return {
  full = { title = "마이페이지", my = "home",
    name = "김견본",
    grade = { label = "실버", sum = 123400, months_text = "최근 6개월",
      next = { label = "골드", missing = 176600, percent = 41 } },
    points = 12300, coupons = 3,
    states = { { label = "입금대기", count = 2, url = "/my/orders?period=all&stage=waiting", active = false },
      { label = "결제완료",
      count = 5, url = "/my/orders?period=all&stage=paid", active = false },
      { label = "미입금취소", count = 0,
        url = "/my/orders?period=all&stage=undone", active = false } },
    orders = {
      { number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", placed_at = at, name = "맑은 갈비탕 700g 외 2건",
        image = goods.image(1), payable = 72600, status = { key = "awaiting_deposit", label = "입금대기" } },
      { number = "261102-7K2M9QX", url = "/orders/261102-7K2M9QX", placed_at = at - 2000000, name = "새벽 블렌드 원두 200g",
        payable = 9800, status = { key = "paid", label = "결제완료" } },
    },
    recent = goods.cards(2),
    page = { title = "마이페이지 | 견본상회", robots = "noindex" },
  },
  least = { title = "마이페이지", my = "home",
    name = "이견본",
    grade = { label = "VIP", sum = 900000, months_text = "최근 6개월" },
    points = 0, coupons = 0, states = {}, orders = {}, recent = {},
  },
}
