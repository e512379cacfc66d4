-- What the checkout form may contain. Everything is typed by hand or not at all: the postcode search only fills fields.

local text = require "text"
local money = require "shared.money"
local shape = require "shared.shape"
local rules = require "checkout.rules"

local forms = {}

forms.MEMO_OTHER = "other"

--- How an order is paid where nothing else is said.
forms.BANK = "bank.bank_transfer"

forms.checkout = shape.form {
  shape.text("orderer_name", { label = "이름", max = 40, min = 2 }),
  shape.phone("orderer_phone", { label = "휴대전화" }),
  shape.email("orderer_email", { label = "이메일", required = false, default = "" }),
  shape.flag("same_as_orderer", { label = "주문하시는 분과 같아요" }),
  shape.text("recipient_name", { label = "받으시는 분", max = 40, min = 2, required = false }),
  shape.phone("recipient_phone", { label = "받으시는 분 휴대전화", required = false }),
  shape.postcode("postcode", { label = "우편번호" }),
  shape.text("address1", { label = "주소", max = 120, min = 5 }),
  shape.text("address2", { label = "상세 주소", max = 120, default = "" }),
  shape.flag("save_address", { label = "배송지를 보관하기" }),
  shape.text("memo", { label = "배송 메모", max = 80, default = "" }),
  shape.text("memo_other", { label = "배송 메모 직접 입력", max = 80, default = "" }),
  shape.uuid("coupon", { label = "쿠폰", required = false, default = "" }),
  shape.won("points", { label = "적립금", min = 0, max = 10000000, required = false, default = 0 }),
  shape.text("pay", { label = "결제 방법", max = 60, required = false, default = forms.BANK }),
  shape.text("depositor", { label = "입금자명", max = 40, required = false }),
  shape.choice("cash_receipt", { label = "현금영수증", of = { "none", "income", "business" }, default = "none" }),
  shape.digits("cash_receipt_no", { label = "현금영수증 번호", min = 10, max = 18, default = "" }),
  shape.flag("agree_age", { label = "만 14세 이상", must = true,
    sentence = "만 14세 미만은 주문하실 수 없어요. 만 14세 이상이면 체크해 주세요." }),
  shape.flag("agree_order", { label = "주문 내용 확인 및 구매", must = true }),
  shape.flag("agree_privacy", { label = "개인정보 수집·이용", must = true }),
  shape.flag("agree_marketing_email", { label = "이메일 소식 받기" }),
  shape.flag("agree_marketing_sms", { label = "문자 소식 받기" }),
  check = function(values, fail)
    if values.same_as_orderer then
      values.recipient_name, values.recipient_phone = values.orderer_name, values.orderer_phone
    else
      if not values.recipient_name then fail("recipient_name", "받으시는 분을 입력해 주세요.") end
      if not values.recipient_phone then fail("recipient_phone", "받으시는 분 휴대전화를 입력해 주세요.") end
    end
    values.depositor = values.depositor or values.orderer_name
    if values.memo == forms.MEMO_OTHER and values.memo_other == "" then
      fail("memo_other", "배송 메모를 입력해 주세요.")
    end
    -- a card's own slip is proof enough: what was typed for another way to pay is not asked after
    if not rules.is_cash(values.pay) then values.cash_receipt, values.cash_receipt_no = "none", "" end
    local kind, number = values.cash_receipt, values.cash_receipt_no
    if kind == "income" and number and not number:find("^01%d%d%d%d%d%d%d%d%d?$") then
      fail("cash_receipt_no", "소득공제용 번호는 휴대전화 번호로 입력해 주세요.")
    elseif kind == "business" and number and #number ~= 10 then
      fail("cash_receipt_no", "사업자등록번호는 숫자 10자리로 입력해 주세요.")
    end
  end,
}

--- The confirmation carries nothing but its key and what its sums were promised by: what is ordered stands in the draft.
forms.confirm = shape.form {
  shape.uuid("place_key", { label = "주문서" }),
  shape.text("quote", { label = "주문 금액", max = 64, required = false, default = "" }),
}

--- What is kept of a form that was typed in part, to show what a coupon saves.
local KEPT = { "orderer_name", "orderer_phone", "orderer_email", "same_as_orderer", "recipient_name", "recipient_phone",
  "postcode", "address1", "address2", "save_address", "memo", "memo_other", "coupon", "points", "pay", "depositor",
  "cash_receipt", "cash_receipt_no", "agree_age", "agree_order", "agree_privacy",
  "agree_marketing_email", "agree_marketing_sms" }

---@param fields table<string, string|string[]>
---@return table<string, string>
function forms.partial(fields)
  local kept = {}
  for _, name in ipairs(KEPT) do
    local value = fields[name]
    if type(value) == "string" and #value <= 400 and text.valid(value) then kept[name] = value end
  end
  return kept
end

--- Points as they are typed, and as the form shows them again: "3,000".
---@param typed any
---@return integer|nil  nil: it is no amount
function forms.read_points(typed)
  if type(typed) ~= "string" then return tonumber(typed) or 0 end
  if not typed:find "%S" then return 0 end
  local amount = money.parse(typed)
  return amount and amount.amount
end

return forms
