-- The letter with the answer to an inquiry.

return {
  full = { name = "김견본", title = "배추김치는 언제쯤 도착하나요?", question = "월요일에 주문했는데 아직 배송 준비 중이에요.\n이번 주 안에 받을 수 있을까요?",
    answer = "기다리게 해 드려 죄송해요.\n오늘 오후에 출발해서 내일이면 받아 보실 수 있어요.", answered_at = 1795897667, url = "/my/inquiries/1" },
  least = { name = "김", title = "질문", answer = "네." },
}
