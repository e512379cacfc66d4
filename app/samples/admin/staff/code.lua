-- The second step of a log-in.

return {
  full = { email = "hana@sample.example", return_to = "/admin/orders", problem = "이미 쓴 코드예요.", page = { title = "인증 코드" } },
  least = { email = "hana@sample.example", return_to = "/admin", page = { title = "인증 코드" } },
}
