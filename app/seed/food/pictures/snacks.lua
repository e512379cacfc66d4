-- Pictures of 모락상회: 간식·디저트. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["choco-cookie"] = {
    { file = "choco-cookie-1.webp", alt = "못난이 초코쿠키라고 적힌 오후과자점 상자와 도마 위에 쌓인 초코쿠키", width = 1000, height = 1000, color = "#e9d6b8" },
    { file = "choco-cookie-detail-1.webp", alt = "못난이 초코쿠키 35g × 6개 상세 소개: 예쁘지 않은 대신 초콜릿이 큽니다", width = 860, height = 2374, color = "#e8d7bc" },
  },
  ["butter-cookie"] = {
    { file = "butter-cookie-1.webp", alt = "버터 링쿠키라고 적힌 오후과자점 틴케이스와 접시에 담긴 링 모양 버터쿠키", width = 1000, height = 1000, color = "#f3e1cd" },
    { file = "butter-cookie-detail-1.webp", alt = "발효버터 링쿠키 틴케이스 300g 상세 소개: 버터가 28퍼센트", width = 860, height = 2147, color = "#f0dfce" },
  },
  ["yakgwa"] = {
    { file = "yakgwa-1.webp", alt = "꽃 약과라고 적힌 오후과자점 상자와 접시에 쌓은 꽃 모양 약과", width = 1000, height = 1000, color = "#e4ccaa" },
    { file = "yakgwa-detail-1.webp", alt = "조청 꽃약과 45g × 8개 상세 소개: 겹겹이 갈라지는 약과", width = 860, height = 1612, color = "#e5d0b2" },
  },
  ["chapssaltteok"] = {
    { file = "chapssaltteok-1.webp", alt = "찹쌀떡 세 가지라고 적힌 오후과자점 상자와 팥소가 보이는 반쪽과 세 빛깔 찹쌀떡", width = 1000, height = 1000, color = "#f4e9df" },
    { file = "chapssaltteok-detail-1.webp", alt = "찹쌀떡 세 가지 60g × 9개 상세 소개: 얼려도 다시 말랑해지는 떡", width = 860, height = 2705, color = "#eee3db" },
  },
  ["injeolmi"] = {
    { file = "injeolmi-1.webp", alt = "콩가루 인절미라고 적힌 오후과자점 상자와 콩가루를 묻힌 인절미 한 접시", width = 1000, height = 1000, color = "#f3e4bb" },
    { file = "injeolmi-detail-1.webp", alt = "한입 콩가루 인절미 500g 상세 소개: 콩가루는 나중에 묻혀야 고소해요", width = 860, height = 2213, color = "#eddeb9" },
  },
  ["goguma-malaengi"] = {
    { file = "goguma-malaengi-1.webp", alt = "고구마 말랭이라고 적힌 오후과자점 봉투와 나무 그릇에 담긴 고구마 말랭이", width = 1000, height = 1000, color = "#e8d1a9" },
    { file = "goguma-malaengi-2.webp", alt = "나무 그릇에 담긴 고구마 말랭이", width = 1000, height = 1000, color = "#e9cfa5" },
  },
  ["daily-nuts"] = {
    { file = "daily-nuts-1.webp", alt = "하루 견과라고 적힌 오후과자점 상자와 그릇에 담긴 아몬드와 호두, 크랜베리", width = 1000, height = 1000, color = "#e7d4b8" },
  },
}
