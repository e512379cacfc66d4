-- Pictures of 모락상회: 곡물·밀스. Square ones are the gallery; what is 860 wide and tall is a detail page.

return {
  ["white-rice"] = {
    { file = "white-rice-1.webp", alt = "서천 햅쌀이라고 적힌 들녘곳간 쌀 포대와 나무 그릇에 담긴 흰쌀", width = 1000, height = 1000, color = "#dcd3bc" },
    { file = "white-rice-2.webp", alt = "나무 그릇에 담긴 흰쌀", width = 1000, height = 1000, color = "#f0e7cf" },
    { file = "white-rice-detail-1.webp", alt = "2026년 햅쌀 서천 삼광 백미 상세 소개: 쌀만 바꿔도 저녁이 달라집니다", width = 860, height = 2814, color = "#e8e1ce" },
  },
  ["brown-rice"] = {
    { file = "brown-rice-1.webp", alt = "서천 현미라고 적힌 들녘곳간 쌀 포대와 나무 그릇에 담긴 현미", width = 1000, height = 1000, color = "#dbc9a8" },
    { file = "brown-rice-2.webp", alt = "나무 그릇에 담긴 현미", width = 1000, height = 1000, color = "#ebdaba" },
    { file = "brown-rice-detail-1.webp", alt = "쌀눈 살린 오분도 현미 4kg 상세 소개: 현미가 어려웠다면 오분도부터", width = 860, height = 2181, color = "#e3d5b9" },
  },
  ["black-rice"] = {
    { file = "black-rice-1.webp", alt = "진도 흑미라고 적힌 들녘곳간 봉투와 나무 그릇에 담긴 흑미", width = 1000, height = 1000, color = "#ddd1d4" },
    { file = "black-rice-2.webp", alt = "나무 그릇에 담긴 흑미", width = 1000, height = 1000, color = "#e5dbd8" },
    { file = "black-rice-detail-1.webp", alt = "진도 찰흑미 1kg 상세 소개: 한 숟갈이면 충분해요", width = 860, height = 3975, color = "#cac3c4" },
  },
  ["mixed-grain"] = {
    { file = "mixed-grain-1.webp", alt = "열다섯 잡곡이라고 적힌 들녘곳간 봉투와 나무 그릇에 담긴 여러 빛깔의 잡곡", width = 1000, height = 1000, color = "#e3ddbf" },
    { file = "mixed-grain-2.webp", alt = "나무 그릇에 담긴 여러 빛깔의 잡곡", width = 1000, height = 1000, color = "#e9debf" },
    { file = "mixed-grain-detail-1.webp", alt = "같이 익는 열다섯 잡곡 1.5kg 상세 소개: 콩만 딱딱한 잡곡밥은 이제 그만", width = 860, height = 2793, color = "#e5e0c8" },
  },
  ["seoritae"] = {
    { file = "seoritae-1.webp", alt = "속청 서리태라고 적힌 들녘곳간 봉투와 나무 그릇에 담긴 검은콩 서리태", width = 1000, height = 1000, color = "#d9d9ca" },
    { file = "seoritae-2.webp", alt = "나무 그릇에 담긴 검은콩 서리태", width = 1000, height = 1000, color = "#e5dfd1" },
    { file = "seoritae-detail-1.webp", alt = "속청 서리태 800g 상세 소개: 갈라 보면 속이 푸른 콩", width = 860, height = 2094, color = "#ddded2" },
  },
  ["rolled-oats"] = {
    { file = "rolled-oats-1.webp", alt = "납작 귀리라고 적힌 담은밀스 봉투와 그릇에 담긴 납작귀리", width = 1000, height = 1000, color = "#eadbbd" },
    { file = "rolled-oats-2.webp", alt = "그릇에 담긴 납작귀리", width = 1000, height = 1000, color = "#f2e6c8" },
    { file = "rolled-oats-detail-1.webp", alt = "납작 눌린 국산 귀리 700g 상세 소개: 볶지 않고 쪄서 눌렀습니다", width = 860, height = 4130, color = "#e3dac7" },
  },
  ["granola"] = {
    { file = "granola-1.webp", alt = "구운 그래놀라라고 적힌 담은밀스 봉투와 그릇에 담긴 덩어리 그래놀라", width = 1000, height = 1000, color = "#edd8ad" },
    { file = "granola-2.webp", alt = "그릇에 담긴 덩어리 그래놀라", width = 1000, height = 1000, color = "#f0e0be" },
    { file = "granola-detail-1.webp", alt = "조청 그래놀라 400g 상세 소개: 덩어리째 집어 먹는 그래놀라", width = 860, height = 2342, color = "#ecd9b3" },
  },
  ["mills-bottle"] = {
    { file = "mills-bottle-1.webp", alt = "담은 밀스라고 적힌 담은밀스 병과 밀스 한 잔과 귀리, 검은콩", width = 1000, height = 1000, color = "#e9d9bb" },
    { file = "mills-bottle-2.webp", alt = "밀스 한 잔과 귀리, 검은콩", width = 1000, height = 1000, color = "#e7d7bc" },
    { file = "mills-bottle-detail-1.webp", alt = "담은 밀스 45g 상세 소개: 지하철 두 정거장이면 다 마셔요", width = 860, height = 2744, color = "#e2d4bb" },
  },
  ["mills-set"] = {
    { file = "mills-set-1.webp", alt = "네 가지 맛 담은 밀스 병을 나란히 세운 모습", width = 1000, height = 1000, color = "#ddd1b8" },
    { file = "mills-set-2.webp", alt = "밀스 한 잔과 귀리, 검은콩", width = 1000, height = 1000, color = "#e7d7bc" },
    { file = "mills-set-detail-1.webp", alt = "담은 밀스 골고루 세트 45g × 12병 상세 소개: 무슨 맛인지 몰라 못 고르셨다면", width = 860, height = 2225, color = "#e1d5bf" },
  },
  ["misutgaru"] = {
    { file = "misutgaru-1.webp", alt = "아홉 곡 미숫가루라고 적힌 담은밀스 봉투와 그릇에 소복이 담긴 미숫가루와 곡물", width = 1000, height = 1000, color = "#e7d5b4" },
    { file = "misutgaru-2.webp", alt = "그릇에 소복이 담긴 미숫가루와 곡물", width = 1000, height = 1000, color = "#efe2c2" },
    { file = "misutgaru-detail-1.webp", alt = "찌고 말려 볶은 아홉 곡 미숫가루 1kg 상세 소개: 찌고, 말리고, 볶고, 한 번 더 체에", width = 860, height = 3980, color = "#cebca3" },
  },
  ["nurungji"] = {
    { file = "nurungji-1.webp", alt = "가마솥 누룽지라고 적힌 들녘곳간 봉투와 접시에 포개어 놓은 누룽지", width = 1000, height = 1000, color = "#ebd8b1" },
    { file = "nurungji-2.webp", alt = "접시에 포개어 놓은 누룽지", width = 1000, height = 1000, color = "#efdcb2" },
    { file = "nurungji-detail-1.webp", alt = "가마솥 손누룽지 500g 상세 소개: 밥을 지어, 눌러서, 다시 굽습니다", width = 860, height = 2213, color = "#ebdab7" },
  },
}
