-- The letter after sign-up.

return {
  full = { name = "김견본", url = "/my", benefits = { "첫 구매 때 쓰는 적립금 2,000원", "3만 원 이상이면 배송비 무료" } },
  least = { name = "김" },
}
