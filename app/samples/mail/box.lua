-- The development mailbox.

return {
  full = {
    messages = {
      { label = "이메일 인증", subject = "[견본상회] 이메일 주소를 확인해 주세요", to = "kim@sample.example", name = "김견본",
        at = 1795897667.905, mall = "견본상회", url = "/dev/mail/0190" },
      { label = "직원: 계정 잠김", subject = "계정을 잠갔어요", to = "staff@sample.example", at = 1795897667.905, mall = "견본상회",
        url = "/dev/mail/0191" },
    },
    page = { title = "개발 우편함", robots = "noindex" },
  },
  least = { messages = {} },
}
