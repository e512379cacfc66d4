-- The order form: filled in and sent back with a word at every field, and as it opens.

local goods = require "samples.goods"

local values = { orderer_name = "김견본", orderer_phone = "01012345678", orderer_email = "kim@sample.example",
  same_as_orderer = "1", recipient_name = "이받음", recipient_phone = "01087654321", postcode = "06236",
  address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호", memo = "문 앞에 놓아 주세요", memo_other = "벨은 누르지 마세요",
  coupon = "00000000-0000-7000-8000-00000000000c", points = "5000", pay = "inicis.card", depositor = "박보냄",
    cash_receipt = "income", cash_receipt_no = "01011112222", agree_age = "1" }

local errors = { form = "처음부터 다시 확인해 주세요." }
for _, name in ipairs { "orderer_name", "orderer_phone", "orderer_email", "recipient_name", "recipient_phone", "postcode",
  "address1", "address2", "memo", "memo_other", "coupon", "points", "pay", "depositor", "cash_receipt", "cash_receipt_no",
    "agree_age" } do
  errors[name] = name .. " 칸을 다시 확인해 주세요."
end

local consents = {
  { name = "agree_age", kind = "age", label = "만 14세 이상이에요", required = true, text = "만 14세 미만의 주문은 받지 않아요." },
  { name = "agree_news", kind = "news", label = "소식을 받을게요", required = false, url = "/privacy" },
}

return {
  full = {
    addresses = { { label = "집", text = "서울 강남구 본보기로 1 101동 1001호", url = "/checkout?address=1#part-2", active = true },
      { label = "이받음", text = "제주 제주시 노연로 1", url = "/checkout?address=2#part-2", active = false } },
    form = { values = values, errors = errors }, lines = goods.lines(), totals = goods.till_totals, consents = consents,
    benefits = { saving = 5200, chosen = "00000000-0000-7000-8000-00000000000c",
      coupons = { { id = "00000000-0000-7000-8000-00000000000c", text = "5,200원 할인 · 가을 감사 쿠폰", saving = 5200, missing = 0 },
        { id = "00000000-0000-7000-8000-00000000000d", text = "큰손 쿠폰 · 20,000원 할인 · 28,200원 더 담으면 쓸 수 있어요", saving = 0,
          missing = 28200 } },
      points = { balance = 12340, most = 12340, used = 5000, unit = 10 } },
    methods = { { key = "inicis.card", provider = "inicis", method = "card", label = "신용·체크카드", note = "모든 카드, 5만원부터 할부",
      cash = false, later = false }, { key = "bank.bank_transfer", provider = "bank", method = "bank_transfer",
      label = "무통장입금",
      cash = true, later = true } }, method = "inicis.card", free = false,
    regions = { { label = "제주", surcharge = 3000, text = "제주 추가 배송비 3,000원" } },
    memos = { { value = "문 앞에 놓아 주세요", label = "문 앞에 놓아 주세요" }, { value = "other", label = "직접 입력할게요" } },
    due_text = "2026.12.02 (수) 23:59까지 입금해 주세요",
    page = { title = "주문서 작성 | 견본상회", robots = "noindex", postcode = true },
  },
  least = {
    addresses = {}, form = { values = {}, errors = {} }, lines = { goods.least_line() }, totals = goods.least_totals,
      consents = {},
    methods = { { key = "bank.bank_transfer", provider = "bank", method = "bank_transfer", label = "무통장입금", cash = true,
      later = true } }, method = "bank.bank_transfer", free = false,
    benefits = { coupons = {}, chosen = "", saving = 0, points = { balance = 0, most = 0, used = 0, unit = 10,
      why_text = "쓸 수 있는 적립금이 없어요." } }, regions = {}, memos = {}, due_text = "2026.12.02 (수) 23:59까지 입금해 주세요",
  },
}
