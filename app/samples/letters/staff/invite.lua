-- The letter with a link to an account of the back office.

return {
  full = { by = "김하나", role = "고객 담당", url = "/admin/join?token=sample", expires_at = 1795901267 },
  least = { by = "김하나", role = "", url = "/admin/join?token=sample", expires_at = 1795901267, again = true },
}
