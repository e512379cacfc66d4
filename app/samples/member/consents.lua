-- What advertising a member takes, and the ledger of it.

local consents = {
  { name = "agree_marketing_email", kind = "marketing_email", required = false, label = "이메일로 소식을 받을게요",
    text = "언제든지 그만 받을 수 있어요." },
  { name = "agree_night", kind = "night", required = false, label = "밤에도 받을게요" },
}

return {
  full = { title = "소식 받기와 동의", my = "consents", consents = consents,
    form = { values = { agree_marketing_email = true, agree_night = false }, errors = {} },
    history = { { at = 1790000000, what = "이메일 소식", agreed = true, channel = "회원가입", wording = "이메일로 소식을 받을게요" },
      { at = 1789000000, what = "이용약관", agreed = false, channel = "마이페이지", wording = "이용약관에 동의해요" } },
    page = { title = "소식 받기와 동의 | 견본상회", robots = "noindex" } },
  least = { title = "소식 받기와 동의", my = "consents", consents = consents, form = { values = {}, errors = {} }, history = {} },
}
