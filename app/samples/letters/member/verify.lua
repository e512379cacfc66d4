-- The letter that asks whether an address is one's own.

return {
  full = { name = "김견본", url = "/join/verify?token=c2FtcGxl", expires_at = 1795984067 },
  least = { name = "김", url = "https://sample.example/join/verify" },
}
