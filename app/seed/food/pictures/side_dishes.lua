-- Pictures of 모락상회: 반찬·김치. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["baechu-kimchi"] = {
    { file = "baechu-kimchi-1.webp", alt = "해남 배추김치라고 적힌 뒤란김치 통과 청자 그릇에 담긴 배추김치", width = 1000, height = 1000, color = "#f2ddc8" },
    { file = "baechu-kimchi-2.webp", alt = "청자 그릇에 담긴 배추김치", width = 1000, height = 1000, color = "#f3e0c8" },
    { file = "baechu-kimchi-detail-1.webp", alt = "해남 포기 배추김치 상세 소개: 첫맛은 시원하고 뒷맛은 깊게", width = 860, height = 2754, color = "#ebd8c5" },
  },
  ["kkakdugi"] = {
    { file = "kkakdugi-1.webp", alt = "아삭 깍두기라고 적힌 뒤란김치 통과 깨를 뿌린 깍두기 한 그릇", width = 1000, height = 1000, color = "#f1dcca" },
    { file = "kkakdugi-2.webp", alt = "깨를 뿌린 깍두기 한 그릇", width = 1000, height = 1000, color = "#f5dfcc" },
    { file = "kkakdugi-detail-1.webp", alt = "도톰 깍두기 1kg 상세 소개: 국밥 옆자리", width = 860, height = 4288, color = "#e2c9c1" },
  },
  ["chonggak-kimchi"] = {
    { file = "chonggak-kimchi-1.webp", alt = "총각 김치라고 적힌 뒤란김치 통과 무청이 달린 총각김치 한 접시", width = 1000, height = 1000, color = "#eddcc5" },
    { file = "chonggak-kimchi-2.webp", alt = "무청이 달린 총각김치 한 접시", width = 1000, height = 1000, color = "#e3d5bd" },
    { file = "chonggak-kimchi-detail-1.webp", alt = "무청까지 총각김치 1kg 상세 소개: 무보다 무청이 먼저 없어지는", width = 860, height = 2217, color = "#e7d9c5" },
  },
  ["white-kimchi"] = {
    { file = "white-kimchi-1.webp", alt = "맑은 백김치라고 적힌 뒤란김치 통과 국물이 자작한 백김치 한 그릇", width = 1000, height = 1000, color = "#e3e5cf" },
    { file = "white-kimchi-2.webp", alt = "국물이 자작한 백김치 한 그릇", width = 1000, height = 1000, color = "#e1e2c7" },
    { file = "white-kimchi-detail-1.webp", alt = "배와 밤 넣은 백김치 1.2kg 상세 소개: 국물부터 한 숟갈", width = 860, height = 2159, color = "#e6e8d5" },
  },
  ["gochujang"] = {
    { file = "gochujang-1.webp", alt = "찹쌀 고추장이라고 적힌 뒤란김치 유리병과 옹기 그릇에 담긴 고추장과 붉은 고추", width = 1000, height = 1000, color = "#e9cebc" },
    { file = "gochujang-2.webp", alt = "옹기 그릇에 담긴 고추장과 붉은 고추", width = 1000, height = 1000, color = "#f4dac8" },
    { file = "gochujang-detail-1.webp", alt = "열두 달 찹쌀 고추장 500g 상세 소개: 물엿 대신 엿기름", width = 860, height = 4319, color = "#c7a79f" },
  },
  ["doenjang"] = {
    { file = "doenjang-1.webp", alt = "3년 된장이라고 적힌 뒤란김치 유리병과 옹기 그릇에 담긴 된장과 메주콩", width = 1000, height = 1000, color = "#e7d7b8" },
    { file = "doenjang-2.webp", alt = "옹기 그릇에 담긴 된장과 메주콩", width = 1000, height = 1000, color = "#eddebd" },
    { file = "doenjang-detail-1.webp", alt = "3년 묵은 된장 500g 상세 소개: 짠맛 뒤에 오는 구수함", width = 860, height = 2147, color = "#e5d7bc" },
  },
  ["nakji-jeotgal"] = {
    { file = "nakji-jeotgal-1.webp", alt = "양념 낙지젓이라고 적힌 물결수산 유리병과 깨와 파를 올린 양념 낙지젓", width = 1000, height = 1000, color = "#eed8c9" },
    { file = "nakji-jeotgal-2.webp", alt = "깨와 파를 올린 양념 낙지젓", width = 1000, height = 1000, color = "#f1decf" },
    { file = "nakji-jeotgal-detail-1.webp", alt = "덜 짠 양념 낙지젓 250g 상세 소개: 낙지가 씹히는 낙지젓", width = 860, height = 4116, color = "#e4d7d0" },
  },
  ["jangjorim"] = {
    { file = "jangjorim-1.webp", alt = "메추리알 장조림이라고 적힌 찬두리 용기와 메추리알과 소고기 장조림", width = 1000, height = 1000, color = "#ebdcc6" },
    { file = "jangjorim-2.webp", alt = "메추리알과 소고기 장조림", width = 1000, height = 1000, color = "#eadac3" },
    { file = "jangjorim-detail-1.webp", alt = "홍두깨살 메추리알 장조림 250g 상세 소개: 국물에 밥을 비벼도 짜지 않게", width = 860, height = 2378, color = "#e4d6c2" },
  },
  ["myulchi-bokkeum"] = {
    { file = "myulchi-bokkeum-1.webp", alt = "호두 멸치볶음이라고 적힌 찬두리 용기와 깨를 뿌린 호두 멸치볶음", width = 1000, height = 1000, color = "#eae2cd" },
    { file = "myulchi-bokkeum-2.webp", alt = "깨를 뿌린 호두 멸치볶음", width = 1000, height = 1000, color = "#e9e1cb" },
    { file = "myulchi-bokkeum-detail-1.webp", alt = "호두 멸치볶음 150g 상세 소개: 식어도 엉겨 붙지 않는 멸치볶음", width = 860, height = 2160, color = "#e3dcca" },
  },
  ["kongjaban"] = {
    { file = "kongjaban-1.webp", alt = "윤기 콩자반이라고 적힌 찬두리 용기와 윤기 나는 검은콩자반", width = 1000, height = 1000, color = "#e8e2d2" },
    { file = "kongjaban-2.webp", alt = "윤기 나는 검은콩자반", width = 1000, height = 1000, color = "#eae2d0" },
    { file = "kongjaban-detail-1.webp", alt = "윤기 콩자반 200g 상세 소개: 하룻밤 불리고 두 번 조립니다", width = 860, height = 3730, color = "#d7d1c7" },
  },
  ["jinmichae"] = {
    { file = "jinmichae-1.webp", alt = "부드러운 진미채라고 적힌 찬두리 용기와 고추장에 버무린 진미채볶음", width = 1000, height = 1000, color = "#f4e4cc" },
    { file = "jinmichae-2.webp", alt = "고추장에 버무린 진미채볶음", width = 1000, height = 1000, color = "#f4e1c7" },
    { file = "jinmichae-detail-1.webp", alt = "부드러운 진미채볶음 180g 상세 소개: 냉장고에서 꺼내도 딱딱하지 않아요", width = 860, height = 3687, color = "#d6beae" },
  },
  ["spinach-namul"] = {
    { file = "spinach-namul-1.webp", alt = "섬초 시금치나물이라고 적힌 찬두리 용기와 깨를 뿌린 시금치나물", width = 1000, height = 1000, color = "#e7ebd5" },
    { file = "spinach-namul-2.webp", alt = "깨를 뿌린 시금치나물", width = 1000, height = 1000, color = "#dedfc6" },
    { file = "spinach-namul-detail-1.webp", alt = "비금도 섬초나물 200g 상세 소개: 바닷바람에 납작해진 시금치", width = 860, height = 2324, color = "#dde0cd" },
  },
  ["gim"] = {
    { file = "gim-1.webp", alt = "재래 곱창김이라고 적힌 찬두리 상자와 접시에 쌓인 구운 김", width = 1000, height = 1000, color = "#d2d7c9" },
    { file = "gim-2.webp", alt = "접시에 쌓인 구운 김", width = 1000, height = 1000, color = "#dadfcf" },
    { file = "gim-detail-1.webp", alt = "두 번 구운 재래 곱창김 5g × 12봉 상세 소개: 한 해에 한 달만 나는 김", width = 860, height = 2159, color = "#d8dcd0" },
  },
}
