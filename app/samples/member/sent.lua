-- "Look into your mail": after signing up, and after asking for a new password.

return {
  full = { email = "kim@example.kr", kind = "join", page = { title = "이메일 확인 | 견본상회", robots = "noindex" } },
  least = { email = "kim@example.kr", kind = "reset" },
}
