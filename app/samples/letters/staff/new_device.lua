-- The letter to staff about a device that was never seen before.

return {
  full = { name = "박직원", at = 1795897667, device = "macOS의 Safari", address = "203.0.113.24", url = "/admin/me" },
  least = { name = "박", at = 1795897667 },
}
