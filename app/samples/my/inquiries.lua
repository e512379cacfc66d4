-- A member's inquiries.

return {
  full = { title = "1:1 문의", my = "inquiries",
    inquiries = {
      { url = "/my/inquiries/inquiry-1", topic = "배송", title = "언제 출발하나요?", at = 1795897667.905,
        state = { key = "waiting", label = "답변 대기" } },
      { url = "/my/inquiries/inquiry-2", topic = "주문·결제", title = "현금영수증을 받고 싶어요", at = 1795497667.905,
        state = { key = "answered", label = "답변 완료" } },
    },
    pager = { page = 1, pages = 2, next_url = "/my/inquiries?page=2",
      pages_list = { { n = 1, url = "/my/inquiries", active = true }, { n = 2, url = "/my/inquiries?page=2",
        active = false } } },
    page = { title = "1:1 문의 | 견본상회", robots = "noindex" },
  },
  least = { title = "1:1 문의", my = "inquiries", inquiries = {}, pager = { page = 1, pages = 1, pages_list = {} } },
}
