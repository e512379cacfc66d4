-- The letter about a device that was never seen before.

return {
  full = { name = "김견본", at = 1795897667, device = "Windows의 Chrome", address = "203.0.113.24", url = "/my/sessions" },
  least = { name = "김", at = 1795897667 },
}
