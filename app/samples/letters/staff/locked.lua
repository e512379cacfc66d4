-- The letter to staff whose account was locked.

return {
  full = { name = "박직원", at = 1795897667, device = "알 수 없는 기기", address = "203.0.113.24", failures = 10,
    until_at = 1795901267 },
  least = { name = "박", at = 1795897667 },
}
