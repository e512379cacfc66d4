-- The letter to who buys in of what runs short.

return {
  full = { name = "박상품", at = 1795897667, count = 23, url = "/admin/restock", rows = {
    { product = "유기농 햅쌀", label = "10kg", code = "RICE-10", available = 4, restock_at = 20 },
    { product = "국산 볶은 보리차 티백 넉넉한 묶음", code = "TEA-1", available = 0, restock_at = 10 } } },
  least = { name = "박", at = 1795897667, count = 1, url = "/admin/restock",
    rows = { { product = "귤", code = "B", available = 1, restock_at = 3 } } },
}
