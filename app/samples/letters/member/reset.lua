-- The letter with which a password is set anew.

return {
  full = { name = "김견본", url = "/reset/c2FtcGxl", expires_at = 1795901267 },
  least = { name = "김", url = "/reset/x" },
}
