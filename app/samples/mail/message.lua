-- One message of the development mailbox.

local message = { id = "0190", label = "이메일 인증", template = "member/verify", subject = "[견본상회] 이메일 주소를 확인해 주세요",
  to = "kim@sample.example", name = "김견본", at = 1795897667.905, mall = "견본상회", url = "/dev/mail/0190" }

return {
  full = { message = message, text = "안녕하세요.\n\n인증하기: https://sample.example/join/verify\n",
    page = { title = "이메일 주소를 확인해 주세요 | 개발 우편함", robots = "noindex" } },
  least = { message = { id = "0190", label = "이메일 인증", template = "member/verify", subject = "확인", to = "kim@sample.example",
    at = 1795897667.905, url = "/dev/mail/0190" }, text = "\n" },
}
