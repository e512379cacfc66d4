-- Pictures of 고요살림: 욕실·세탁. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["towel-five"] = {
    { file = "towel-five-1.webp", alt = "다섯 가지 색으로 개어 쌓은 수건", width = 1000, height = 1000, color = "#dfe1db" },
    { file = "towel-five-2.webp", alt = "모래색으로 개어 쌓은 수건 다섯 장", width = 1000, height = 1000, color = "#d9dcd6" },
    { file = "towel-five-detail-1.webp", alt = "사십수 코마사 호텔 수건 다섯 장 상세 소개: 섬유유연제 없이 부드럽게", width = 860, height = 2159, color = "#d9dcd7" },
  },
  ["hand-wash"] = {
    { file = "hand-wash-1.webp", alt = "갈색 펌프 용기의 손비누", width = 1000, height = 1000, color = "#e2d9cb" },
    { file = "hand-wash-detail-1.webp", alt = "고요한 손비누 300ml 상세 소개: 하루 열 번 씻는 손을 위해", width = 860, height = 3793, color = "#dbd6cd" },
  },
  ["soap-bar"] = {
    { file = "soap-bar-1.webp", alt = "쌓아 놓은 네 가지 색 네모 비누", width = 1000, height = 1000, color = "#d8d4c7" },
    { file = "soap-bar-detail-1.webp", alt = "여섯 주 말린 저온 비누 110g 상세 소개: 서두르지 않아 단단합니다", width = 860, height = 2094, color = "#dcd9ce" },
  },
  ["laundry-wash"] = {
    { file = "laundry-wash-1.webp", alt = "세제 병과 개어 놓은 수건", width = 1000, height = 1000, color = "#d3dbdc" },
    { file = "laundry-wash-detail-1.webp", alt = "맑은 세제 1.5L 상세 소개: 옷장을 열었을 때 아무 냄새도 나지 않게", width = 860, height = 1572, color = "#d7dedf" },
  },
  ["dish-wash"] = {
    { file = "dish-wash-1.webp", alt = "연두색 주방세제 펌프 용기와 수세미", width = 1000, height = 1000, color = "#dddfcd" },
    { file = "dish-wash-detail-1.webp", alt = "주방 비누물 500ml 상세 소개: 거품은 적게, 헹굼은 두 번에", width = 860, height = 2255, color = "#dbddcc" },
  },
  ["bath-mat"] = {
    { file = "bath-mat-1.webp", alt = "골이 진 욕실 매트와 개어 놓은 수건", width = 1000, height = 1000, color = "#dfe0da" },
    { file = "bath-mat-detail-1.webp", alt = "골지 면 욕실 매트 50×75cm 상세 소개: 밟을 때마다 조금 폭신하게", width = 860, height = 2147, color = "#d6d7d2" },
  },
  ["toothbrush"] = {
    { file = "toothbrush-1.webp", alt = "도자 컵에 꽂은 대나무 칫솔 세 자루", width = 1000, height = 1000, color = "#dadacf" },
    { file = "toothbrush-detail-1.webp", alt = "대나무 칫솔 세 자루 + 도자 컵 상세 소개: 석 달에 한 번 바꾸는 물건이니까", width = 860, height = 3726, color = "#dedfd7" },
  },
  ["laundry-basket"] = {
    { file = "laundry-basket-1.webp", alt = "손잡이가 달린 라탄 빨래 바구니", width = 1000, height = 1000, color = "#d5cec1" },
    { file = "laundry-basket-detail-1.webp", alt = "라탄 빨래 바구니 45L 상세 소개: 사흘을 엮어야 하나가 됩니다", width = 860, height = 4134, color = "#c2b8a9" },
  },
}
