-- Sums of refunds, for all pages that show one.

local sums = {}

sums.full = { rows = { { key = "goods", label = "상품 금액", amount = 36000 },
  { key = "discount", label = "가을맞이 아주 긴 이름의 할인 쿠폰", amount = -4000, note = "쿠폰은 다시 쓸 수 있게 돌려 드려요." },
  { key = "shipping", label = "처음 배송비", amount = -3000, note = "남은 상품이 무료배송 기준(30,000원)에 못 미쳐요." },
  { key = "fee", label = "반품 배송비", amount = -3000 } }, total = 26000, notes = { "배송비는 돌려 드릴 금액까지만 뺐어요." } }

sums.least = { rows = { { key = "goods", label = "상품 금액", amount = 0 } }, total = 0, notes = {} }

-- As letters tell them.
sums.told = {}
for i, row in ipairs(sums.full.rows) do sums.told[i] = { label = row.label, amount = row.amount, note = row.note } end

return sums
