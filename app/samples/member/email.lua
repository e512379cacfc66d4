-- Changing the address.

return {
  full = { title = "이메일 변경", my = "email", email = "kim@example.kr",
    form = { values = { email = "k" }, errors = { email = "이메일을 확인해 주세요.", current_password = "비밀번호가 맞지 않아요." } },
    page = { title = "이메일 변경 | 견본상회", robots = "noindex" } },
  least = { title = "이메일 변경", my = "email", email = "kim@example.kr", form = { values = {}, errors = {} } },
}
