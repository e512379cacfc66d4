-- The link that was mailed to a new address.

local view = { title = "이메일 변경", my = "email_confirm", t = "abc", email = "kim@example.kr", new_email = "new@example.kr",
  page = { title = "이메일 변경 | 견본상회", robots = "noindex" } }

return { full = view, least = view }
