-- The words and the agreements of the checkout.

local clock = require "shared.clock"
local won = require("shared.money").won

local rules = {}

rules.MEMOS = {
  { value = "문 앞에 놓아 주세요", label = "문 앞에 놓아 주세요" },
  { value = "경비실에 맡겨 주세요", label = "경비실에 맡겨 주세요" },
  { value = "택배함에 넣어 주세요", label = "택배함에 넣어 주세요" },
  { value = "배송 전에 연락 주세요", label = "배송 전에 연락 주세요" },
  { value = "other", label = "직접 입력" },
}

--- Required and optional agreements stand apart; consent to advertising stands apart by channel. None is ticked for the
--- shopper. `kind` is what the consent is recorded as, with this wording.
---@return {name:string, kind:string, label:string, required:boolean, url:string|nil, text:string|nil}[]
function rules.consents()
  return {
    { name = "agree_age", kind = "age", required = true, label = "만 14세 이상이에요",
      text = "만 14세 미만의 주문은 받지 않아요." },
    { name = "agree_order", kind = "order", required = true, url = "/terms",
      label = "주문할 상품과 금액을 확인했고 이용약관에 동의해요" },
    { name = "agree_privacy", kind = "privacy", required = true, url = "/privacy",
      label = "주문과 배송에 필요한 개인정보 수집·이용에 동의해요",
      text = "수집 항목: 이름, 휴대전화, 이메일, 주소, 입금자명 / 이용 목적: 주문 확인, 배송, 고객 상담 / 보유 기간: 거래 기록 5년. "
        .. "동의하지 않을 수 있지만, 동의하지 않으면 주문하실 수 없어요." },
    { name = "agree_marketing_email", kind = "marketing_email", required = false,
      label = "이메일로 할인과 새 상품 소식을 받을게요",
      text = "동의하지 않아도 주문할 수 있고, 언제든지 무료로 그만 받을 수 있어요." },
    { name = "agree_marketing_sms", kind = "marketing_sms", required = false,
      label = "문자로 할인과 새 상품 소식을 받을게요",
      text = "밤 9시부터 아침 8시까지는 보내지 않아요. 언제든지 무료로 그만 받을 수 있어요." },
  }
end

--- Whether all that is required was agreed to. A draft may be older than a consent that was added since.
---@param form table values of the checkout form
---@return boolean
function rules.is_agreed(form)
  for _, consent in ipairs(rules.consents()) do
    if consent.required and form[consent.name] ~= true then return false end
  end
  return true
end

--- The consents as they are recorded: a refusal is a record too.
---@param form table values of the checkout form
---@return {kind:string, agreed:boolean, wording:string}[]
function rules.recorded_consents(form)
  local list = {}
  for i, consent in ipairs(rules.consents()) do
    local wording = consent.text and consent.label .. "\n" .. consent.text or consent.label
    list[i] = { kind = consent.kind, agreed = form[consent.name] == true, wording = wording }
  end
  return list
end

---@param form table
---@return string
function rules.memo(form)
  if form.memo == "other" then return form.memo_other end
  return form.memo
end

---@param form table
---@return string
function rules.cash_receipt_text(form)
  if form.cash_receipt == "income" then return "소득공제용 " .. form.cash_receipt_no end
  if form.cash_receipt == "business" then return "지출증빙용 " .. form.cash_receipt_no end
  return "신청 안 함"
end

---@param due_at number
---@return string
function rules.due_text(due_at) return clock.datetime(due_at) .. "까지 입금해 주세요" end

--- What delivery costs more where.
---@param policy {jeju_surcharge:integer, island_surcharge:integer}
---@return {label:string, surcharge:integer, text:string}[]
function rules.regions(policy)
  return {
    { label = "제주", surcharge = policy.jeju_surcharge, text = "제주 추가 배송비 " .. won(policy.jeju_surcharge):format() },
    { label = "도서산간", surcharge = policy.island_surcharge,
      text = "도서산간 추가 배송비 " .. won(policy.island_surcharge):format() },
  }
end

local CASH = { bank_transfer = true, virtual_account = true, account_transfer = true }

--- Whether what is paid so is cash in the eyes of the tax office: then a cash receipt can be asked for.
---@param pay string  "bank.bank_transfer": provider and method
---@return boolean
function rules.is_cash(pay) return CASH[pay:match "%.([%w_]+)$"] or false end

return rules
