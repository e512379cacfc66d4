-- Pictures of 모락상회: 커피·음료. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["house-blend"] = {
    { file = "house-blend-1.webp", alt = "새벽 블렌드라고 적힌 새벽로스터리 봉투와 그릇에 소복이 담긴 볶은 원두", width = 1000, height = 1000, color = "#dac1a4" },
    { file = "house-blend-2.webp", alt = "그릇에 소복이 담긴 볶은 원두", width = 1000, height = 1000, color = "#e4cbad" },
    { file = "house-blend-detail-1.webp", alt = "새벽 블렌드 원두 상세 소개: 매일 마셔도 물리지 않는 쪽으로", width = 860, height = 2749, color = "#d9c3a9" },
  },
  ["decaf-blend"] = {
    { file = "decaf-blend-1.webp", alt = "밤의 디카페인이라고 적힌 새벽로스터리 봉투와 잔에 담긴 커피와 흩어진 원두", width = 1000, height = 1000, color = "#d2cdc3" },
    { file = "decaf-blend-2.webp", alt = "잔에 담긴 커피와 흩어진 원두", width = 1000, height = 1000, color = "#dec5a7" },
    { file = "decaf-blend-detail-1.webp", alt = "밤의 디카페인 원두 200g 상세 소개: 저녁 아홉 시의 한 잔", width = 860, height = 2525, color = "#d0c9be" },
  },
  ["drip-bag"] = {
    { file = "drip-bag-1.webp", alt = "드립백 열두 봉이라고 적힌 새벽로스터리 상자와 잔에 담긴 커피와 흩어진 원두", width = 1000, height = 1000, color = "#dac1a2" },
    { file = "drip-bag-2.webp", alt = "잔에 담긴 커피와 흩어진 원두", width = 1000, height = 1000, color = "#dec5a7" },
    { file = "drip-bag-detail-1.webp", alt = "드립백 열두 봉 상세 소개: 하루에 네 번 다른 커피", width = 860, height = 2637, color = "#decab1" },
  },
  ["cold-brew"] = {
    { file = "cold-brew-1.webp", alt = "콜드브루라고 적힌 새벽로스터리 병과 얼음을 띄운 콜드브루 한 잔과 원두", width = 1000, height = 1000, color = "#dcc5aa" },
    { file = "cold-brew-2.webp", alt = "얼음을 띄운 콜드브루 한 잔과 원두", width = 1000, height = 1000, color = "#cebca3" },
    { file = "cold-brew-detail-1.webp", alt = "콜드브루 원액 상세 소개: 얼음이 녹아도 밍밍하지 않게", width = 860, height = 2814, color = "#d8c5ac" },
  },
  ["grain-latte"] = {
    { file = "grain-latte-1.webp", alt = "곡물 라테라고 적힌 담은밀스 상자와 얼음을 넣은 곡물 라테 한 잔", width = 1000, height = 1000, color = "#e8d2b2" },
    { file = "grain-latte-2.webp", alt = "얼음을 넣은 곡물 라테 한 잔", width = 1000, height = 1000, color = "#e3cfb3" },
    { file = "grain-latte-detail-1.webp", alt = "다섯 곡물 라테 스틱 20g × 10포 상세 소개: 미숫가루보다 부드럽고 라테보다 든든하게", width = 860, height = 2213, color = "#e7d5ba" },
  },
  ["sikhye"] = {
    { file = "sikhye-1.webp", alt = "살얼음 식혜라고 적힌 찬두리 병과 밥알과 대추를 띄운 식혜 한 그릇", width = 1000, height = 1000, color = "#e7e0c3" },
    { file = "sikhye-2.webp", alt = "밥알과 대추를 띄운 식혜 한 그릇", width = 1000, height = 1000, color = "#e9e3c7" },
    { file = "sikhye-detail-1.webp", alt = "살얼음 식혜 1L 상세 소개: 흔들면 밥알이 눈처럼", width = 860, height = 3673, color = "#ddd8c2" },
  },
  ["sujeonggwa"] = {
    { file = "sujeonggwa-1.webp", alt = "곶감 수정과라고 적힌 찬두리 병과 곶감과 잣을 띄운 수정과와 계피", width = 1000, height = 1000, color = "#e6cdb4" },
    { file = "sujeonggwa-2.webp", alt = "곶감과 잣을 띄운 수정과와 계피", width = 1000, height = 1000, color = "#ddc7b0" },
    { file = "sujeonggwa-detail-1.webp", alt = "곶감 한 알 수정과 1L 상세 소개: 계피 따로, 생강 따로", width = 860, height = 3944, color = "#c8b3a8" },
  },
  ["omija-cheong"] = {
    { file = "omija-cheong-1.webp", alt = "문경 오미자청이라고 적힌 햇과원 병과 얼음을 띄운 붉은 오미자차와 오미자 열매", width = 1000, height = 1000, color = "#f1dad3" },
    { file = "omija-cheong-2.webp", alt = "얼음을 띄운 붉은 오미자차와 오미자 열매", width = 1000, height = 1000, color = "#f5e2dc" },
    { file = "omija-cheong-detail-1.webp", alt = "문경 오미자청 500ml 상세 소개: 다섯 가지 맛 가운데 신맛을 먼저", width = 860, height = 2213, color = "#f0dcd7" },
  },
  ["yuja-cheong"] = {
    { file = "yuja-cheong-1.webp", alt = "고흥 유자청이라고 적힌 햇과원 유리병과 유자 조각을 띄운 유자차와 저민 유자", width = 1000, height = 1000, color = "#f2e6bc" },
    { file = "yuja-cheong-2.webp", alt = "유자 조각을 띄운 유자차와 저민 유자", width = 1000, height = 1000, color = "#eee3b5" },
    { file = "yuja-cheong-detail-1.webp", alt = "고흥 유자청 500g 상세 소개: 씨는 빼고 껍질은 남기고", width = 860, height = 4218, color = "#ece3c4" },
  },
  ["barley-tea"] = {
    { file = "barley-tea-1.webp", alt = "볶은 보리차라고 적힌 들녘곳간 봉투와 얼음을 넣은 보리차 한 잔과 볶은 보리", width = 1000, height = 1000, color = "#e8d2aa" },
    { file = "barley-tea-2.webp", alt = "얼음을 넣은 보리차 한 잔과 볶은 보리", width = 1000, height = 1000, color = "#ebd6b0" },
    { file = "barley-tea-detail-1.webp", alt = "무쇠솥 볶은 보리차 티백 10g × 40개입 상세 소개: 냉장고 문을 열면 늘 있는 물", width = 860, height = 3703, color = "#d5c7b1" },
  },
  ["apple-juice"] = {
    { file = "apple-juice-1.webp", alt = "사과만 한 팩이라고 적힌 햇과원 종이팩과 사과 두 알 사이의 사과주스 한 잔", width = 1000, height = 1000, color = "#ede4bb" },
    { file = "apple-juice-2.webp", alt = "사과 두 알 사이의 사과주스 한 잔", width = 1000, height = 1000, color = "#efe8be" },
    { file = "apple-juice-detail-1.webp", alt = "사과만 한 팩 착즙주스 900ml 상세 소개: 사과 일곱 알이면 한 팩", width = 860, height = 2147, color = "#ede6c7" },
  },
  ["coffee-gift"] = {
    { file = "coffee-gift-1.webp", alt = "커피 선물 상자 구성품을 나란히 세운 모습", width = 1000, height = 1000, color = "#343130" },
    { file = "coffee-gift-2.webp", alt = "잔에 담긴 커피와 흩어진 원두", width = 1000, height = 1000, color = "#dec5a7" },
    { file = "coffee-gift-detail-1.webp", alt = "커피 선물 상자 상세 소개: 커피를 마시는 사람에게", width = 860, height = 2609, color = "#dac7af" },
  },
}
