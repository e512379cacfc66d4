-- Pictures of 모락상회: 간편식·밀키트. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["budae-jjigae"] = {
    { file = "budae-jjigae-1.webp", alt = "사골육수 부대찌개라고 적힌 모락키친 상자와 햄과 두부, 라면사리가 든 뚝배기 부대찌개", width = 1000, height = 1000, color = "#e4c5aa" },
    { file = "budae-jjigae-2.webp", alt = "햄과 두부, 라면사리가 든 뚝배기 부대찌개", width = 1000, height = 1000, color = "#f0daba" },
    { file = "budae-jjigae-detail-1.webp", alt = "사골육수 부대찌개 밀키트 2~3인분 상세 소개: 국물이 먼저, 햄은 그다음", width = 860, height = 2703, color = "#e9cfb7" },
  },
  ["galbitang"] = {
    { file = "galbitang-1.webp", alt = "맑은 갈비탕이라고 적힌 모락키친 봉투와 청자 그릇에 담긴 갈비와 무, 파를 올린 갈비탕", width = 1000, height = 1000, color = "#dad9be" },
    { file = "galbitang-2.webp", alt = "청자 그릇에 담긴 갈비와 무, 파를 올린 갈비탕", width = 1000, height = 1000, color = "#e0d7bf" },
    { file = "galbitang-detail-1.webp", alt = "맑은 갈비탕 700g 상세 소개: 숟가락 바닥이 비치는 국물", width = 860, height = 2621, color = "#d8d9c4" },
  },
  ["doenjang-jjigae"] = {
    { file = "doenjang-jjigae-1.webp", alt = "차돌 된장찌개라고 적힌 모락키친 상자와 두부와 애호박, 감자가 든 뚝배기 된장찌개", width = 1000, height = 1000, color = "#e5d1af" },
    { file = "doenjang-jjigae-2.webp", alt = "두부와 애호박, 감자가 든 뚝배기 된장찌개", width = 1000, height = 1000, color = "#ead9b9" },
    { file = "doenjang-jjigae-detail-1.webp", alt = "차돌 된장찌개 밀키트 2인분 상세 소개: 된장 끓는 냄새가 나면 밥을 푸세요", width = 860, height = 2839, color = "#e0ceb1" },
  },
  ["tteokbokki"] = {
    { file = "tteokbokki-1.webp", alt = "국물 쌀떡볶이라고 적힌 모락키친 봉투와 달걀 반쪽과 파를 올린 빨간 떡볶이 한 그릇", width = 1000, height = 1000, color = "#edcdb8" },
    { file = "tteokbokki-2.webp", alt = "달걀 반쪽과 파를 올린 빨간 떡볶이 한 그릇", width = 1000, height = 1000, color = "#f4dcc5" },
    { file = "tteokbokki-detail-1.webp", alt = "국물 쌀떡볶이 2인분 상세 소개: 학교 앞 그 국물, 쌀떡으로", width = 860, height = 2496, color = "#efd4c2" },
  },
  ["kimchi-mandu"] = {
    { file = "kimchi-mandu-1.webp", alt = "손주름 김치왕만두라고 적힌 모락키친 봉지와 접시에 둥글게 놓인 왕만두와 간장 종지", width = 1000, height = 1000, color = "#e9d0b2" },
    { file = "kimchi-mandu-2.webp", alt = "접시에 둥글게 놓인 왕만두와 간장 종지", width = 1000, height = 1000, color = "#e0ceb3" },
    { file = "kimchi-mandu-detail-1.webp", alt = "손주름 김치왕만두 1.05kg 상세 소개: 피는 얇게, 주름은 열네 번", width = 860, height = 2643, color = "#e7d3b9" },
  },
  ["bibimbap-namul"] = {
    { file = "bibimbap-namul-1.webp", alt = "다섯 나물 비빔밥이라고 적힌 찬두리 용기와 유기그릇에 다섯 나물과 달걀을 올린 비빔밥", width = 1000, height = 1000, color = "#ede7c7" },
    { file = "bibimbap-namul-2.webp", alt = "유기그릇에 다섯 나물과 달걀을 올린 비빔밥", width = 1000, height = 1000, color = "#ece0c0" },
    { file = "bibimbap-namul-detail-1.webp", alt = "다섯 나물 비빔밥 키트 2인분 상세 소개: 밥만 지어 두세요", width = 860, height = 2968, color = "#fdfcfa" },
  },
  ["samgyetang"] = {
    { file = "samgyetang-1.webp", alt = "반마리 삼계탕이라고 적힌 모락키친 봉투와 뚝배기에 담긴 닭과 대추, 수삼이 든 삼계탕", width = 1000, height = 1000, color = "#e9d9b4" },
    { file = "samgyetang-2.webp", alt = "뚝배기에 담긴 닭과 대추, 수삼이 든 삼계탕", width = 1000, height = 1000, color = "#eee2c2" },
    { file = "samgyetang-detail-1.webp", alt = "찹쌀 품은 반마리 삼계탕 600g 상세 소개: 한 마리는 많고 국물은 아쉬울 때", width = 860, height = 2635, color = "#e8dbbc" },
  },
  ["jeonbok-juk"] = {
    { file = "jeonbok-juk-1.webp", alt = "완도 전복죽이라고 적힌 물결수산 컵과 당근과 전복 조각이 보이는 전복죽 한 그릇", width = 1000, height = 1000, color = "#dae2d1" },
    { file = "jeonbok-juk-2.webp", alt = "당근과 전복 조각이 보이는 전복죽 한 그릇", width = 1000, height = 1000, color = "#dfddc2" },
    { file = "jeonbok-juk-detail-1.webp", alt = "완도 전복죽 285g 상세 소개: 전복죽이 초록빛인 이유", width = 860, height = 2581, color = "#dadfd0" },
  },
  ["bulgogi-deopbap"] = {
    { file = "bulgogi-deopbap-1.webp", alt = "간장 소불고기라고 적힌 청솔목장 봉투와 파와 깨를 뿌린 간장 소불고기 한 접시", width = 1000, height = 1000, color = "#e0c9ae" },
    { file = "bulgogi-deopbap-2.webp", alt = "파와 깨를 뿌린 간장 소불고기 한 접시", width = 1000, height = 1000, color = "#ebd7bc" },
    { file = "bulgogi-deopbap-detail-1.webp", alt = "간장 소불고기 300g 상세 소개: 배 반 개가 들어간 양념", width = 860, height = 2641, color = "#dcc9b2" },
  },
  ["kongguksu"] = {
    { file = "kongguksu-1.webp", alt = "서리태 콩국수라고 적힌 들녘곳간 상자와 오이와 토마토, 얼음을 올린 콩국수", width = 1000, height = 1000, color = "#d7dcca" },
    { file = "kongguksu-2.webp", alt = "오이와 토마토, 얼음을 올린 콩국수", width = 1000, height = 1000, color = "#d7ddcb" },
    { file = "kongguksu-detail-1.webp", alt = "서리태 콩국수 2인분 상세 소개: 콩 껍질째 갈아 빛이 푸릅니다", width = 860, height = 2754, color = "#daded0" },
  },
  ["soup-set"] = {
    { file = "soup-set-1.webp", alt = "일주일 국물 세트 구성품을 나란히 세운 모습", width = 1000, height = 1000, color = "#e1cdb3" },
    { file = "soup-set-2.webp", alt = "청자 그릇에 담긴 갈비와 무, 파를 올린 갈비탕", width = 1000, height = 1000, color = "#e0d7bf" },
    { file = "soup-set-detail-1.webp", alt = "일주일 국물 세트 상세 소개: 월요일은 갈비탕, 금요일은 미역국", width = 860, height = 2837, color = "#e7d9c5" },
  },
}
