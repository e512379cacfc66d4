-- Where money goes back to, as somebody types it.

local shape = require "shared.shape"
local banks = require "refund.rules.banks"

local forms = {}

--- The fields of an account.
---@return shape_field[]
function forms.account_fields()
  return {
    shape.choice("bank_code", { label = "은행", of = banks.CODES }),
    shape.digits("number", { label = "계좌번호", min = 6, max = 16 }),
    shape.text("holder", { label = "예금주", max = 40, min = 2 }),
  }
end

forms.account = shape.form(forms.account_fields())

forms.transferred = shape.form {
  shape.text("reference", { label = "송금 내역", max = 100, min = 2 }),
}

return forms
