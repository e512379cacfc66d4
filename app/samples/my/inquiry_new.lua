-- The form of an inquiry: one that came back with errors, and a new one.

local topics = { { value = "order", label = "주문·결제" }, { value = "delivery", label = "배송" } }

return {
  full = { title = "1:1 문의하기", my = "inquiries",
    topics = topics,
    form = { values = { topic = "delivery", order = "261129-XXXXXXX", title = "언제 출발하나요?", body = "네" },
      errors = { topic = "문의 유형을 다시 선택해 주세요.", order = "주문번호를 다시 확인해 주세요.",
        body = "문의 내용은 5자 이상 입력해 주세요." } },
    page = { title = "1:1 문의하기 | 견본상회", robots = "noindex" },
  },
  least = { title = "1:1 문의하기", my = "inquiries", topics = topics, form = { values = {}, errors = {} } },
}
