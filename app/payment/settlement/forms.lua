-- What staff say about settlements: whose file it is, of which days, and how a difference is explained.

local shape = require "shared.shape"
local states = require "payment.rules.states"

local forms = {}

local providers = {}
for _, one in ipairs(states.provider_options) do
  if one.value ~= "bank" then providers[#providers + 1] = one.value end
end

forms.file = shape.form { shape.choice("provider", { label = "결제사", of = providers }) }

forms.fetch = shape.form {
  shape.choice("provider", { label = "결제사", of = providers }),
  shape.date("from", { label = "시작일" }), shape.date("to", { label = "종료일" }),
}

forms.explain = shape.form {
  shape.uuid("id", { label = "차이" }), shape.text("note", { label = "확인한 내용", max = 200, min = 2 }),
}

return forms
