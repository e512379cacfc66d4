-- The letter about another grade: upwards, and downwards with nothing more to say.

return {
  full = { name = "김견본", from = "일반", to = "단골", reason = "최근 여섯 달 동안 320,000원어치를 사셨어요.", url = "/my/grade",
    benefits = { "구매 금액의 2% 적립", "생일 쿠폰 5,000원" } },
  least = { name = "김", from = "단골", to = "일반" },
}
