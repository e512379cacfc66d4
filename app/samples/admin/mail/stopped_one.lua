-- An address that gets no mail, for who may change it and who may not.

local page = { title = "막은 주소", crumbs = { { name = "메일", url = "/admin/mail" },
  { name = "막은 주소", url = "/admin/mail/stopped" }, { name = "주소 하나" } } }

return {
  full = { title = "ki*@sample.example", facts = { { label = "사유", text = "반송된 주소" },
    { label = "응답 내용", text = "550 5.1.1 nobody here" }, { label = "막은 일시", at = 1795897667 } },
    form = { values = { why = "" }, errors = { why = "사유를 입력해 주세요." } }, remove_url = "/admin/mail/stopped/ab/remove",
    page = page },
  least = { title = "ki*@sample.example", facts = { { label = "사유", text = "직접 막은 주소" } },
    form = { values = {}, errors = {} }, page = page },
}
