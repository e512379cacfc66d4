-- What one search found.

local cells = {
  { kind = "link", label = "주문번호", text = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" },
  { kind = "won", label = "결제금액", text = "72,600원", right = true }, { kind = "text", label = "메모" },
}

return {
  full = { q = "김", groups = { { title = "주문", icon = "receipt", total = "7건", url = "/admin/orders?q=x",
    rows = { { cells = cells } }, heads = { { label = "주문번호" }, { label = "결제금액", right = true }, { label = "메모" } } } },
    page = { title = "“김” 찾기", search_q = "김" } },
  none = { q = "없는 것", groups = {}, page = { title = "찾기" } },
  least = { q = "", groups = {}, page = { title = "찾기" } },
}
