-- Asking for a link to set a new password.

return {
  full = { form = { values = { email = "kim" }, errors = { email = "이메일을 확인해 주세요.", form = "잠시 후 다시 시도해 주세요." } },
    page = { title = "비밀번호 찾기 | 견본상회", robots = "noindex" } },
  least = { form = { values = {}, errors = {} } },
}
