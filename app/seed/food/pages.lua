-- The written pages of 모락상회.

local mall = require "seed.food.mall"

return {
  terms = require "seed.written.terms"(mall),
  privacy = require "seed.written.privacy"(mall),
  guide = require "seed.written.guide"(mall, {
    { title = "냉장·냉동 상품", paragraphs = {
      "상온, 냉장, 냉동 상품을 함께 주문하시면 온도에 맞추어 나누어 담되 배송비는 한 번만 받습니다.",
      "아이스팩은 물만 넣어 얼린 것이에요. 받으시면 바로 냉장고에 넣어 주세요. 냉장 상품은 금요일 오후 2시 뒤와 공휴일 전날에는 보내지 않습니다." } },
    { title = "교환과 반품", paragraphs = {
      "받으신 날부터 7일 안에 교환이나 반품을 신청하실 수 있습니다. 마음이 바뀐 경우 왕복 배송비 6,000원을 부담해 주세요.",
      "신선식품과 냉장·냉동식품은 시간이 지나면 가치가 떨어져 단순 변심으로는 교환·반품이 되지 않습니다. 해당 상품에는 상품 화면에 미리 적어 두었어요.",
      "상했거나 파손됐거나 다른 상품이 왔다면 사진과 함께 알려 주세요. 다시 보내 드리거나 전액 환불하며 배송비는 모락상회가 냅니다." } },
  }),
}
