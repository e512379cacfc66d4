-- An inquiry: answered, and waiting for its answer.

local at = 1795897667.905

return {
  full = { title = "1:1 문의", my = "inquiries",
    inquiry = { topic = "배송", title = "언제 출발하나요?", body = "주말에 받고 싶어요.\n가능할까요?", at = at - 90000,
      state = { key = "answered", label = "답변 완료" }, answer = "금요일에 보내 드릴게요.", answered_at = at,
      order = { number = "261129-4CDDDF5", url = "/orders/261129-4CDDDF5" } },
    page = { title = "언제 출발하나요? | 견본상회", robots = "noindex" },
  },
  least = { title = "1:1 문의", my = "inquiries", inquiry = { topic = "배송", title = "언제 출발하나요?", body = "주말에 받고 싶어요.", at = at,
    state = { key = "waiting", label = "답변 대기" } } },
}
