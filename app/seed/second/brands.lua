-- The makers whose things 고요살림 sells. All of them are invented.

return {
  { code = "goyo", name = "고요살림", story = "오래 두고 쓰는 생활의 기본을 직접 짓습니다." },
  { code = "heukgyeol", name = "흙결요", story = "이천의 작은 가마에서 한 주에 한 번만 불을 때는 그릇 공방입니다." },
  { code = "namugyeol", name = "나무곁", story = "쓰고 남은 원목까지 버리지 않고 살림을 깎는 목공방입니다." },
  { code = "soetmul", name = "쇳물집", story = "무쇠와 유기, 스테인리스를 두드려 부엌 도구를 만듭니다." },
  { code = "haetsom", name = "햇솜", story = "면과 리넨, 양모처럼 자란 것으로만 짜는 직물 집입니다." },
  { code = "malgeunmul", name = "맑은물연구소", story = "향은 줄이고 성분표는 늘리는 생활 세제 연구소입니다." },
  { code = "sup", name = "숲의자리", story = "숲에서 얻은 냄새와 모양을 방 안으로 옮깁니다." },
  { code = "badeul", name = "바들공방", story = "왕골과 라탄을 손으로 엮는 세 자매의 공방입니다." },
}
