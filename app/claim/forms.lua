-- What somebody types who wants something undone, and what staff types about it.

local shape = require "shared.shape"
local reasons = require "claim.rules.reasons"
local terms = require "claim.rules.terms"

local forms = {}

forms.KINDS = { "cancel", "return", "exchange" }

local values = {}
for i, reason in ipairs(reasons.ALL) do values[i] = reason.value end

--- What is chosen before the sum is shown. The units of each line are read beside it: `forms.units`.
forms.choice = shape.form {
  shape.choice("kind", { label = "신청", of = forms.KINDS }),
  shape.choice("reason", { label = "사유", of = values }),
}

--- What is sent with the confirmation.
forms.request = shape.form {
  check = function(given, fail)
    if given.how == "self" and given.number and not given.carrier then fail("carrier", "택배사를 입력해 주세요.") end
    local some, all = given.bank_code or given.account or given.holder, given.bank_code and given.account and given.holder
    if some and not all then
      for name, label in pairs { bank_code = "은행을 골라", account = "계좌번호를 입력해", holder = "예금주를 입력해" } do
        if not given[name] then fail(name, label .. " 주세요.") end
      end
    end
  end,
  shape.choice("kind", { label = "신청", of = forms.KINDS }),
  shape.choice("reason", { label = "사유", of = values }),
  shape.text("reason_text", { label = "자세한 사유", max = 500, lines = true, required = false }),
  shape.choice("how", { label = "보내는 방법", of = { "pickup", "self" }, required = false, default = "pickup" }),
  shape.text("carrier", { label = "택배사", max = 40, required = false }),
  shape.text("number", { label = "송장번호", max = 40, required = false }),
  shape.text("bank_code", { label = "은행", max = 3, required = false }),
  shape.digits("account", { label = "계좌번호", min = 6, max = 16, required = false }),
  shape.text("holder", { label = "예금주", max = 40, min = 2, required = false }),
  shape.integer("total", { label = "예상 환불 금액", min = 0, max = 1000000000000, required = false }),
  shape.uuid("key", { label = "신청", required = false }),
}

forms.sent = shape.form {
  shape.text("carrier", { label = "택배사", max = 40 }),
  shape.text("number", { label = "송장번호", max = 40, min = 4 }),
}

--- What staff decides; which of these an event needs is asked by its flow.
forms.decision = shape.form {
  shape.text("from", { label = "상태", max = 20 }),
  shape.text("answer", { label = "손님께 드리는 말", max = 1000, lines = true, required = false }),
  shape.text("carrier", { label = "택배사", max = 40, required = false }),
  shape.text("number", { label = "송장번호", max = 40, required = false }),
  shape.flag("dispatch", { label = "등록하면서 발송 처리" }),
  shape.choice("fault", { label = "귀책", of = { "buyer", "seller" }, required = false }),
  shape.integer("total", { label = "환불 금액", min = 0, max = 1000000000000, required = false }),
}

-- ── What a mall sets ──

local BOUNDS, ORDERS = terms.BOUNDS, { { value = "card_first", label = "결제 수단 먼저, 적립금은 나중에" },
  { value = "points_first", label = "적립금 먼저" }, { value = "proportional", label = "낸 비율대로" } }
local orders = {}
for i, one in ipairs(ORDERS) do orders[i] = one.value end

---@type editing.field[]
forms.policy_fields = {
  { name = "return_fee", label = "반품 배송비", kind = "won", need = true, hint = "구매자 사정일 때 한 번 보내는 값이에요." },
  { name = "exchange_fee", label = "교환 배송비", kind = "won", need = true, hint = "구매자 사정일 때 오가는 값이에요." },
  { name = "days", label = "단순 변심 기한", kind = "number", unit = "일", need = true,
    hint = "배송 완료 뒤 7일보다 짧을 수 없어요 (전자상거래법 제17조)." },
  { name = "defect_days", label = "상품에 문제가 있을 때의 기한", kind = "number", unit = "일", need = true,
    hint = "배송 완료 뒤 90일보다 짧을 수 없어요." },
  { name = "refund_order", label = "돌려주는 순서", kind = "select", options = ORDERS },
}

local function bounded(make, name, label, unit)
  return make(name, { label = label, unit = unit, min = BOUNDS[name][1], max = BOUNDS[name][2] })
end

forms.policy = shape.form {
  bounded(shape.won, "return_fee", "반품 배송비"), bounded(shape.won, "exchange_fee", "교환 배송비"),
  bounded(shape.integer, "days", "단순 변심 기한", "일"), bounded(shape.integer, "defect_days", "상품에 문제가 있을 때의 기한", "일"),
  shape.choice("refund_order", { label = "돌려주는 순서", of = orders }),
}

-- ── Units ──

local function one(sent)
  if type(sent) == "table" then return #sent == 1 and sent[1] or "?" end
  return sent
end

--- So many units of each line: fields q1, q2 … What is no whole number from 0 to 99 is nil, with a sentence.
---@param sent table<string, string|string[]>
---@param prefix string  "q"
---@param positions integer[]
---@return { position: integer, qty: integer }[]|nil
---@return string|nil sentence
function forms.units(sent, prefix, positions)
  local list = {}
  for _, position in ipairs(positions) do
    local typed = one(sent[prefix .. position])
    if typed and typed ~= "" then
      local qty = #typed <= 2 and typed:find "^%d+$" and tonumber(typed)
      if not qty then return nil, "수량은 0부터 99까지 숫자로 골라 주세요." end
      if qty > 0 then list[#list + 1] = { position = position, qty = qty } end
    end
  end
  return list
end

--- What each line is exchanged for: fields s1, s2 …
---@param sent table<string, string|string[]>
---@param lines { position: integer, exchange_sku_id: string|nil }[]
function forms.exchanges(sent, lines)
  for _, line in ipairs(lines) do
    local typed = one(sent["s" .. line.position])
    line.exchange_sku_id = typed and typed:match "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"
  end
end

return forms
