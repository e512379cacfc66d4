-- The back office's first page.

return {
  full = {
    boxes = {
      { title = "오늘 주문", facts = {
        { label = "들어온 주문", value = "1,234건", url = "/admin/orders" },
        { label = "주문 금액", value = "12,345,600원" },
        { label = "입금 기다림", value = "7건", url = "/admin/orders?status=awaiting_deposit", tone = "wait" } } },
      { title = "작업", facts = { { label = "멈춘 작업", value = "1건", tone = "bad" } } },
    },
    page = { title = "오늘" },
  },
  least = { boxes = {}, page = { title = "오늘" } },
}
