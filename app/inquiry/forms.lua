-- What a member asks us, and what we answer.

local shape = require "shared.shape"
local rules = require "inquiry.rules"

local forms = {}

local topics = {}
for i, topic in ipairs(rules.TOPICS) do topics[i] = topic.value end

forms.inquiry = shape.form {
  shape.choice("topic", { label = "문의 유형", of = topics }),
  shape.text("order", { label = "주문번호", max = 20, required = false }),
  shape.text("title", { label = "제목", max = 100, min = 2 }),
  shape.text("body", { label = "문의 내용", max = 2000, min = 5, lines = true }),
}

forms.answer = shape.form {
  shape.text("answer", { label = "답변", max = 4000, min = 2, lines = true }),
  shape.integer("version", { label = "버전", min = 1, max = 1000000000 }),
}

return forms
