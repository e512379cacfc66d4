-- What staff decide about a payment, and about what differs from a provider's books.

local shape = require "shared.shape"

local forms = {}

forms.work = shape.form {
  shape.choice("act", { label = "처리", of = { "accept", "restore", "dismiss", "take_back", "ask" } }),
  shape.text("reason", { label = "사유", max = 200, required = false, default = "" }),
}

forms.settle = shape.form {
  shape.uuid("run", { label = "대사" }), shape.uuid("payment", { label = "결제" }),
  shape.choice("kind", { label = "다른 점", of = { "unknown_there", "captured", "cancelled" } }),
  shape.text("note", { label = "확인한 내용", max = 200, min = 2 }),
}

return forms
