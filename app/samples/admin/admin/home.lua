-- The back office's first page.

local heads = { { label = "주문번호" }, { label = "결제금액", right = true } }

return {
  full = {
    orders = { heads = heads, empty = { title = "아직 주문이 없어요" }, rows = { { cells = {
      { kind = "link", label = "주문번호", text = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5", short = true },
      { kind = "won", label = "결제금액", text = "72,600원", right = true }, { kind = "text", label = "메모" } } } } },
    boxes = {
      { title = "오늘 주문", facts = {
        { label = "들어온 주문", value = "1,234건", url = "/admin/orders" },
        { label = "주문 금액", value = "12,345,600원" },
        { label = "입금 기다림", value = "7건", url = "/admin/orders?status=awaiting_deposit", tone = "wait" } } },
      { title = "작업", facts = { { label = "멈춘 작업", value = "1건", tone = "bad" } } },
    },
    page = { title = "오늘" },
  },
  quiet = { boxes = {}, page = { title = "오늘" }, orders = { heads = heads, rows = {},
    empty = { icon = "receipt", title = "아직 주문이 없어요", text = "첫 주문을 기다려요." } } },
  least = { boxes = {}, page = { title = "오늘" } },
}
