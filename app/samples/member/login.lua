-- Logging in: refused, and as it opens.

return {
  full = { form = { values = { email = "kim@example.kr", remember = "1" },
      errors = { email = "이메일을 입력해 주세요.", password = "비밀번호를 입력해 주세요.", form = "이메일 또는 비밀번호가 맞지 않아요." } },
    return_to = "/checkout", page = { title = "로그인 | 견본상회", robots = "noindex" } },
  least = { form = { values = {}, errors = {} } },
}
