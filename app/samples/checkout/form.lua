-- The order form: filled in and sent back with a word at every field, and as it opens.

local goods = require "samples.goods"

local values = { orderer_name = "김견본", orderer_phone = "01012345678", orderer_email = "kim@sample.example",
  same_as_orderer = "1", recipient_name = "이받음", recipient_phone = "01087654321", postcode = "06236",
  address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호", memo = "문 앞에 놓아 주세요", memo_other = "벨은 누르지 마세요",
  depositor = "박보냄", cash_receipt = "income", cash_receipt_no = "01011112222", agree_age = "1" }

local errors = { form = "처음부터 다시 확인해 주세요." }
for _, name in ipairs { "orderer_name", "orderer_phone", "orderer_email", "recipient_name", "recipient_phone", "postcode",
  "address1", "address2", "memo", "memo_other", "depositor", "cash_receipt", "cash_receipt_no", "agree_age" } do
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
    form = { values = values, errors = errors }, lines = goods.lines(), totals = goods.totals, consents = consents,
    regions = { { label = "제주", surcharge = 3000, text = "제주 추가 배송비 3,000원" } },
    memos = { { value = "문 앞에 놓아 주세요", label = "문 앞에 놓아 주세요" }, { value = "other", label = "직접 입력할게요" } },
    due_text = "2026.12.02 (수) 23:59까지 입금해 주세요",
    page = { title = "주문서 작성 | 견본상회", robots = "noindex", postcode = true },
  },
  least = {
    addresses = {}, form = { values = {}, errors = {} }, lines = { goods.least_line() }, totals = goods.least_totals,
      consents = {},
    regions = {}, memos = {}, due_text = "2026.12.02 (수) 23:59까지 입금해 주세요",
  },
}
