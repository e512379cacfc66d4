-- A member's grade.

return {
  full = { title = "회원 등급", my = "grade",
    grade = { label = "실버", sum = 123400, months_text = "최근 6개월", decided_at = 1796050800, coming = "실버",
      next = { label = "골드", missing = 176600, percent = 41 } },
    steps = {
      { label = "웰컴", from = 0, benefits = { "구매 금액의 1% 적립" } },
      { label = "실버", from = 100000, benefits = { "구매 금액의 2% 적립", "매월 실버 감사 쿠폰 (2,000원 할인)" }, current = true },
      { label = "골드", from = 300000, benefits = { "구매 금액의 3% 적립", "모든 주문 무료배송" } },
    },
    moves = { { at = 1795897667.905, from = "웰컴", to = "실버", reason = "최근 6개월 구매 금액 123,400원 (실버 기준 100,000원 이상)" } },
    page = { title = "회원 등급 | 견본상회", robots = "noindex" },
  },
  least = { title = "회원 등급", my = "grade",
    grade = { label = "웰컴", sum = 0, months_text = "최근 6개월", decided_at = 1796050800, coming = "웰컴" },
    steps = { { label = "웰컴", from = 0, benefits = {}, current = true } }, moves = {},
  },
}
