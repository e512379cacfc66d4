-- The last letter to who was a member.

return {
  full = { name = "김견본", kept = { { what = "주문 기록", why = "전자상거래법", years = "5년" } } },
  least = { name = "김견본", kept = {} },
}
