-- 반찬·김치, second half: side dishes made this morning.

local mapo = "찬두리 / 서울특별시 마포구 모래내로 00"

return {
  {
    code = "jangjorim", brand = "chanduri", best = true,
    name = "[찬두리] 홍두깨살 메추리알 장조림 250g",
    summary = "결대로 찢어지는 소고기와 말랑한 메추리알",
    tags = { "반찬", "아이반찬", "냉장" },
    origin = "쇠고기: 호주산, 메추리알: 국내산", maker = mapo, storage = "냉장", expiry = "발송일 기준 6일 이상 남은 상품", perishable = true,
    options = { { name = "종류", values = { "기본", "꽈리고추" } } },
    skus = {
      { code = "SD408-1", values = { "기본" }, price = 9900, stock = 86, weight_g = 320, unit = { label = "100g", size = 100, quantity = 250 } },
      { code = "SD408-2", values = { "꽈리고추" }, price = 9900, stock = 44, weight_g = 320, unit = { label = "100g", size = 100, quantity = 250 } },
    },
    description = {
      { kind = "headline", text = "국물에 밥을 비벼도 짜지 않게" },
      { kind = "paragraph", text = "고기를 먼저 삶아 그 육수로 간장을 끓입니다. 다시마와 건표고로 감칠맛을 채우고 간장은 덜 넣어, 국물을 떠서 버터 한 조각과 밥을 비벼도 좋아요." },
    },
    notice = { "processed_food", type = "절임식품(조림류)", amount = "250g", ingredients = "쇠고기 38%(호주산), 메추리알 26%(국내산), 간장[대두, 밀], 꽈리고추(꽈리고추 장조림), 다시마, 건표고, 설탕, 마늘. 쇠고기, 알류, 대두, 밀 함유", nutrition = "100g당 142kcal, 나트륨 720mg, 탄수화물 6g, 단백질 17g, 지방 6g" },
  },
  {
    code = "myulchi-bokkeum", brand = "chanduri",
    name = "[찬두리] 호두 멸치볶음 150g",
    summary = "비린내를 날리고 조청을 얇게 입혀 바삭하게",
    tags = { "반찬", "밑반찬", "냉장" },
    origin = "멸치: 통영", maker = mapo, storage = "냉장", expiry = "발송일 기준 12일 이상 남은 상품",
    skus = { { code = "SD409", price = 7500, stock = 120, weight_g = 210, unit = { label = "100g", size = 100, quantity = 150 } } },
    description = {
      { kind = "headline", text = "식어도 엉겨 붙지 않는 멸치볶음" },
      { kind = "paragraph", text = "마른 팬에 볶아 비린내를 날리고 체에 쳐 부스러기를 거릅니다. 조청은 불을 끈 뒤에 넣어 얇게만 입혔어요." },
    },
    notice = { "processed_food", type = "볶음류(즉석섭취식품)", amount = "150g", ingredients = "마른멸치 54%(국내산), 호두 16%(미국산), 조청, 식용유, 간장, 참깨. 멸치, 호두, 대두, 밀 함유", nutrition = "100g당 386kcal, 나트륨 1,120mg, 탄수화물 24g, 단백질 30g, 지방 19g" },
  },
  {
    code = "kongjaban", brand = "chanduri",
    name = "[찬두리] 윤기 콩자반 200g",
    summary = "겉은 쫀득하고 속은 포슬한 서리태",
    tags = { "반찬", "밑반찬", "비건 선택", "냉장" },
    origin = "서리태: 국내산", maker = mapo, storage = "냉장", expiry = "발송일 기준 12일 이상 남은 상품",
    skus = { { code = "SD410", price = 6500, stock = 98, weight_g = 260, unit = { label = "100g", size = 100, quantity = 200 } } },
    description = {
      { kind = "headline", text = "하룻밤 불리고 두 번 조립니다" },
      { kind = "paragraph", text = "콩 삶은 물을 버리지 않고 그대로 조려 맛을 콩 안에 남겼습니다. 딱딱한 콩자반이 싫었던 분께 권해요." },
    },
    notice = { "processed_food", type = "절임식품(조림류)", amount = "200g", ingredients = "서리태 58%(국내산), 간장[대두, 밀], 조청, 설탕, 참깨. 대두, 밀 함유", nutrition = "100g당 232kcal, 나트륨 640mg, 탄수화물 29g, 단백질 15g, 지방 7g" },
  },
  {
    code = "jinmichae", brand = "chanduri",
    name = "[찬두리] 부드러운 진미채볶음 180g",
    summary = "쪄서 부드럽게 한 뒤 고추장에 버무린 오징어채",
    tags = { "반찬", "밑반찬", "냉장" },
    origin = "오징어: 페루산", maker = mapo, storage = "냉장", expiry = "발송일 기준 12일 이상 남은 상품",
    skus = { { code = "SD411", price = 8500, list_price = 9500, stock = 77, weight_g = 240, unit = { label = "100g", size = 100, quantity = 180 } } },
    description = {
      { kind = "headline", text = "냉장고에서 꺼내도 딱딱하지 않아요" },
      { kind = "paragraph", text = "채를 1분 쪄서 마요네즈를 한 숟갈 먼저 입히면 며칠이 지나도 부드럽습니다. 고추장은 태양초로만 써서 텁텁함이 없어요." },
    },
    notice = { "processed_food", type = "볶음류(즉석섭취식품)", amount = "180g", ingredients = "조미오징어채 66%[오징어(페루산)], 고추장, 조청, 마요네즈, 마늘, 참깨. 오징어, 알류, 대두, 밀 함유", nutrition = "100g당 284kcal, 나트륨 1,060mg, 탄수화물 38g, 단백질 20g, 지방 6g" },
  },
  {
    code = "spinach-namul", brand = "chanduri",
    name = "[찬두리] 비금도 섬초나물 200g",
    summary = "겨울에만 무치는 단맛 도는 섬 시금치",
    tags = { "반찬", "나물", "제철", "냉장" },
    origin = "시금치: 전남 신안 비금도", maker = mapo, storage = "냉장", expiry = "발송일 기준 3일 이상 남은 상품", perishable = true, new = true,
    skus = { { code = "SD412", price = 5900, stock = 36, weight_g = 260, unit = { label = "100g", size = 100, quantity = 200 } } },
    description = {
      { kind = "headline", text = "바닷바람에 납작해진 시금치" },
      { kind = "paragraph", text = "겨울 바닷바람을 맞고 땅에 붙어 자란 섬초는 뿌리 쪽이 특히 답니다. 뿌리를 다 자르지 않고 반으로 갈라 데쳐, 국간장과 참기름만으로 무쳤어요. 다음 날이면 숨이 죽으니 받으신 날 드세요." },
    },
    notice = { "processed_food", type = "나물류(즉석섭취식품)", amount = "200g", ingredients = "시금치 90%(국내산), 국간장[대두, 밀], 참기름, 참깨, 마늘. 대두, 밀 함유", nutrition = "100g당 62kcal, 나트륨 380mg, 탄수화물 5g, 단백질 3g, 지방 4g" },
  },
  {
    code = "gim", brand = "chanduri", best = true,
    name = "[찬두리] 두 번 구운 재래 곱창김 5g × 12봉",
    summary = "들기름을 바르고 소금은 절반만, 도시락 크기",
    tags = { "김", "밑반찬", "선물" },
    origin = "원초: 전남 고흥", maker = mapo, storage = "상온", expiry = "발송일 기준 150일 이상 남은 상품",
    options = { { name = "수량", values = { "12봉", "36봉" } } },
    skus = {
      { code = "SD413-12", values = { "12봉" }, price = 9900, stock = 230, weight_g = 140, unit = { label = "1개", size = 1, quantity = 12 } },
      { code = "SD413-36", values = { "36봉" }, price = 27900, list_price = 29700, stock = 88, weight_g = 420, unit = { label = "1개", size = 1, quantity = 36 } },
    },
    description = {
      { kind = "headline", text = "한 해에 한 달만 나는 김" },
      { kind = "paragraph", text = "곱창김은 늦가을 한 달 남짓만 거두는 재래종입니다. 표면이 구불구불해 기름을 머금고, 두 번 구워 봉지를 연 뒤에도 바삭함이 오래가요." },
    },
    notice = { "processed_food", type = "조미김", amount = "60g (5g × 12봉), 180g (36봉)", ingredients = "김 58%(국내산), 들기름 22%(들깨: 국내산), 옥수수유, 천일염 3%", nutrition = "1봉당 29kcal, 나트륨 45mg, 탄수화물 1g, 단백질 2g, 지방 2g" },
  },
}
