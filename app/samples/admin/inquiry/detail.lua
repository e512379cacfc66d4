-- An inquiry as staff see it: answered, and waiting.

local at = 1795897667.905

return {
  full = {
    inquiry = { title = "언제 출발하나요?", body = "주말에 받고 싶어요.\n가능할까요?", badge = { label = "답변 완료", tone = "good" },
      facts = { { label = "회원", text = "김*본" }, { label = "유형", text = "배송" }, { label = "문의일시", at = at },
        { label = "주문", link = { label = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" } },
        { label = "답변일시", at = at, note = "hana@shop.kr" } } },
    answered = true, action = "/admin/inquiries/1", version = 2, may_write = true,
    form = { values = { answer = "금요일에 보내 드릴게요." }, errors = { answer = "답변을 입력해 주세요." } },
    page = { title = "언제 출발하나요?", crumbs = { { name = "1:1 문의", url = "/admin/inquiries" }, { name = "언제 출발하나요?" } } },
  },
  read_only = {
    inquiry = { title = "언제 출발하나요?", body = "주말에 받고 싶어요.", badge = { label = "답변 완료", tone = "good" }, facts = {} },
    answered = true, action = "/admin/inquiries/1", version = 2, may_write = false,
    form = { values = { answer = "금요일에 보내 드릴게요." }, errors = {} }, page = { title = "문의" },
  },
  least = {
    inquiry = { title = "네?", body = "네", badge = { label = "답변 대기", tone = "wait" }, facts = {} },
    answered = false, action = "/admin/inquiries/1", version = 1, may_write = false, form = { values = {}, errors = {} },
    page = { title = "문의" },
  },
}
