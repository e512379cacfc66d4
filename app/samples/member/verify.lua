-- The link of a sign-up: where it was opened elsewhere, and in the browser that signed up.

return {
  full = { t = "abc", here = false, form = { values = {}, errors = { password = "비밀번호가 맞지 않아요." } },
    page = { title = "이메일 확인 | 견본상회", robots = "noindex" } },
  least = { t = "abc", here = true, form = { values = {}, errors = {} } },
}
