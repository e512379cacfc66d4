-- The grades of a mall as staff see them.

return {
  full = {
    steps = { { label = "웰컴", from = 0, members = 1200, percent = 92, benefits = { "구매 금액의 1% 적립" } },
      { label = "실버", from = 100000, members = 100, percent = 8, benefits = { "구매 금액의 2% 적립", "매월 실버 감사 쿠폰" } } },
    members = 1300, next_day = "2026년 12월 1일", moving = 120, months_text = "최근 6개월",
    ways = { { from = "웰컴", to = "실버", members = 100, up = true }, { from = "실버", to = "웰컴", members = 20, up = false } },
    moves = { { name = "김*본", email = "ki*@sample.example", from = "웰컴", to = "실버", sum = 123400,
      reason = "최근 6개월 구매 금액 123,400원 (실버 기준 100,000원 이상)" } },
    months = { { day = "2026년 11월 1일", members = 12, at = 1795897667.905 } }, may_write = true,
    page = { title = "회원 등급" },
  },
  least = { steps = {}, members = 0, next_day = "2026년 12월 1일", moving = 0, ways = {}, moves = {}, months = {},
    months_text = "최근 6개월", may_write = false, page = { title = "회원 등급" } },
}
