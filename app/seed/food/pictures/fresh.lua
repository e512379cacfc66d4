-- Pictures of 모락상회: 신선·정육. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["apple-busa"] = {
    { file = "apple-busa-1.webp", alt = "붉은 사과 네 알과 반쪽", width = 1000, height = 1000, color = "#e6d7bb" },
    { file = "apple-busa-detail-1.webp", alt = "영주 부사 사과 상세 소개: 서리를 두 번 맞힌 사과", width = 860, height = 2525, color = "#e8ddc5" },
  },
  ["tangerine"] = {
    { file = "tangerine-1.webp", alt = "소복이 쌓인 감귤과 귤 조각", width = 1000, height = 1000, color = "#f4e5c0" },
    { file = "tangerine-detail-1.webp", alt = "제주 노지 감귤 3kg 상세 소개: 상처는 바람의 자국이에요", width = 860, height = 1559, color = "#eedebf" },
  },
  ["strawberry"] = {
    { file = "strawberry-1.webp", alt = "흰 그릇에 담긴 딸기", width = 1000, height = 1000, color = "#f5e0db" },
    { file = "strawberry-detail-1.webp", alt = "논산 설향 딸기 500g (특) 상세 소개: 겨울 딸기의 첫물", width = 860, height = 3853, color = "#e6c8c4" },
  },
  ["shine-muscat"] = {
    { file = "shine-muscat-1.webp", alt = "연둣빛 샤인머스캣 한 송이", width = 1000, height = 1000, color = "#e5e9c7" },
    { file = "shine-muscat-detail-1.webp", alt = "상주 샤인머스캣 1.5kg 상세 소개: 한 가지에 한 송이만", width = 860, height = 2147, color = "#e6e9ce" },
  },
  ["honey-goguma"] = {
    { file = "honey-goguma-1.webp", alt = "도마 위의 꿀고구마와 노란 단면", width = 1000, height = 1000, color = "#e0cac2" },
    { file = "honey-goguma-detail-1.webp", alt = "해남 꿀고구마 3kg 상세 소개: 캐자마자보다 두 달 뒤가 답니다", width = 860, height = 4064, color = "#d4c0b9" },
  },
  ["cherry-tomato"] = {
    { file = "cherry-tomato-1.webp", alt = "나무 그릇에 담긴 방울토마토", width = 1000, height = 1000, color = "#e7e9ce" },
    { file = "cherry-tomato-detail-1.webp", alt = "부여 방울토마토 1kg 상세 소개: 빨갛게 익을 때까지 기다립니다", width = 860, height = 3711, color = "#d6c8b6" },
  },
  ["salad-kit"] = {
    { file = "salad-kit-1.webp", alt = "오늘 딴 샐러드라고 적힌 햇과원 용기와 나무 그릇에 담긴 샐러드", width = 1000, height = 1000, color = "#eaeed5" },
    { file = "salad-kit-2.webp", alt = "나무 그릇에 담긴 샐러드", width = 1000, height = 1000, color = "#e7ebd0" },
    { file = "salad-kit-detail-1.webp", alt = "오늘 딴 샐러드 220g 상세 소개: 뚜껑만 열면 되는 채소", width = 860, height = 2094, color = "#e2e8d2" },
  },
  ["free-range-egg"] = {
    { file = "free-range-egg-1.webp", alt = "난좌에 담긴 갈색 유정란 열다섯 알", width = 1000, height = 1000, color = "#f1e6ce" },
    { file = "free-range-egg-detail-1.webp", alt = "방사 유정란 15구 상세 소개: 껍데기 끝 번호를 보세요", width = 860, height = 1559, color = "#ece2d1" },
  },
  ["hanwoo-steak"] = {
    { file = "hanwoo-steak-1.webp", alt = "도마 위의 마블링이 고른 한우 두 덩이", width = 1000, height = 1000, color = "#e3d2c3" },
    { file = "hanwoo-steak-detail-1.webp", alt = "1++ 한우 채끝 스테이크 250g 상세 소개: 센불에 뒤집기를 여덟 번", width = 860, height = 2722, color = "#e1d2c5" },
  },
  ["samgyeopsal"] = {
    { file = "samgyeopsal-1.webp", alt = "도마 위에 겹쳐 놓은 삼겹살과 상추", width = 1000, height = 1000, color = "#efdccc" },
    { file = "samgyeopsal-detail-1.webp", alt = "무항생제 한돈 삼겹살 500g 상세 소개: 두 번만 뒤집으세요", width = 860, height = 2183, color = "#ebd9cd" },
  },
  ["mackerel"] = {
    { file = "mackerel-1.webp", alt = "순살 고등어라고 적힌 물결수산 봉투와 레몬을 곁들인 고등어 순살 두 쪽", width = 1000, height = 1000, color = "#d5dddd" },
    { file = "mackerel-2.webp", alt = "레몬을 곁들인 고등어 순살 두 쪽", width = 1000, height = 1000, color = "#dde3e3" },
    { file = "mackerel-detail-1.webp", alt = "순살 고등어 100g × 5팩 상세 소개: 한 팩에 한 사람 한 끼", width = 860, height = 4006, color = "#b7bec0" },
  },
  ["shrimp"] = {
    { file = "shrimp-1.webp", alt = "손질 새우살이라고 적힌 물결수산 봉투와 접시에 둘러 담은 손질 새우", width = 1000, height = 1000, color = "#d7e2e2" },
    { file = "shrimp-2.webp", alt = "접시에 둘러 담은 손질 새우", width = 1000, height = 1000, color = "#e4eae6" },
    { file = "shrimp-detail-1.webp", alt = "손질 새우살 400g 상세 소개: 물 코팅 무게는 빼고 담았어요", width = 860, height = 4148, color = "#d6d9d7" },
  },
  ["tofu"] = {
    { file = "tofu-1.webp", alt = "두부 한 모라고 적힌 들녘곳간 용기와 도마 위의 두부와 콩", width = 1000, height = 1000, color = "#efe8d2" },
    { file = "tofu-2.webp", alt = "도마 위의 두부와 콩", width = 1000, height = 1000, color = "#f0e8cf" },
    { file = "tofu-detail-1.webp", alt = "국산콩 두부 420g 상세 소개: 그냥 먹어도 콩 맛이 나는 두부", width = 860, height = 2213, color = "#e9e2d0" },
  },
  ["milk"] = {
    { file = "milk-1.webp", alt = "평창 저온우유라고 적힌 청솔목장 종이팩과 유리컵에 담긴 우유", width = 1000, height = 1000, color = "#d9e0e0" },
    { file = "milk-2.webp", alt = "유리컵에 담긴 우유", width = 1000, height = 1000, color = "#e2e8e8" },
    { file = "milk-detail-1.webp", alt = "평창 저온살균 우유 900ml 상세 소개: 끓이지 않은 우유의 맛", width = 860, height = 3938, color = "#dde3e3" },
  },
}
