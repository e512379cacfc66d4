-- One's own account.

local here = { id = "session-1", device = "Chrome · Mac", address = "203.0.113.7", created_at = 1795000000,
  seen_at = 1795003600,
  here = true }
local other = { id = "session-2", device = "삼성 인터넷 · Android", address = "198.51.100.24", created_at = 1794900000,
  seen_at = 1794990000, here = false }

return {
  full = { name = "김하나", email = "hana@sample.example", role = "소유자", sessions = { here, other }, recovery_left = 2,
    form = { values = {}, errors = { current_password = "지금 비밀번호가 맞지 않아요.", password = "비밀번호를 입력해 주세요." } },
    page = { title = "내 계정" } },
  least = { name = "김하나", email = "hana@sample.example", role = "열람", sessions = { here }, recovery_left = 10,
    form = { values = {}, errors = {} }, page = { title = "내 계정" } },
}
