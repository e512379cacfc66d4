-- 이용안내: how to order, pay, receive and return, in the mall's own figures.

local function won(amount)
  return (tostring(amount):reverse():gsub("(%d%d%d)(%d)", "%1,%2"):reverse()) .. "원"
end

---@param mall table
---@param extra {title:string, paragraphs:string[]}[]   sections of this mall alone
---@return seed.Page
return function(mall, extra)
  local s, f = mall.shipping, mall.footer
  local sections = {
    { title = "주문하기", paragraphs = {
      "회원으로 가입하지 않아도 주문하실 수 있어요. 장바구니에 담고 받는 분과 주소를 적은 다음, 마지막 확인 화면에서 내용을 살펴보고 주문을 마치시면 됩니다.",
      "주문을 마치면 주문번호를 알려 드립니다. 주문번호와 주문하신 분의 전화번호로 언제든 주문을 조회할 수 있으니 적어 두세요." } },
    { title = "결제하기 (무통장입금)", paragraphs = {
      ("주문 완료 화면에 나오는 계좌로 %d일 안에 입금해 주세요. 기한은 마지막 날 밤 11시 59분이고, 지나면 주문이 자동으로 취소됩니다."):format(mall.payment.due_days),
      "주문할 때 적으신 입금자명과 금액이 같아야 자동으로 확인됩니다. 다르게 보내셨다면 고객센터로 알려 주세요.",
      "현금영수증은 주문할 때 신청하시면 입금이 확인된 다음 날 발급됩니다." } },
    { title = "배송 안내", paragraphs = {
      ("배송비는 %s이고 상품 금액이 %s 이상이면 무료예요."):format(won(s.fee), won(s.free_from)),
      ("제주는 %s, 도서산간은 %s이 더해지며 무료배송일 때에도 추가 금액은 받습니다."):format(won(s.jeju_surcharge), won(s.island_surcharge)),
      s.dispatch_text, ("%s로 보내며 대부분 발송 다음 날 도착합니다. 제주와 도서산간은 하루에서 사흘이 더 걸려요."):format(s.carrier) } },
  }
  for _, section in ipairs(extra) do sections[#sections + 1] = section end
  sections[#sections + 1] = { title = "안전한 거래", paragraphs = {
    "입금하신 대금은 상품을 보낸 뒤에 매출로 처리하며, 상품을 보내지 못하면 3영업일 안에 돌려드립니다.",
    ("거래 중 불편한 점은 %s 고객센터(%s)나 %s로 알려 주세요. 영업일 하루 안에 답을 드립니다."):format(mall.name, f.hours, f.email) } }
  return { title = "이용안내", updated_on = "2026-11-01", sections = sections }
end
