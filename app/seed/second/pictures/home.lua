-- Pictures of 고요살림: 홈데코·향. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["white-vase"] = {
    { file = "white-vase-1.webp", alt = "마른 가지를 꽂은 흰 화병과 작은 화병", width = 1000, height = 1000, color = "#d7d8cf" },
    { file = "white-vase-detail-1.webp", alt = "마른 가지 화병 상세 소개: 꽃이 없어도 비어 보이지 않게", width = 860, height = 2342, color = "#d4d5cd" },
  },
  ["soy-candle"] = {
    { file = "soy-candle-1.webp", alt = "불을 켠 소이 캔들 두 개", width = 1000, height = 1000, color = "#cfc7ba" },
    { file = "soy-candle-detail-1.webp", alt = "소이 캔들 220g 상세 소개: 방 하나에 계절 하나", width = 860, height = 2147, color = "#ccc4b8" },
  },
}
