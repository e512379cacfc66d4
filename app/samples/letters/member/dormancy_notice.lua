-- The letter before an account goes to sleep.

return {
  full = { name = "김견본", last_seen_at = 1766897667, dormant_at = 1798433667, url = "/login" },
  least = { name = "김", dormant_at = 1798433667 },
}
