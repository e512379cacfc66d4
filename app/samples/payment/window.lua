-- Opening a window: by a link, by a form, by a script with a form, and by one with options.

local order = { number = "261129-4CDDDF5", amount = 72600 }
local fields = { { name = "P_MID", value = "견본" }, { name = "P_AMT", value = "72600" } }

return {
  full = { order = order, go = { kind = "form", url = "https://pay.example/start", fields = fields, charset = "EUC-KR" },
    method = "신용·체크카드", back = "/pay/261129-4CDDDF5", test = true,
    page = { title = "결제창 열기 | 견본상회", robots = "noindex", window = { "https://pay.example" } } },
  script = { order = order, go = { kind = "script", src = "https://pay.example/pay.js", call = "Pay.open", form = fields },
    method = "신용·체크카드", back = "/pay/261129-4CDDDF5", test = false },
  options = { order = order, go = { kind = "script", src = "https://pay.example/pay.js", call = "Pay.open" },
    options = '{"amount":72600}', method = "신용·체크카드", back = "/pay/261129-4CDDDF5", test = false },
  least = { order = order, go = { kind = "redirect", url = "https://pay.example/1" }, method = "토스페이",
    back = "/pay/261129-4CDDDF5", test = false },
}
