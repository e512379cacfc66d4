-- A member's points.

local at = 1795897667.905

return {
  full = { title = "적립금", my = "points",
    balance = 12300, expiring_text = "30일 안에 사라질 적립금", expiring_sum = 1700,
    expiring = { { at = 1796223599, amount = 1200 }, { at = 1796309999, amount = 500 } },
    movements = {
      { label = "적립", reason = "후기를 써 주셔서 고마워요: 맑은 갈비탕 700g", at = at, amount = 500, plus = true,
        expires_at = 1827846000 },
      { label = "사용", reason = "주문 261129-4CDDDF5", at = at - 86400, amount = 3000, plus = false },
    },
    terms = { "1,000원부터 쓸 수 있어요.", "유효기간이 가까운 적립금부터 쓰여요." },
    pager = { page = 1, pages = 2, next_url = "/my/points?page=2",
      pages_list = { { n = 1, url = "/my/points", active = true }, { n = 2, url = "/my/points?page=2", active = false } } },
    page = { title = "적립금 | 견본상회", robots = "noindex" },
  },
  least = { title = "적립금", my = "points", balance = 0, expiring_text = "30일 안에 사라질 적립금", expiring_sum = 0, expiring = {},
    movements = {}, terms = {},
    pager = { page = 1, pages = 1, pages_list = {} } },
}
