-- A member's orders.

local goods = require "samples.goods"

local periods = { { label = "3개월", url = "/my/orders?period=3m", active = true },
  { label = "전체", url = "/my/orders?period=all", active = false } }

local stages = { { label = "결제대기", count = 2, url = "/my/orders?period=3m&stage=waiting", active = false },
  { label = "배송중", count = 1, url = "/my/orders?period=3m&stage=shipping", active = true } }

return {
  full = { title = "주문 내역", my = "orders",
    orders = {
      { number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5", placed_at = 1795897667.905, name = "맑은 갈비탕 700g 외 2건",
        image = goods.image(1), payable = 72600, status = { key = "awaiting_deposit", label = "입금대기" } },
      { number = "261102-7K2M9QX", url = "/orders/261102-7K2M9QX", placed_at = 1793897667.905, name = "새벽 블렌드 원두 200g",
        payable = 9800, status = { key = "expired", label = "미입금취소" } },
    },
    periods = periods, stages = stages, all_url = "/my/orders?period=3m",
    pager = { page = 1, pages = 2, next_url = "/my/orders?period=3m&page=2",
      pages_list = { { n = 1, url = "/my/orders?period=3m", active = true },
        { n = 2, url = "/my/orders?period=3m&page=2", active = false } } },
    page = { title = "주문 내역 | 견본상회", robots = "noindex" },
  },
  least = { title = "주문 내역", my = "orders", orders = {}, periods = periods, stages = {}, pager = { page = 1, pages = 1,
    pages_list = {} } },
}
