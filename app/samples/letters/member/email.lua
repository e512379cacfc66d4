-- The link to a new address.

return {
  full = { name = "김견본", url = "/my/email/confirm?t=abc", expires_at = 1790000000 },
  least = { name = "김견본", url = "/my/email/confirm?t=abc" },
}
