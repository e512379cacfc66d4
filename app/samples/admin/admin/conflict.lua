-- Two people had the same thing open.

return {
  full = {
    title = "배송 정책", action = "/admin/shipping", cancel_url = "/admin/shipping", version = 4, was = '{"fee":"3,000"}',
    choices = {
      { name = "fee", label = "배송비", mine = "2,500", theirs = "3,000", mine_text = "2,500", theirs_text = "3,000" },
      { name = "note", label = "안내", mine = "", theirs = "오후 두 시까지 주문하면\n오늘 보내요", mine_text = "",
        theirs_text = "오후 두 시까지 주문하면\n오늘 보내요" } },
    settled = { { label = "택배사", text = "한진택배", whose = "theirs" }, { label = "이름", text = "", whose = "mine" } },
    kept = { { name = "carrier", value = "한진택배" }, { name = "name", value = "" } }, page = { title = "배송 정책" },
  },
  least = { title = "배송 정책", action = "/admin/shipping", cancel_url = "/admin/shipping", version = 2, was = "{}",
    choices = {}, settled = {}, kept = {}, page = { title = "배송 정책" } },
}
