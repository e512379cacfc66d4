-- One message of the development mailbox.

return {
  full = {
    message = { label = "이메일 인증", subject = "[견본상회] 이메일 주소를 확인해 주세요", to = "kim@sample.example", name = "김견본",
      at = 1795897667.905 },
    html_url = "/dev/mail/0190/html", source_url = "/dev/mail/0190/source",
    text = "안녕하세요. 인증하기: https://sample.example/join/verify",
    page = { title = "이메일 주소를 확인해 주세요 | 개발 우편함", robots = "noindex" },
  },
  least = { message = { label = "이메일 인증", subject = "확인", to = "kim@sample.example", at = 1795897667.905 },
    html_url = "/dev/mail/0191/html", source_url = "/dev/mail/0191/source", text = "확인" },
}
