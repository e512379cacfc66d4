-- Pictures of 고요살림: 홈데코·향. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["white-vase"] = {
    { file = "white-vase-1.webp", alt = "마른 가지를 꽂은 흰 화병과 작은 화병", width = 1000, height = 1000, color = "#d7d8cf" },
    { file = "white-vase-2.webp", alt = "마른 가지를 꽂은 이끼색 화병", width = 1000, height = 1000, color = "#d4d5cc" },
    { file = "white-vase-detail-1.webp", alt = "마른 가지 화병 상세 소개: 꽃이 없어도 비어 보이지 않게", width = 860, height = 2342, color = "#d4d5cd" },
  },
  ["soy-candle"] = {
    { file = "soy-candle-1.webp", alt = "불을 켠 소이 캔들 두 개", width = 1000, height = 1000, color = "#cfc7ba" },
    { file = "soy-candle-detail-1.webp", alt = "소이 캔들 220g 상세 소개: 방 하나에 계절 하나", width = 860, height = 2147, color = "#ccc4b8" },
  },
  ["diffuser"] = {
    { file = "diffuser-1.webp", alt = "스틱을 꽂은 갈색 디퓨저 병과 조약돌", width = 1000, height = 1000, color = "#d7cfc1" },
    { file = "diffuser-detail-1.webp", alt = "고요한 방 디퓨저 200ml 상세 소개: 향이 먼저 말을 걸지 않도록", width = 860, height = 4180, color = "#cfcac0" },
  },
  ["table-lamp"] = {
    { file = "table-lamp-1.webp", alt = "불을 켠 한지 갓 탁상등", width = 1000, height = 1000, color = "#c5c0b2" },
    { file = "table-lamp-detail-1.webp", alt = "한지 갓 탁상등 상세 소개: 책 읽기엔 어둡고 쉬기엔 알맞은", width = 860, height = 4270, color = "#adaaa2" },
  },
  ["walnut-tray"] = {
    { file = "walnut-tray-1.webp", alt = "컵과 과자를 올린 둥근 호두나무 쟁반", width = 1000, height = 1000, color = "#d2d0c5" },
    { file = "walnut-tray-detail-1.webp", alt = "호두나무 둥근 쟁반 36cm 상세 소개: 한 판을 돌려 깎은 테두리", width = 860, height = 2147, color = "#d7d5cb" },
  },
  ["rattan-basket"] = {
    { file = "rattan-basket-1.webp", alt = "크기가 다른 왕골 바구니 두 개", width = 1000, height = 1000, color = "#e0dbcd" },
    { file = "rattan-basket-detail-1.webp", alt = "왕골 바구니 두 개 세트 상세 소개: 마른 풀 냄새가 납니다", width = 860, height = 3887, color = "#dad4c7" },
  },
  ["wall-clock"] = {
    { file = "wall-clock-1.webp", alt = "참나무 테두리의 둥근 벽시계", width = 1000, height = 1000, color = "#d0d3cc" },
    { file = "wall-clock-detail-1.webp", alt = "소리 없는 참나무 벽시계 30cm 상세 소개: 똑딱이지 않는 시계", width = 860, height = 4013, color = "#c7c8c1" },
  },
  ["incense"] = {
    { file = "incense-1.webp", alt = "받침에 꽂아 피운 인센스와 상자", width = 1000, height = 1000, color = "#ceccc2" },
    { file = "incense-detail-1.webp", alt = "저녁 한 개비 인센스 세트 상세 소개: 하루를 닫는 작은 절차", width = 860, height = 2147, color = "#cdcac1" },
  },
  ["plant-pot"] = {
    { file = "plant-pot-1.webp", alt = "다육식물을 심은 토분과 작은 흰 화분", width = 1000, height = 1000, color = "#cdd0c4" },
    { file = "plant-pot-detail-1.webp", alt = "숨 쉬는 토분 상세 소개: 색이 옅어지면 물 줄 때", width = 860, height = 4209, color = "#d0cdc2" },
  },
}
