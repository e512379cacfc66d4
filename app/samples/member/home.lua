-- The first page of a member.

return {
  full = { name = "김견본", title = "마이페이지", my = "home", page = { title = "마이페이지 | 견본상회", robots = "noindex" } },
  least = { name = "", title = "마이페이지", my = "home" },
}
