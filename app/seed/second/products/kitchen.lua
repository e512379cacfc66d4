-- 주방·식기.

local kiln = "흙결요 / 경기도 이천시 신둔면 가마길 00"
local forge = "쇳물집 / 경상남도 함양군 안의면 쇳물길 00"
local bench = "나무곁 / 강원특별자치도 원주시 나무길 00"
local care = "전자레인지·식기세척기 사용 가능, 급격한 온도 변화에는 금이 갈 수 있어요."

return {
  {
    code = "noodle-bowl", brand = "heukgyeol", best = true,
    name = "[흙결요] 담담 면기 (지름 19cm)",
    summary = "국수 한 그릇도 비빔밥도 알맞은 깊이, 손에 닿는 굽까지 매끈하게",
    tags = { "그릇", "면기", "도자기" }, origin = "대한민국", maker = kiln,
    options = { { name = "색", values = { "흰모래", "이끼", "먹색" } }, { name = "수량", values = { "1개", "2개 세트" } } },
    skus = {
      { code = "KT101-W1", values = { "흰모래", "1개" }, price = 26000, stock = 64, weight_g = 780 },
      { code = "KT101-W2", values = { "흰모래", "2개 세트" }, price = 48000, list_price = 52000, stock = 33, weight_g = 1560 },
      { code = "KT101-M1", values = { "이끼", "1개" }, price = 26000, stock = 41, weight_g = 780 },
      { code = "KT101-M2", values = { "이끼", "2개 세트" }, price = 48000, list_price = 52000, stock = 4, weight_g = 1560 },
      { code = "KT101-K1", values = { "먹색", "1개" }, price = 26000, stock = 0, weight_g = 780 },
      { code = "KT101-K2", values = { "먹색", "2개 세트" }, price = 48000, list_price = 52000, stock = 22, weight_g = 1560 },
    },
    description = {
      { kind = "headline", text = "국물이 식지 않는 두께, 들기 편한 무게" },
      { kind = "paragraph", text = "물레로 돌려 바닥은 도톰하게, 입술이 닿는 끝은 얇게 뽑았습니다. 철분이 든 흙이라 굽고 나면 깨알 같은 점이 떠오르는데, 자리는 그릇마다 달라요." },
      { kind = "points", title = "쓰기 전에", items = { "쌀뜨물에 한 번 끓이면 물이 덜 뱁니다.", care } },
    },
    notice = { "kitchenware", material = "도자기(반자기)", composition = "면기 1개 또는 2개", size = "지름 19cm, 높이 8.5cm, 용량 1,000ml" },
  },
  {
    code = "plate-set", brand = "heukgyeol",
    name = "[흙결요] 겹겹 접시 세 장 세트 (26·20·14cm)",
    summary = "포개 두면 한 장 두께, 펼치면 한 상",
    tags = { "그릇", "접시", "선물" }, origin = "대한민국", maker = kiln,
    skus = { { code = "KT102", price = 62000, list_price = 72000, stock = 28, weight_g = 1720 } },
    description = {
      { kind = "headline", text = "세 장이면 혼자 사는 집이 충분해요" },
      { kind = "paragraph", text = "큰 접시에는 볶음밥과 파스타, 가운데 접시에는 구이, 작은 접시에는 과일을. 굽의 각도를 맞추어 흔들림 없이 포개집니다." },
    },
    notice = { "kitchenware", material = "도자기(반자기)", composition = "접시 3장", size = "지름 26cm, 20cm, 14cm" },
  },
  {
    code = "mug-pair", brand = "heukgyeol", best = true,
    name = "[흙결요] 두 손 머그 340ml",
    summary = "손가락 네 개가 다 들어가는 손잡이",
    tags = { "머그", "커피", "선물" }, origin = "대한민국", maker = kiln,
    options = { { name = "색", values = { "흰모래", "이끼", "붉은흙" } } },
    skus = {
      { code = "KT103-W", values = { "흰모래" }, price = 24000, stock = 87, weight_g = 420 },
      { code = "KT103-M", values = { "이끼" }, price = 24000, stock = 55, weight_g = 420 },
      { code = "KT103-R", values = { "붉은흙" }, price = 24000, stock = 2, weight_g = 420 },
    },
    description = {
      { kind = "headline", text = "겨울 아침에 먼저 손이 가는 컵" },
      { kind = "paragraph", text = "벽이 두꺼워 커피가 천천히 식고 손은 뜨겁지 않습니다. 손잡이는 눌러 붙이지 않고 흙끼리 이어 떨어질 걱정을 덜었어요." },
    },
    notice = { "kitchenware", material = "도자기(반자기)", composition = "머그 1개", size = "지름 8.8cm, 높이 9.2cm, 용량 340ml" },
  },
  {
    code = "oak-board", brand = "namugyeol",
    name = "[나무곁] 참나무 통원목 도마",
    summary = "이어 붙이지 않은 한 판, 칼이 미끄러지지 않는 결",
    tags = { "도마", "원목", "주방도구" }, origin = "대한민국 (원목: 미국산 화이트오크)", maker = bench,
    options = { { name = "크기", values = { "작은 것(30×20cm)", "큰 것(40×25cm)" } } },
    skus = {
      { code = "KT104-S", values = { "작은 것(30×20cm)" }, price = 45000, stock = 36, weight_g = 1100 },
      { code = "KT104-L", values = { "큰 것(40×25cm)" }, price = 68000, list_price = 78000, stock = 19, weight_g = 1900 },
    },
    description = {
      { kind = "headline", text = "십 년 뒤에 더 예쁜 도마" },
      { kind = "paragraph", text = "한 판을 통째로 켜서 이음매가 없습니다. 식물성 기름만 세 번 먹였고, 칼자국이 깊어지면 무료로 한 번 다시 밀어 드려요(왕복 배송비 별도)." },
      { kind = "points", title = "오래 쓰려면", items = { "쓴 뒤 바로 씻어 세워 말리기", "한 달에 한 번 식용 미네랄오일 바르기", "식기세척기와 물에 담가 두기는 피하기" } },
    },
    notice = { "kitchenware", material = "화이트오크 원목, 식물성 오일 마감", composition = "도마 1개", size = "30×20×2.2cm 또는 40×25×2.2cm" },
  },
  {
    code = "iron-pan", brand = "soetmul", best = true,
    name = "[쇳물집] 길들이는 무쇠팬 26cm",
    summary = "코팅 대신 기름을 먹여 대를 물리는 팬",
    tags = { "프라이팬", "무쇠", "주방도구" }, origin = "대한민국", maker = forge,
    options = { { name = "크기", values = { "22cm", "26cm" } } },
    skus = {
      { code = "KT105-22", values = { "22cm" }, price = 59000, stock = 40, weight_g = 1700 },
      { code = "KT105-26", values = { "26cm" }, price = 72000, list_price = 84000, stock = 31, weight_g = 2200 },
    },
    description = {
      { kind = "headline", text = "스테이크는 두꺼운 쇠가 굽습니다" },
      { kind = "paragraph", text = "들기름을 네 번 태워 입혀 보내므로 받은 날부터 달걀이 미끄러집니다. 손잡이는 참나무라 뜨겁지 않고 나사로 빼서 오븐에도 넣을 수 있어요." },
      { kind = "steps", title = "길들이기", items = { "세제 없이 뜨거운 물과 솔로 닦습니다.", "불에 올려 물기를 말립니다.", "기름을 한 방울 떨어뜨려 얇게 펴 바릅니다." } },
    },
    notice = { "kitchenware", material = "주철, 손잡이 참나무", composition = "팬 1개, 안내서", size = "지름 22cm 또는 26cm, 깊이 4cm" },
  },
  {
    code = "steel-pot", brand = "soetmul",
    name = "[쇳물집] 통삼중 스테인리스 양수 냄비 20cm (3.2L)",
    summary = "옆면까지 세 겹이라 약불에도 고르게",
    tags = { "냄비", "스테인리스", "주방도구" }, origin = "대한민국", maker = forge,
    skus = { { code = "KT106", price = 98000, list_price = 120000, stock = 24, weight_g = 2300 } },
    description = {
      { kind = "headline", text = "국 한 솥, 찜 한 판" },
      { kind = "paragraph", text = "바닥만이 아니라 옆면까지 알루미늄을 스테인리스로 감쌌습니다. 약불로 오래 끓여도 가장자리가 타지 않아요. 처음 쓰기 전에 식용유로 닦고 식초 물을 끓여 연마제를 지워 주세요." },
    },
    notice = { "kitchenware", material = "스테인리스 304/알루미늄/스테인리스 430 통삼중, 꼭지 참나무", composition = "냄비, 뚜껑", size = "지름 20cm, 높이 11cm, 3.2L" },
  },
  {
    code = "glass-four", brand = "goyo",
    name = "[고요살림] 빛 고인 유리컵 네 개 세트 280ml",
    summary = "바다유리처럼 옅은 네 가지 색",
    tags = { "유리컵", "세트", "선물" }, origin = "대한민국", maker = "고요살림 / 서울특별시 종로구 고요길 00",
    skus = { { code = "KT107", price = 36000, stock = 58, weight_g = 1250 } },
    description = {
      { kind = "headline", text = "물만 담아도 빛이 고여요" },
      { kind = "paragraph", text = "다 쓴 유리병을 녹여 입으로 불었습니다. 기포와 두께가 조금씩 다르고, 네 가지 색은 물을 담으면 한 톤 옅어집니다." },
    },
    notice = { "kitchenware", material = "소다석회유리(재생유리 70%)", composition = "컵 4개", size = "지름 7.8cm, 높이 9.5cm, 280ml" },
  },
  {
    code = "brass-cutlery", brand = "soetmul",
    name = "[쇳물집] 방짜 유기 수저 두 벌",
    summary = "두드려 만든 놋수저, 쓸수록 은은해지는 빛",
    tags = { "수저", "유기", "선물", "예단" }, origin = "대한민국", maker = forge, new = true,
    options = { { name = "재질", values = { "유기", "스테인리스" } } },
    skus = {
      { code = "KT108-B", values = { "유기" }, price = 86000, stock = 17, weight_g = 420 },
      { code = "KT108-S", values = { "스테인리스" }, price = 32000, stock = 75, weight_g = 340 },
    },
    description = {
      { kind = "headline", text = "밥상 위의 가장 작은 사치" },
      { kind = "paragraph", text = "구리와 주석을 78 대 22로 녹여 두드렸습니다. 얼룩이 생기면 초록 수세미로 결을 따라 문지르세요. 받침 두 개와 무명 주머니를 함께 드립니다." },
    },
    notice = { "kitchenware", material = "유기(구리 78%, 주석 22%) 또는 스테인리스 304", composition = "숟가락 2, 젓가락 2벌, 받침 2, 주머니", size = "숟가락 21cm, 젓가락 22cm" },
  },
  {
    code = "canister", brand = "heukgyeol",
    name = "[흙결요] 참나무 뚜껑 도자 보관병",
    summary = "원두와 소금, 찻잎을 숨 쉬게 두는 병",
    tags = { "보관", "도자기" }, origin = "대한민국", maker = kiln,
    options = { { name = "크기", values = { "작은 것 300ml", "중간 700ml", "큰 것 1.4L" } } },
    skus = {
      { code = "KT109-S", values = { "작은 것 300ml" }, price = 22000, stock = 52, weight_g = 480 },
      { code = "KT109-M", values = { "중간 700ml" }, price = 32000, stock = 38, weight_g = 820 },
      { code = "KT109-L", values = { "큰 것 1.4L" }, price = 44000, stock = 5, weight_g = 1350 },
    },
    description = {
      { kind = "headline", text = "조리대 위에 꺼내 놓아도 좋은" },
      { kind = "paragraph", text = "뚜껑 안쪽에 실리콘 고리를 둘러 습기를 막습니다. 뚜껑은 기름 먹인 참나무라 물에 담그지 말고 젖은 행주로 닦아 주세요." },
    },
    notice = { "kitchenware", material = "도자기, 참나무, 실리콘", composition = "보관병 1개", size = "300ml, 700ml, 1.4L" },
  },
  {
    code = "tea-set", brand = "heukgyeol",
    name = "[흙결요] 둘이 마시는 다관 세트 (다관 500ml + 찻잔 2)",
    summary = "물줄기가 끊기듯 멎는 주둥이",
    tags = { "다기", "차", "선물" }, origin = "대한민국", maker = kiln,
    skus = { { code = "KT110", price = 78000, stock = 0, weight_g = 1100 } },
    description = {
      { kind = "headline", text = "마지막 한 방울이 흐르지 않게" },
      { kind = "paragraph", text = "주둥이 끝을 날카롭게 깎아 따르고 나서 흘러내리지 않습니다. 거름망은 흙으로 빚은 구멍 서른 개라 쇠 냄새가 없어요." },
    },
    notice = { "kitchenware", material = "도자기", composition = "다관 1, 찻잔 2", size = "다관 500ml, 찻잔 90ml" },
  },
}
