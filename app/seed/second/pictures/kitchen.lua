-- Pictures of 고요살림: 주방·식기. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["noodle-bowl"] = {
    { file = "noodle-bowl-1.webp", alt = "흰 면기 두 개와 이끼색 면기, 나무 젓가락", width = 1000, height = 1000, color = "#d0cfc5" },
    { file = "noodle-bowl-2.webp", alt = "이끼색 면기 두 개와 흰 면기", width = 1000, height = 1000, color = "#cecdc3" },
    { file = "noodle-bowl-detail-1.webp", alt = "담담 면기 상세 소개: 국물이 식지 않는 두께, 들기 편한 무게", width = 860, height = 2624, color = "#d6d6cd" },
  },
  ["plate-set"] = {
    { file = "plate-set-1.webp", alt = "크기가 다른 접시 세 장을 포갠 모습", width = 1000, height = 1000, color = "#d2d5ce" },
    { file = "plate-set-detail-1.webp", alt = "겹겹 접시 세 장 세트 상세 소개: 세 장이면 혼자 사는 집이 충분해요", width = 860, height = 3803, color = "#dadbd6" },
  },
  ["mug-pair"] = {
    { file = "mug-pair-1.webp", alt = "커피를 담은 흰 머그와 이끼색 머그", width = 1000, height = 1000, color = "#d9d7ca" },
    { file = "mug-pair-2.webp", alt = "이끼색 머그와 붉은흙색 머그", width = 1000, height = 1000, color = "#d8d6c9" },
    { file = "mug-pair-detail-1.webp", alt = "두 손 머그 340ml 상세 소개: 겨울 아침에 먼저 손이 가는 컵", width = 860, height = 2244, color = "#d4d2c7" },
  },
  ["oak-board"] = {
    { file = "oak-board-1.webp", alt = "세워 둔 참나무 도마와 눕힌 도마, 칼", width = 1000, height = 1000, color = "#e0dacc" },
    { file = "oak-board-detail-1.webp", alt = "참나무 통원목 도마 상세 소개: 십 년 뒤에 더 예쁜 도마", width = 860, height = 2646, color = "#dbd4c8" },
  },
  ["iron-pan"] = {
    { file = "iron-pan-1.webp", alt = "나무 손잡이가 달린 검은 무쇠팬", width = 1000, height = 1000, color = "#d2cec2" },
    { file = "iron-pan-detail-1.webp", alt = "길들이는 무쇠팬 26cm 상세 소개: 스테이크는 두꺼운 쇠가 굽습니다", width = 860, height = 2100, color = "#d7d3c8" },
  },
  ["steel-pot"] = {
    { file = "steel-pot-1.webp", alt = "나무 꼭지가 달린 스테인리스 양수 냄비", width = 1000, height = 1000, color = "#d7dcdd" },
    { file = "steel-pot-detail-1.webp", alt = "통삼중 스테인리스 양수 냄비 20cm 상세 소개: 국 한 솥, 찜 한 판", width = 860, height = 4037, color = "#cccfd0" },
  },
  ["glass-four"] = {
    { file = "glass-four-1.webp", alt = "옅은 네 가지 색의 유리컵", width = 1000, height = 1000, color = "#e4e3db" },
    { file = "glass-four-detail-1.webp", alt = "빛 고인 유리컵 네 개 세트 280ml 상세 소개: 물만 담아도 빛이 고여요", width = 860, height = 2094, color = "#deddd6" },
  },
  ["brass-cutlery"] = {
    { file = "brass-cutlery-1.webp", alt = "천 위에 놓인 유기 수저 두 벌", width = 1000, height = 1000, color = "#cdccc2" },
    { file = "brass-cutlery-2.webp", alt = "천 위에 놓인 스테인리스 수저 두 벌", width = 1000, height = 1000, color = "#cdcdc3" },
    { file = "brass-cutlery-detail-1.webp", alt = "방짜 유기 수저 두 벌 상세 소개: 밥상 위의 가장 작은 사치", width = 860, height = 2159, color = "#d2d1c8" },
  },
  ["canister"] = {
    { file = "canister-1.webp", alt = "나무 뚜껑을 덮은 크기가 다른 도자 보관병 세 개", width = 1000, height = 1000, color = "#ddd8cb" },
    { file = "canister-detail-1.webp", alt = "참나무 뚜껑 도자 보관병 상세 소개: 조리대 위에 꺼내 놓아도 좋은", width = 860, height = 3353, color = "#d6d1c7" },
  },
  ["tea-set"] = {
    { file = "tea-set-1.webp", alt = "찻물을 따른 찻잔 두 개와 다관", width = 1000, height = 1000, color = "#d2d7cf" },
    { file = "tea-set-detail-1.webp", alt = "둘이 마시는 다관 세트 상세 소개: 마지막 한 방울이 흐르지 않게", width = 860, height = 2234, color = "#d0d5ce" },
  },
}
