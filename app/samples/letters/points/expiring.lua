-- The letter about points that are about to expire.

return {
  full = { name = "김견본", amount = 12300, at = 1796223599, url = "/my/points" },
  least = { name = "김", amount = 10, at = 1796223599, url = "/my/points" },
}
