-- Pictures of 고요살림: 주방·식기. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["noodle-bowl"] = {
    { file = "noodle-bowl-1.webp", alt = "흰 면기 두 개와 이끼색 면기, 나무 젓가락", width = 1000, height = 1000, color = "#d0cfc5" },
    { file = "noodle-bowl-detail-1.webp", alt = "담담 면기 상세 소개: 국물이 식지 않는 두께, 들기 편한 무게", width = 860, height = 2624, color = "#d8d7ce" },
  },
  ["mug-pair"] = {
    { file = "mug-pair-1.webp", alt = "커피를 담은 흰 머그와 이끼색 머그", width = 1000, height = 1000, color = "#d9d7ca" },
    { file = "mug-pair-detail-1.webp", alt = "두 손 머그 340ml 상세 소개: 겨울 아침에 먼저 손이 가는 컵", width = 860, height = 2244, color = "#d5d2c7" },
  },
  ["iron-pan"] = {
    { file = "iron-pan-1.webp", alt = "나무 손잡이가 달린 검은 무쇠팬", width = 1000, height = 1000, color = "#d2cec2" },
    { file = "iron-pan-detail-1.webp", alt = "길들이는 무쇠팬 26cm 상세 소개: 스테이크는 두꺼운 쇠가 굽습니다", width = 860, height = 2100, color = "#d7d3c8" },
  },
}
