-- One section of what staff set for a mall.

local fields = {
  { name = "name", label = "이름", need = true, max = 40 },
  { name = "fee", label = "배송비", kind = "won", hint = "0이면 무료예요." },
  { name = "days", label = "기한", kind = "number", unit = "일" },
  { name = "note", label = "안내", kind = "area", rows = 3, max = 300, wide = true },
  { name = "bank", label = "은행", kind = "select", group = true, options = { { value = "", label = "고르지 않음" },
    { value = "004", label = "국민은행" } } },
  { name = "kind", label = "종류", kind = "choice", options = { { value = "a", label = "가", note = "보통" },
    { value = "b", label = "나" } } },
  { name = "open", label = "받기", kind = "switch", hint = "끄면 숨겨요." }, { name = "file", label = "파일", kind = "file" },
  { name = "day", label = "날짜", kind = "date" },
}

local tabs = { { label = "기본 정보", url = "/admin/settings/facts", active = true },
  { label = "배송", url = "/admin/settings/shipping", active = false } }

return {
  full = {
    title = "기본 정보", text = "몰 이름과 사업자 정보예요.", tabs = tabs, action = "/admin/settings/facts", fields = fields,
    history = { { at = 1795897667, staff = "hana@shop.kr", action = "배송 설정",
      changes = { { label = "배송비", before = "3,000", after = "2,500" } } } },
    may_write = true, facts = { done = 8, of = 10, missing = { "대표자", "상호" } },
    form = { version = 3, was = "{}", values = { name = "견본", fee = "삼천", bank = "004", kind = "a", open = "1" },
      errors = { fee = "금액을 확인해 주세요.", kind = "하나를 골라 주세요.", open = "켜 주세요.", name = "이름을 입력해 주세요." } },
    page = { title = "기본 정보 설정", crumbs = { { name = "몰", url = "/admin/malls" }, { name = "기본 정보" } } },
  },
  least = { title = "배송", tabs = {}, history = {},
    action = "/x", fields = {}, may_write = false, form = { values = {}, errors = {} },
    page = { title = "배송" } },
}
