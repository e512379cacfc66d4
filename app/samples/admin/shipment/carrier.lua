-- A carrier's form: a new one that was sent back, and as it opens for who may only look.

local fields = {
  { name = "code", label = "코드", need = true, max = 30, hint = "나중에 바꿀 수 없어요." },
  { name = "url", label = "배송 조회 주소", kind = "url", max = 300, wide = true },
  { name = "number_most", label = "송장번호 최대 자릿수", kind = "number", need = true, unit = "자리" },
  { name = "enabled", label = "사용", kind = "switch" },
}

return {
  full = { title = "택배사 더하기", fields = fields, action = "/admin/carriers/new", cancel_url = "/admin/carriers",
    may_write = true,
    form = { values = { code = "cj", url = "https://trace.example/", number_most = "12", enabled = "1" },
      errors = { url = "송장번호가 들어갈 곳에 {no}를 적어 주세요." }, version = 0, was = "{}" },
    page = { title = "택배사 더하기", crumbs = { { name = "택배사", url = "/admin/carriers" }, { name = "택배사 더하기" } } } },
  least = { title = "CJ대한통운", fields = fields, action = "/admin/carriers/cj", cancel_url = "/admin/carriers",
    may_write = false,
    form = { values = {}, errors = {}, version = 1, was = "{}" }, page = { title = "CJ대한통운" } },
}
