-- A code is asked for once more.

return {
  full = { return_to = "/admin/staff", problem = "코드가 맞지 않아요.", page = { title = "다시 확인" } },
  least = { return_to = "/admin", page = { title = "다시 확인" } },
}
