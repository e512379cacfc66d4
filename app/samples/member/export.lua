-- All that is held of a member.

local section = { key = "account", title = "회원 정보",
  fields = { { key = "email", label = "이메일" }, { key = "agreed", label = "동의" },
  { key = "qty", label = "수량" },
    { key = "at", label = "일시", kind = "time" }, { key = "phone", label = "전화", kind = "phone" },
    { key = "payable", label = "금액", kind = "won" } },
  rows = { { email = "kim@example.kr", agreed = true, qty = 3, at = 1790000000, phone = "01012345678", payable = 12000 } } }

return {
  full = { title = "내 정보 내려받기", my = "export", sections = { section },
    page = { title = "내 정보 내려받기 | 견본상회", robots = "noindex" } },
  least = { title = "내 정보 내려받기", my = "export",
    sections = { { key = "cart", title = "장바구니", fields = {}, rows = {} } } },
}
