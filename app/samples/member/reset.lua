-- Setting a new password by a link.

return {
  full = { t = "abc", form = { values = {}, errors = { password = "너무 쉬운 비밀번호예요." } },
    page = { title = "새 비밀번호 | 견본상회", robots = "noindex" } },
  least = { t = "abc", form = { values = {}, errors = {} } },
}
