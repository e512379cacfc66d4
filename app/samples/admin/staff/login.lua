-- The log-in of staff.

return {
  full = { return_to = "/admin/orders?page=2", problem = "이메일이나 비밀번호가 맞지 않아요.",
    form = { values = { email = "hana@sample.example" }, errors = { password = "비밀번호를 입력해 주세요." } },
    page = { title = "로그인", robots = "noindex" } },
  least = { return_to = "/admin", form = { values = {}, errors = {} }, page = { title = "로그인", robots = "noindex" } },
}
