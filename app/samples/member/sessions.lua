-- Where a member is logged in: here and elsewhere, and here alone.

local here = { id = "0198c0de-0000-7000-8000-000000000001", device = "크롬 · 윈도우", address = "192.0.2.1",
  remembered = true, logged_in_at = 1790000000, seen_at = 1790000600, here = true }
local phone = { id = "0198c0de-0000-7000-8000-000000000002", device = "사파리 · 아이폰", address = "2001:db8::1",
  remembered = false, logged_in_at = 1790000000, seen_at = 1790000600, here = false }

return {
  full = { title = "로그인한 기기", my = "sessions", sessions = { here, phone },
    page = { title = "로그인한 기기 | 견본상회", robots = "noindex" } },
  least = { title = "로그인한 기기", my = "sessions", sessions = { here } },
}
