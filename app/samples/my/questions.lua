-- What a member asked about products.

local at = 1795897667.905

return {
  full = { title = "상품 문의", my = "questions",
    questions = {
      { id = "question-1", product = { name = "맑은 갈비탕 700g", url = "/p/galbitang" }, secret = true, body = "언제 받을 수 있나요?",
        at = at, state = "답변 대기", remove_url = "/my/questions/question-1/remove" },
      { id = "question-2", product = { name = "돌산 갓김치 1kg", url = "/p/gat-kimchi" }, secret = false, body = "많이 매운가요?",
        at = at - 400000, answer = "고춧가루를 적게 써서 순한 편이에요.", answered_at = at - 300000, state = "답변 완료" },
      { id = "question-3", product = { name = "돌산 갓김치 1kg", url = "/p/gat-kimchi" }, secret = false, body = "광고 글",
        at = at - 800000, hidden_why = "상품과 상관없는 글이에요", state = "답변 대기",
        remove_url = "/my/questions/question-3/remove" },
    },
    pager = { page = 1, pages = 2, next_url = "/my/questions?page=2",
      pages_list = { { n = 1, url = "/my/questions", active = true }, { n = 2, url = "/my/questions?page=2",
        active = false } } },
    page = { title = "상품 문의 | 견본상회", robots = "noindex" },
  },
  least = { title = "상품 문의", my = "questions", questions = {}, pager = { page = 1, pages = 1, pages_list = {} } },
}
