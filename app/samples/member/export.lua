-- All that is held of a member.

local section = { key = "account", title = "회원 정보", rows = { { { label = "이메일", text = "kim@example.kr" },
  { label = "일시", at = 1790000000 }, { label = "금액", won = 12000 } } } }

return {
  full = { title = "내 정보 내려받기", my = "export", sections = { section },
    page = { title = "내 정보 내려받기 | 견본상회", robots = "noindex" } },
  least = { title = "내 정보 내려받기", my = "export", sections = { { key = "cart", title = "장바구니", rows = {} } } },
}
