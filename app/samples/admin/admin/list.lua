-- A list of the back office, as shared/listing/face.lua makes it.

local moment = 1795897667

local function row(n, more)
  local cells = {
    { kind = "link", label = "주문번호", text = "261129-4CDDDF" .. n, url = "/admin/orders/261129-4CDDDF" .. n },
    { kind = "date", label = "주문일시", text = "2026.11.29 (일) 09:27", at = moment },
    { kind = "badge", label = "상태", text = "입금대기", tone = "wait" },
    { kind = "text", label = "주문자", text = "김*본", note = "010-****-5678" },
    { kind = "won", label = "결제금액", text = "72,600원", right = true },
    { kind = "text", label = "비고" },
    { kind = "picture", label = "사진", text = "굴밥", image = { id = "picture-1", alt = "굴밥" } },
  }
  if more then cells[#cells + 1] = more end
  return { id = "261129-4CDDDF" .. n, cells = cells }
end

return {
  full = {
    title = "주문", text = "어제부터 들어온 주문이에요.",
    actions = { { label = "새로 만들기", url = "/admin/orders/new", icon = "plus", main = true },
      { label = "내보내기", url = "/x" } },
    grid = {
      name = "orders", path = "/admin/orders", return_to = "/admin/orders?status=paid", query = "?status=paid",
      narrowed = true,
      views = { { label = "전체", url = "?", active = false }, { label = "결제완료", url = "?status=paid", active = true },
        { label = "이번 주", url = "?q=x", active = false, id = "view-1", shared = true } },
      export = { csv = "/admin/orders?export=csv", xlsx = "/admin/orders?export=xlsx" },
      filters = {
        { name = "q", label = "찾기", kind = "text", value = "김", placeholder = "주문번호, 이름", asked = true },
        { name = "status", label = "상태", kind = "choice", asked = true,
          options = { { value = "paid", label = "결제완료", chosen = true },
            { value = "x", label = "다른 것", chosen = false } } },
        { name = "placed", label = "주문일", kind = "date", from = "2026-11-01", to = "", asked = false },
        { name = "amount", label = "결제금액", kind = "number", from = "", to = "", unit = "원", asked = false },
        { name = "late", label = "기한 지남", kind = "flag", value = "", asked = false },
      },
      kept = { sort = "number", size = 20, columns = "number.status", asked = { { name = "status", value = "paid" } } },
      chips = { { label = "찾기", text = "“김”", url = "?status=paid" }, { label = "상태", text = "결제완료", url = "?q=x" } },
      problems = { "주문일을 2026-11-29처럼 입력해 주세요." }, total = "1,234건",
      heads = { { label = "주문번호", url = "?sort=number" }, { label = "주문일시", url = "?", sorted = "descending" },
        { label = "상태", url = "?sort=status", sorted = "ascending" }, { label = "주문자" },
        { label = "결제금액", url = "?sort=-amount", right = true }, { label = "비고" }, { label = "사진" } },
      columns = { { name = "number", label = "주문번호", shown = true }, { name = "memo", label = "메모", shown = false } },
      rows = { row(1), row(2) }, bulk = { { label = "입금 확인", url = "/admin/orders/deposits" } },
      pager = { page = 3, pages = 9, first = 101, last = 150, first_url = "?", prev_url = "?page=2", next_url = "?page=4" },
    },
    page = { title = "주문", crumbs = { { name = "판매", url = "/admin/orders" }, { name = "주문" } } },
  },
  least = {
    title = "주문",
    grid = { name = "orders", path = "/admin/orders", return_to = "/admin/orders", query = "", narrowed = false,
      views = {}, filters = {}, kept = { asked = {} }, chips = {}, problems = {}, total = "0건", heads = {}, columns = {},
      rows = {}, bulk = {},
      pager = { page = 1, pages = 1, first = 0, last = 0 }, empty = { title = "아직 아무것도 없어요" } },
    page = { title = "주문" },
  },
}
