-- A link that opens nothing any more.

return {
  full = { kind = "verify", page = { title = "이메일 확인 | 견본상회", robots = "noindex" } },
  reset = { kind = "reset" },
  least = { kind = "email" },
}
