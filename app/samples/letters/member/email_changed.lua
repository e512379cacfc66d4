-- The letter to the address that is one's own no more.

return {
  full = { name = "김견본", old_email = "ki*@sample.example", new_email = "ne*@sample.example", at = 1795897667 },
  least = { name = "김", old_email = "k*@a.example", new_email = "n*@a.example", at = 1795897667 },
}
