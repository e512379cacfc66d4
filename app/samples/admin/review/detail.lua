-- A review as staff see it: hidden, shown, and only looked at.

local at = 1795897667.905

return {
  full = {
    review = { title = "맑은 갈비탕 700g", body = "국물이 맑아요.\n또 살게요.", rating = 5, badge = { label = "가려짐", tone = "bad" },
      facts = { { label = "쓴 사람", text = "김**" }, { label = "쓴 때", at = at },
        { label = "상품", link = { label = "맑은 갈비탕 700g", url = "/p/galbitang" } }, { label = "가린 이유", text = "연락처" } } },
    hidden = true, action = "/admin/reviews/1", may_write = true, form = { values = {}, errors = {} },
    page = { title = "맑은 갈비탕 700g", crumbs = { { name = "상품 후기", url = "/admin/reviews" }, { name = "맑은 갈비탕 700g" } } },
  },
  shown = {
    review = { title = "맑은 갈비탕 700g", body = "국물이 맑아요.", rating = 4, badge = { label = "보임", tone = "good" }, facts = {} },
    hidden = false, action = "/admin/reviews/1", may_write = true, form = { values = {}, errors = { why = "이유를 입력해 주세요." } },
    page = { title = "후기" },
  },
  least = {
    review = { title = "김", body = "네", rating = 1, badge = { label = "보임", tone = "good" }, facts = {} },
    hidden = false, action = "/admin/reviews/1", may_write = false, form = { values = {}, errors = {} },
      page = { title = "후기" },
  },
}
