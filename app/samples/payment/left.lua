-- Who gave a window up.

return {
  full = { url = "/pay/261129-4CDDDF5", page = { title = "결제를 그만뒀어요 | 견본상회", robots = "noindex" } },
  least = { url = "/pay/261129-4CDDDF5" },
}
