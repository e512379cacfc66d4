-- The houses whose goods 모락상회 sells. All of them are invented.

return {
  { code = "morak-kitchen", name = "모락키친", story = "집에서 끓인 듯한 국물을 목표로 하루 한 솥씩만 졸이는 모락상회의 부엌입니다." },
  { code = "dameun-mills", name = "담은밀스", story = "볶은 곡물을 한 병에 담아 바쁜 아침에도 한 끼를 거르지 않게 돕는 곡물 브랜드입니다." },
  { code = "saebyeok", name = "새벽로스터리", story = "주문이 모이는 새벽에만 로스터를 켜는 작은 커피 공방입니다." },
  { code = "deulnyeok", name = "들녘곳간", story = "충남 서천의 논 열두 마지기에서 시작해 이웃 농가 열일곱 곳의 곡식을 함께 냅니다." },
  { code = "dwiran", name = "뒤란김치", story = "해남 배추와 고흥 젓갈로 날마다 버무리는 남도식 김치집입니다." },
  { code = "chanduri", name = "찬두리", story = "오늘 무친 나물은 오늘 보낸다는 원칙을 지키는 반찬 가게입니다." },
  { code = "ohu", name = "오후과자점", story = "오후 세 시에 굽기 시작해 저녁에 포장하는 동네 과자점입니다." },
  { code = "cheongsol", name = "청솔목장", story = "평창 해발 700m 목장과 정육 작업장을 함께 꾸리는 가족 농장입니다." },
  { code = "mulgyeol", name = "물결수산", story = "통영 새벽 위판장에서 고른 생선을 그날 손질해 급속 냉동합니다." },
  { code = "haetgwa", name = "햇과원", story = "당도를 재어 고른 과일만 상자에 담는 영주의 과수원 모임입니다." },
}
