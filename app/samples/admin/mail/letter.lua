-- A letter as it would be sent: about an order, about one that is not there, and by somebody who may only look.

local page = { title = "주문 접수", crumbs = { { name = "메일", url = "/admin/mail" },
  { name = "미리보기", url = "/admin/mail/letters" }, { name = "주문 접수" } } }
local url = "/admin/mail/letters/order/placed"

local about = { title = "실제 주문으로 보기", label = "주문번호", placeholder = "261129-4CDDDF5", value = "261129-4CDDDF5" }
local missing = setmetatable({ value = "x", problem = "이 가게에는 이 번호의 주문이 없어요." }, { __index = about })

return {
  full = { title = "주문 접수", subject = "[견본상회] 주문을 받았어요", text = "김견본님, 주문을 받았어요\n", about = about,
    real = "261129-4CDDDF5", url = url, html_url = url .. "/html?about=261129-4CDDDF5", send_url = url .. "/send",
    email = "staff@sample.example", page = page },
  missing = { title = "주문 접수", subject = "[견본상회] 주문을 받았어요", text = "\n", about = missing, url = url,
    html_url = url .. "/html", email = "staff@sample.example", page = page },
  least = { title = "직원: 계정 잠김", subject = "잠갔어요", text = "\n", url = "/admin/mail/letters/staff/locked",
    html_url = "/admin/mail/letters/staff/locked/html", email = "staff@sample.example", page = page },
}
