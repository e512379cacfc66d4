-- The policy of dormancy as staff type it.

local rules = require "dormancy.rules"
local shape = require "shared.shape"

local forms = {}

--- The fields of the form, in their order.
---@type editing.field[]
forms.fields = {
  { name = "on", label = "휴면 정책 쓰기", kind = "switch", hint = "끄면 아무도 휴면으로 바뀌지 않고, 이미 휴면인 회원은 로그인하면 돌아와요." },
  { name = "months", label = "로그인하지 않은 기간", kind = "number", unit = "개월", need = true },
  { name = "notice_days", label = "휴면 전 알림", kind = "number", unit = "일 전", need = true },
}

local function count(name, label)
  return shape.integer(name, { label = label, min = rules.BOUNDS[name][1], max = rules.BOUNDS[name][2] })
end

forms.policy = shape.form { shape.flag("on", { label = "휴면 정책 쓰기" }), count("months", "로그인하지 않은 기간"),
  count("notice_days", "휴면 전 알림") }

return forms
