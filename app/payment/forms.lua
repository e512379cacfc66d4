-- What a shopper says when paying.

local shape = require "shared.shape"

local forms = {}

forms.pay = shape.form {
  shape.text("offer", { label = "결제 수단", max = 60, required = false, default = "" }),
  shape.integer("instalments", { label = "할부 개월", unit = "개월", min = 0, max = 12, default = 0,
    required = false }),
  shape.text("depositor", { label = "입금자명", max = 40, required = false }),
}

return forms
