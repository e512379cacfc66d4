-- 간식·디저트, second half.

local bakery = "오후과자점 / 서울특별시 은평구 오후길 00"

return {
  {
    code = "castella", brand = "ohu",
    name = "[오후과자점] 꿀 카스텔라 480g (여섯 조각)",
    summary = "물 한 방울 없이 달걀 열두 개로",
    tags = { "빵", "카스텔라", "선물" },
    origin = "달걀·꿀: 국내산", maker = bakery, storage = "상온", expiry = "발송일 기준 8일 이상 남은 상품", perishable = true,
    skus = { { code = "SN508", price = 15900, stock = 52, weight_g = 620, unit = { label = "100g", size = 100, quantity = 480 } } },
    description = {
      { kind = "headline", text = "하루 재워 촉촉해진 다음에 보냅니다" },
      { kind = "paragraph", text = "나무틀에서 한 시간 굽고 뒤집어 하룻밤. 바닥의 굵은 설탕 알갱이가 씹히는 옛날 방식입니다. 우유와 함께라면 더 말이 필요 없어요." },
    },
    notice = { "processed_food", type = "빵류", amount = "480g", ingredients = "달걀 46%(국내산), 설탕, 밀가루(밀: 미국산), 꿀 6%(국내산), 쌀조청. 알류, 밀 함유", nutrition = "100g당 312kcal, 나트륨 92mg, 탄수화물 60g, 당류 38g, 단백질 7g, 지방 5g" },
  },
  {
    code = "brownie", brand = "ohu",
    name = "[오후과자점] 꾸덕한 호두 브라우니 70g × 5개",
    summary = "다크초콜릿 42%, 냉장고에서 꺼내 바로",
    tags = { "케이크", "초콜릿", "냉장" },
    origin = "상품 상세 참조", maker = bakery, storage = "냉장", expiry = "발송일 기준 10일 이상 남은 상품",
    skus = { { code = "SN509", price = 14500, list_price = 16000, stock = 40, weight_g = 420, unit = { label = "1개", size = 1, quantity = 5 } } },
    description = {
      { kind = "headline", text = "케이크보다 초콜릿에 가까운" },
      { kind = "paragraph", text = "밀가루를 조금만 넣고 다크초콜릿과 버터로 굳힌 브라우니입니다. 차게 먹으면 꾸덕하고 15초 데우면 가운데가 녹아요." },
    },
    notice = { "processed_food", type = "빵류", amount = "350g (70g × 5개)", ingredients = "다크초콜릿 42%, 버터, 설탕, 달걀(국내산), 호두 9%(미국산), 밀가루(밀: 미국산), 코코아. 우유, 알류, 호두, 밀, 대두 함유", nutrition = "1개당 318kcal, 나트륨 88mg, 탄수화물 30g, 당류 23g, 단백질 5g, 지방 20g" },
  },
  {
    code = "gim-bugak", brand = "ohu",
    name = "[오후과자점] 찹쌀풀 김부각 70g",
    summary = "두 장을 겹쳐 말려 두 번 튀긴 도톰한 부각",
    tags = { "부각", "전통과자", "안주" },
    origin = "김: 전남 완도, 찹쌀: 국내산", maker = bakery, storage = "상온", expiry = "발송일 기준 60일 이상 남은 상품",
    skus = { { code = "SN510", price = 6900, stock = 115, weight_g = 100, unit = { label = "100g", size = 100, quantity = 70 } } },
    description = {
      { kind = "headline", text = "다시마 육수로 쑨 찹쌀풀" },
      { kind = "paragraph", text = "맹물이 아니라 다시마와 표고 우린 물로 풀을 쑤었습니다. 햇볕과 바람에 이틀 말려 두 번 튀기면 속에 공기층이 생겨 바삭해요." },
    },
    notice = { "processed_food", type = "유탕처리식품(부각)", amount = "70g", ingredients = "김 32%(국내산), 찹쌀 30%(국내산), 현미유, 참깨, 천일염", nutrition = "1봉당 344kcal, 나트륨 310mg, 탄수화물 38g, 단백질 8g, 지방 18g" },
  },
  {
    code = "rice-puff", brand = "ohu", new = true,
    name = "[오후과자점] 쌀 뻥과자 90g",
    summary = "쌀 하나로 튀긴, 아기부터 할머니까지의 과자",
    tags = { "쌀과자", "아이간식" },
    origin = "쌀: 충남 서천", maker = bakery, storage = "상온", expiry = "발송일 기준 120일 이상 남은 상품",
    options = { { name = "맛", values = { "담백", "살짝 달콤" } } },
    skus = {
      { code = "SN511-P", values = { "담백" }, price = 3500, stock = 260, weight_g = 120, unit = { label = "100g", size = 100, quantity = 90 } },
      { code = "SN511-S", values = { "살짝 달콤" }, price = 3500, stock = 0, weight_g = 120, unit = { label = "100g", size = 100, quantity = 90 } },
    },
    description = {
      { kind = "headline", text = "쌀이 열 배로 부푸는 소리" },
      { kind = "paragraph", text = "들녘곳간의 서천 쌀을 뜨거운 틀에서 한 장씩 튀겼습니다. 기름을 쓰지 않아 손에 묻지 않아요." },
    },
    notice = { "processed_food", type = "과자", amount = "90g", ingredients = "쌀 100%(국내산) / 살짝 달콤: 쌀 96%, 원당", nutrition = "1봉당 346kcal, 나트륨 2mg, 탄수화물 78g, 당류 0g, 단백질 6g, 지방 1g" },
  },
  {
    code = "custard-pudding", brand = "ohu",
    name = "[오후과자점] 달걀 커스터드 푸딩 120g × 4개",
    summary = "떠지는 단단함, 쌉싸름한 캐러멜",
    tags = { "푸딩", "디저트", "냉장" },
    origin = "달걀·우유: 국내산", maker = bakery, storage = "냉장", expiry = "발송일 기준 5일 이상 남은 상품", perishable = true, best = true,
    skus = { { code = "SN512", price = 12900, stock = 33, weight_g = 620, unit = { label = "1개", size = 1, quantity = 4 } } },
    description = {
      { kind = "headline", text = "뒤집으면 캐러멜이 흘러내려요" },
      { kind = "paragraph", text = "젤라틴으로 굳히지 않고 달걀로 쪄 냈습니다. 가장자리를 한 바퀴 눌러 접시에 뒤집으면 바닥의 캐러멜이 천천히 내려옵니다." },
    },
    notice = { "processed_food", type = "기타 알가공품", amount = "480g (120g × 4개)", ingredients = "우유 48%(국내산), 달걀 30%(국내산), 설탕, 생크림, 바닐라빈. 우유, 알류 함유", nutrition = "1개당 178kcal, 나트륨 74mg, 탄수화물 21g, 당류 20g, 단백질 6g, 지방 8g" },
  },
  {
    code = "snack-gift", brand = "ohu",
    name = "[오후과자점] 다과 선물 상자 (꽃약과 8개 + 못난이 초코쿠키 6개 + 하루 견과 10봉)",
    summary = "차 한 잔 곁에 두기 좋은 세 가지, 보자기 포장",
    tags = { "선물", "세트", "명절" },
    origin = "상품 상세 참조", maker = bakery, storage = "상온", expiry = "발송일 기준 25일 이상 남은 상품",
    contains = { { name = "조청 꽃약과 8개", qty = 1 }, { name = "못난이 초코쿠키 6개", qty = 1 }, { name = "하루 견과 10봉", qty = 1 } },
    options = { { name = "포장", values = { "종이상자", "보자기" } } },
    skus = {
      { code = "SN513-B", values = { "종이상자" }, price = 29900, list_price = 32500, stock = 42, weight_g = 980 },
      { code = "SN513-W", values = { "보자기" }, price = 33900, stock = 18, weight_g = 1020 },
    },
    description = {
      { kind = "headline", text = "빈손이 부끄러운 날" },
      { kind = "paragraph", text = "어른께는 약과를, 아이에게는 쿠키를, 나누기에는 견과를. 보자기는 면으로 지어 도시락을 싸기에도 알맞은 크기입니다." },
    },
    notice = { "processed_food", type = "한과류, 과자, 견과류가공품", amount = "770g", ingredients = "밀가루, 쌀조청(국내산), 초콜릿, 버터, 아몬드, 호두, 캐슈너트, 크랜베리. 밀, 우유, 알류, 대두, 잣, 호두, 아몬드 함유", nutrition = "낱개 포장 참조" },
  },
}
