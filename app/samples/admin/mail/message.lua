-- One letter, given up after a while; and one that was just written.

local page = { title = "이메일 인증", crumbs = { { name = "메일", url = "/admin/mail" }, { name = "메일 하나" } } }

return {
  full = {
    title = "이메일 인증", badge = { label = "실패", tone = "bad" },
    facts = { { label = "받는 주소", text = "ki*@sample.example", note = "김*본" }, { label = "제목", text = "확인해 주세요" },
      { label = "등록일시", at = 1795897667 }, { label = "처리일시", at = 1795897667 }, { label = "시도", text = "20번" },
      { label = "보낸 곳", text = "smtp", note = "<0190@sample.example>" },
      { label = "사유", text = "refused: 550 5.1.1 nobody here" } },
    events = { { at = 1795897667, text = "없는 주소라 반송됐어요", detail = "550 5.1.1" }, { at = 1795897668, text = "보냈어요" } },
    retry_url = "/admin/mail/0190/retry", page = page,
  },
  least = {
    title = "주문 접수", badge = { label = "보낼 예정", tone = "wait" },
    facts = { { label = "제목", text = "", note = "보낼 때 정해져요" }, { label = "처리일시" } }, events = {}, page = page,
  },
}
