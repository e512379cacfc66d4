-- A letter as it would be sent: about an order, about one that is not there, and by somebody who may only look.

local page = { title = "주문 접수", crumbs = { { name = "메일", url = "/admin/mail" },
  { name = "미리보기", url = "/admin/mail/letters" }, { name = "주문 접수" } } }
local url = "/admin/mail/letters/order/placed"

return {
  full = { title = "주문 접수", subject = "[견본상회] 주문을 받았어요", text = "김견본님, 주문을 받았어요\n", order = "261129-4CDDDF5",
    of_order = true, url = url, shown_number = "261129-4CDDDF5", html_url = url .. "/html?order=261129-4CDDDF5",
    send_url = url .. "/send", email = "staff@sample.example", page = page },
  missing = { title = "주문 접수", subject = "[견본상회] 주문을 받았어요", text = "\n", order = "x", of_order = true, url = url,
    problem = "주문번호와 연락처를 다시 확인해 주세요.", html_url = url .. "/html", email = "staff@sample.example", page = page },
  least = { title = "이메일 인증", subject = "확인해 주세요", text = "\n", order = "", url = "/admin/mail/letters/member/verify",
    html_url = "/admin/mail/letters/member/verify/html", email = "staff@sample.example", page = page },
}
