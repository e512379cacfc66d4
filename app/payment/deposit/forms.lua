-- What staff write down of a deposit, and decide about it.

local shape = require "shared.shape"

local forms = {}

forms.add = shape.form {
  shape.date("date", { label = "입금일" }),
  shape.text("time", { label = "입금 시각", max = 5, required = false, default = "", pattern = "^[0-2]?%d:[0-5]%d$",
    hint = "입금 시각은 14:03처럼 입력해 주세요." }),
  shape.won("amount", { label = "금액", min = 1, max = 1000000000000 }),
  shape.text("depositor", { label = "보낸 분", max = 40 }),
  shape.text("memo", { label = "적요", max = 100, required = false, default = "" }),
}

forms.work = shape.form {
  shape.choice("act", { label = "처리", of = { "assign", "return", "ignore", "returned", "reopen" } }),
  shape.integer("version", { label = "버전", min = 1, max = 1000000000 }),
  shape.text("number", { label = "주문번호", max = 20, required = false, default = "" }),
  shape.text("reason", { label = "사유", max = 200, required = false, default = "" }),
  shape.text("bank", { label = "은행", max = 20, required = false, default = "" }),
  shape.digits("account", { label = "계좌번호", min = 5, max = 20, required = false, default = "" }),
  shape.text("holder", { label = "예금주", max = 40, required = false, default = "" }),
}

return forms
