-- A question about a product as staff see it: hidden, open, and only looked at.

local at = 1795897667.905

return {
  full = {
    question = { title = "맑은 갈비탕 700g", body = "전화 주세요 010-1234-5678", badge = { label = "가려짐", tone = "bad" },
      facts = { { label = "쓴 사람", text = "김**" }, { label = "공개", text = "비밀글" }, { label = "문의일시", at = at },
        { label = "상품", link = { label = "맑은 갈비탕 700g", url = "/p/galbitang" } }, { label = "가린 이유", text = "연락처" } } },
    answered = true, hidden = true, action = "/admin/questions/1", version = 2, may_write = true,
    form = { values = { answer = "꼭 끓여서 드세요." }, errors = { answer = "답변을 입력해 주세요." } },
    page = { title = "맑은 갈비탕 700g", crumbs = { { name = "상품 문의", url = "/admin/questions" }, { name = "맑은 갈비탕 700g" } } },
  },
  open = {
    question = { title = "맑은 갈비탕 700g", body = "많이 매운가요?", badge = { label = "답변 대기", tone = "wait" }, facts = {} },
    answered = false, hidden = false, action = "/admin/questions/1", version = 1, may_write = true,
    form = { values = {}, errors = { why = "이유를 입력해 주세요." } }, page = { title = "문의" },
  },
  least = {
    question = { title = "김", body = "네?", badge = { label = "답변 대기", tone = "wait" }, facts = {} },
    answered = false, hidden = false, action = "/admin/questions/1", version = 1, may_write = false,
    form = { values = {}, errors = {} }, page = { title = "문의" },
  },
}
