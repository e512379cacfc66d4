-- The sign-up form: sent back, and as it opens.

local consents = {
  { name = "agree_age", kind = "age", required = true, label = "만 14세 이상이에요", text = "만 14세 미만은 가입하실 수 없어요." },
  { name = "agree_terms", kind = "terms", required = true, url = "/terms", label = "이용약관에 동의해요" },
  { name = "agree_marketing_email", kind = "marketing_email", required = false,
    label = "이메일로 소식을 받을게요", text = "언제든지 그만 받을 수 있어요." },
}

return {
  full = {
    consents = consents, return_to = "/cart",
    form = { values = { email = "kim@example.kr", name = "김견본", phone = "01012345678", birth_date = "2020-01-01",
        return_to = "/cart" },
      errors = { email = "이메일을 확인해 주세요.", password = "너무 쉬운 비밀번호예요.", birth_date = "만 14세 미만은 가입할 수 없어요.",
        agree_age = "동의해 주세요.", form = "잠시 후 다시 시도해 주세요." } },
    page = { title = "회원가입 | 견본상회", robots = "noindex" },
  },
  least = { consents = consents, form = { values = {}, errors = {} } },
}
