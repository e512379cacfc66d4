-- What staff do about a cash receipt.

local shape = require "shared.shape"

local forms = {}

forms.work = shape.form {
  shape.choice("act", { label = "처리", of = { "issued", "cancelled", "again", "drop" } }),
  shape.integer("version", { label = "버전", min = 1, max = 1000000000 }),
  shape.text("number", { label = "승인번호", max = 30, required = false, default = "", pattern = "^[%w%-]+$",
    hint = "승인번호는 숫자와 영문자로 입력해 주세요." }),
  shape.text("reason", { label = "사유", max = 200, required = false, default = "" }),
}

return forms
