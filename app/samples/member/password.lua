-- Changing the password.

return {
  full = { title = "비밀번호 변경", my = "password",
    form = { values = {}, errors = { current_password = "비밀번호가 맞지 않아요.", password = "너무 쉬운 비밀번호예요." } },
    page = { title = "비밀번호 변경 | 견본상회", robots = "noindex" } },
  least = { title = "비밀번호 변경", my = "password", form = { values = {}, errors = {} } },
}
