-- An account is made of an invitation, or gets another password.

return {
  full = { token = "token", first = true, again = false, role = "소유자", problem = "이 이메일로 된 직원 계정이 이미 있어요.",
    form = { values = { email = "hana@sample.example", name = "김하나" }, errors = { password = "비밀번호는 10자 이상으로 정해 주세요." } },
    page = { title = "계정 만들기" } },
  invited = { token = "token", email = "duri@sample.example", first = false, again = false, role = "고객 담당",
    form = { values = {}, errors = {} }, page = { title = "계정 만들기" } },
  least = { token = "token", email = "duri@sample.example", first = false, again = true, role = "",
    form = { values = {}, errors = {} }, page = { title = "새 비밀번호" } },
}
