-- The shapes of what staff set for a mall.

local shape = require "shared.shape"
local facts = require "mall.rules.facts"
local home = require "mall.rules.home"
local payment = require "mall.rules.payment"

local forms = {}

local hosts = function(values, fail)
  local list = facts.lines(values.hosts or "")
  if #list == 0 then fail("hosts", "주소가 하나는 있어야 해요.") end
  local seen = {}
  for _, host in ipairs(list) do
    if not host:find("^[%l%d][%l%d.-]*$") or host:find("..", 1, true) or #host > 253 then
      fail("hosts", ("“%s”는 호스트 이름이 아니에요. shop.example.kr처럼 소문자로 써 주세요."):format(host))
    elseif seen[host] then
      fail("hosts", ("“%s”가 두 번 있어요."):format(host))
    end
    seen[host] = true
  end
end

local texts = { check = hosts }
for i, field in ipairs(facts.fields) do
  local options = { label = field.label, max = field.max, required = field.need or false, lines = field.kind == "area" }
  texts[i] = field.kind == "email" and shape.email(field.name, options) or shape.text(field.name, options)
end
forms.facts = shape.form(texts)

local accounts = { check = function(values, fail) payment.accounts(values, fail) end,
  shape.integer("due_days", { label = "입금 기한", unit = "일", min = 1, max = 14 }),
  shape.integer("quote_minutes", { label = "금액을 지켜 드리는 시간", unit = "분", min = 1, max = 60 }) }
local codes = {}
for i, bank in ipairs(payment.banks) do codes[i] = bank[1] end
for i = 1, payment.MOST do
  for _, one in ipairs {
    shape.choice("bank_" .. i, { label = "은행", of = codes, required = false }),
    shape.text("number_" .. i, { label = "계좌번호", max = 40, required = false }),
    shape.text("holder_" .. i, { label = "예금주", max = 40, required = false }),
    shape.flag("active_" .. i, { label = "지금 받기" }),
  } do accounts[#accounts + 1] = one end
end
forms.payment = shape.form(accounts)

forms.popular = shape.form {
  check = function(values, fail)
    local words = facts.lines(values.popular or "")
    if #words > 10 then fail("popular", "인기 검색어는 10개까지예요.") end
    for _, word in ipairs(words) do
      if #word > 60 then fail("popular", ("“%s…”가 너무 길어요."):format(word:sub(1, 30))) end
    end
  end,
  shape.text("popular", { label = "인기 검색어", max = 700, lines = true, required = false }),
}

--- The shape of the front page's form.
---@param stored { heroes: table[], sections: table[] }
---@return shape_form
function forms.home(stored)
  local list = { check = function(values, fail) home.read(values, stored, fail) end }
  for i, field in ipairs(home.fields(#stored.heroes, #stored.sections)) do
    if field.kind == "number" then
      list[i] = shape.integer(field.name, { label = field.label, min = 1, max = 99, required = false })
    else
      list[i] = shape.text(field.name, { label = field.label, max = field.max, lines = field.kind == "area",
        required = false })
    end
  end
  return shape.form(list)
end

return forms
