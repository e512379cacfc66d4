-- Pictures of 모락상회: 간식·디저트. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["choco-cookie"] = {
    { file = "choco-cookie-1.webp", alt = "못난이 초코쿠키라고 적힌 오후과자점 상자와 도마 위에 쌓인 초코쿠키", width = 1000, height = 1000, color = "#e9d6b8" },
    { file = "choco-cookie-2.webp", alt = "도마 위에 쌓인 초코쿠키", width = 1000, height = 1000, color = "#f1e0c0" },
    { file = "choco-cookie-detail-1.webp", alt = "못난이 초코쿠키 35g × 6개 상세 소개: 예쁘지 않은 대신 초콜릿이 큽니다", width = 860, height = 2374, color = "#ead9be" },
  },
  ["butter-cookie"] = {
    { file = "butter-cookie-1.webp", alt = "버터 링쿠키라고 적힌 오후과자점 틴케이스와 접시에 담긴 링 모양 버터쿠키", width = 1000, height = 1000, color = "#f3e1cd" },
    { file = "butter-cookie-2.webp", alt = "접시에 담긴 링 모양 버터쿠키", width = 1000, height = 1000, color = "#f6e8d2" },
    { file = "butter-cookie-detail-1.webp", alt = "발효버터 링쿠키 틴케이스 300g 상세 소개: 버터가 28퍼센트", width = 860, height = 2147, color = "#f2e1cf" },
  },
  ["yakgwa"] = {
    { file = "yakgwa-1.webp", alt = "꽃 약과라고 적힌 오후과자점 상자와 접시에 쌓은 꽃 모양 약과", width = 1000, height = 1000, color = "#e4cbaa" },
    { file = "yakgwa-2.webp", alt = "접시에 쌓은 꽃 모양 약과", width = 1000, height = 1000, color = "#efd7b3" },
    { file = "yakgwa-detail-1.webp", alt = "조청 꽃약과 45g × 8개 상세 소개: 겹겹이 갈라지는 약과", width = 860, height = 2212, color = "#e7d2b2" },
  },
  ["chapssaltteok"] = {
    { file = "chapssaltteok-1.webp", alt = "찹쌀떡 세 가지라고 적힌 오후과자점 상자와 팥소가 보이는 반쪽과 세 빛깔 찹쌀떡", width = 1000, height = 1000, color = "#e8dace" },
    { file = "chapssaltteok-2.webp", alt = "팥소가 보이는 반쪽과 세 빛깔 찹쌀떡", width = 1000, height = 1000, color = "#e9dbce" },
    { file = "chapssaltteok-detail-1.webp", alt = "찹쌀떡 세 가지 60g × 9개 상세 소개: 얼려도 다시 말랑해지는 떡", width = 860, height = 2705, color = "#eee2da" },
  },
  ["injeolmi"] = {
    { file = "injeolmi-1.webp", alt = "콩가루 인절미라고 적힌 오후과자점 상자와 콩가루를 묻힌 인절미 한 접시", width = 1000, height = 1000, color = "#f3e4bb" },
    { file = "injeolmi-2.webp", alt = "콩가루를 묻힌 인절미 한 접시", width = 1000, height = 1000, color = "#f1e0b5" },
    { file = "injeolmi-detail-1.webp", alt = "한입 콩가루 인절미 500g 상세 소개: 콩가루는 나중에 묻혀야 고소해요", width = 860, height = 2213, color = "#eddeb9" },
  },
  ["goguma-malaengi"] = {
    { file = "goguma-malaengi-1.webp", alt = "고구마 말랭이라고 적힌 오후과자점 봉투와 나무 그릇에 담긴 고구마 말랭이", width = 1000, height = 1000, color = "#e8d1a9" },
    { file = "goguma-malaengi-2.webp", alt = "나무 그릇에 담긴 고구마 말랭이", width = 1000, height = 1000, color = "#e9cfa5" },
    { file = "goguma-malaengi-detail-1.webp", alt = "꿀고구마 말랭이 200g 상세 소개: 하얀 가루는 고구마의 단맛입니다", width = 860, height = 4212, color = "#e4cfb0" },
  },
  ["daily-nuts"] = {
    { file = "daily-nuts-1.webp", alt = "하루 견과라고 적힌 오후과자점 상자와 그릇에 담긴 아몬드와 호두, 크랜베리", width = 1000, height = 1000, color = "#e7d5b8" },
    { file = "daily-nuts-2.webp", alt = "그릇에 담긴 아몬드와 호두, 크랜베리", width = 1000, height = 1000, color = "#eedec0" },
    { file = "daily-nuts-detail-1.webp", alt = "하루 견과 20g × 30봉 상세 소개: 한 달치 한 줌", width = 860, height = 4186, color = "#cabaa6" },
  },
  ["castella"] = {
    { file = "castella-1.webp", alt = "꿀 카스텔라라고 적힌 오후과자점 상자와 도마 위에 썰어 놓은 카스텔라", width = 1000, height = 1000, color = "#f2e4b9" },
    { file = "castella-2.webp", alt = "도마 위에 썰어 놓은 카스텔라", width = 1000, height = 1000, color = "#f6eabc" },
    { file = "castella-detail-1.webp", alt = "꿀 카스텔라 480g 상세 소개: 하루 재워 촉촉해진 다음에 보냅니다", width = 860, height = 2213, color = "#f4e7c0" },
  },
  ["brownie"] = {
    { file = "brownie-1.webp", alt = "진한 브라우니라고 적힌 오후과자점 상자와 호두를 올린 브라우니 네 조각", width = 1000, height = 1000, color = "#e6d3c3" },
    { file = "brownie-2.webp", alt = "호두를 올린 브라우니 네 조각", width = 1000, height = 1000, color = "#ebd8c6" },
    { file = "brownie-detail-1.webp", alt = "꾸덕한 호두 브라우니 70g × 5개 상세 소개: 케이크보다 초콜릿에 가까운", width = 860, height = 3890, color = "#bbada5" },
  },
  ["gim-bugak"] = {
    { file = "gim-bugak-1.webp", alt = "김 부각이라고 적힌 오후과자점 봉투와 그릇에 담긴 김부각", width = 1000, height = 1000, color = "#d8d7c0" },
    { file = "gim-bugak-2.webp", alt = "그릇에 담긴 김부각", width = 1000, height = 1000, color = "#d9d6be" },
    { file = "gim-bugak-detail-1.webp", alt = "찹쌀풀 김부각 70g 상세 소개: 다시마 육수로 쑨 찹쌀풀", width = 860, height = 4090, color = "#c6c7b8" },
  },
  ["rice-puff"] = {
    { file = "rice-puff-1.webp", alt = "쌀 뻥과자라고 적힌 오후과자점 봉지와 쌓아 둔 둥근 쌀과자와 쌀알", width = 1000, height = 1000, color = "#ede4ce" },
    { file = "rice-puff-2.webp", alt = "쌓아 둔 둥근 쌀과자와 쌀알", width = 1000, height = 1000, color = "#ece2c9" },
    { file = "rice-puff-detail-1.webp", alt = "쌀 뻥과자 90g 상세 소개: 쌀이 열 배로 부푸는 소리", width = 860, height = 2094, color = "#ece4d0" },
  },
  ["custard-pudding"] = {
    { file = "custard-pudding-1.webp", alt = "커스터드 푸딩이라고 적힌 오후과자점 컵과 캐러멜이 흘러내리는 커스터드 푸딩", width = 1000, height = 1000, color = "#f5eac4" },
    { file = "custard-pudding-2.webp", alt = "캐러멜이 흘러내리는 커스터드 푸딩", width = 1000, height = 1000, color = "#f6e9bd" },
    { file = "custard-pudding-detail-1.webp", alt = "달걀 커스터드 푸딩 120g × 4개 상세 소개: 뒤집으면 캐러멜이 흘러내려요", width = 860, height = 2246, color = "#f3e7c5" },
  },
  ["snack-gift"] = {
    { file = "snack-gift-1.webp", alt = "다과 선물 상자 구성품을 나란히 세운 모습", width = 1000, height = 1000, color = "#e6d0af" },
    { file = "snack-gift-2.webp", alt = "접시에 쌓은 꽃 모양 약과", width = 1000, height = 1000, color = "#efd7b3" },
    { file = "snack-gift-detail-1.webp", alt = "다과 선물 상자 상세 소개: 빈손이 부끄러운 날", width = 860, height = 4156, color = "#c7b5a2" },
  },
}
