-- The written pages of 고요살림.

local mall = require "seed.second.mall"

return {
  terms = require "seed.written.terms"(mall),
  privacy = require "seed.written.privacy"(mall),
  guide = require "seed.written.guide"(mall, {
    { title = "손으로 만든 물건", paragraphs = {
      "도자기와 원목, 손으로 엮은 바구니는 하나하나 색과 결, 크기가 조금씩 다릅니다. 사진과 다른 점이나 결, 5mm 안의 크기 차이는 불량이 아니에요.",
      "물건마다 오래 쓰는 방법을 적은 작은 종이를 함께 넣습니다." } },
    { title = "교환과 반품", paragraphs = {
      "받으신 날부터 7일 안에 교환이나 반품을 신청하실 수 있습니다. 마음이 바뀐 경우 왕복 배송비 6,000원을 부담해 주세요.",
      "쓰거나 빨거나 향을 피운 흔적이 있는 물건, 위생을 위해 봉한 포장을 뜯은 비누·세제·칫솔·베개솜은 가치가 떨어져 단순 변심으로는 교환·반품이 되지 않습니다.",
      "깨졌거나 다른 물건이 왔다면 사진과 함께 알려 주세요. 다시 보내 드리거나 전액 환불하며 배송비는 고요살림이 냅니다." } },
  }),
}
