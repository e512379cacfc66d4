-- 간식·디저트.

local bakery = "오후과자점 / 서울특별시 은평구 오후길 00"

return {
  {
    code = "choco-cookie", brand = "ohu", best = true,
    name = "[오후과자점] 못난이 초코쿠키 35g × 6개",
    summary = "초콜릿을 칼이 아니라 손으로 부숴 넣어 모양이 제각각",
    tags = { "쿠키", "초콜릿", "간식" },
    origin = "상품 상세 참조", maker = bakery, storage = "상온", expiry = "발송일 기준 30일 이상 남은 상품",
    options = { { name = "맛", values = { "다크초코", "말차 화이트", "얼그레이" } } },
    skus = {
      { code = "SN501-D", values = { "다크초코" }, price = 9600, stock = 140, weight_g = 260, unit = { label = "1개", size = 1, quantity = 6 } },
      { code = "SN501-M", values = { "말차 화이트" }, price = 9900, stock = 75, weight_g = 260, unit = { label = "1개", size = 1, quantity = 6 } },
      { code = "SN501-E", values = { "얼그레이" }, price = 9900, stock = 3, weight_g = 260, unit = { label = "1개", size = 1, quantity = 6 } },
    },
    description = {
      { kind = "headline", text = "예쁘지 않은 대신 초콜릿이 큽니다" },
      { kind = "paragraph", text = "커버추어 초콜릿을 손으로 부숴 큰 덩어리가 그대로 씹힙니다. 가장자리는 바삭하고 가운데는 조금 덜 구워 쫀득해요. 전자레인지에 10초 데우면 막 구운 때로 돌아갑니다." },
    },
    notice = { "processed_food", type = "과자(유처리제품 아님)", amount = "210g (35g × 6개)", ingredients = "밀가루(밀: 미국산), 초콜릿 24%, 버터(국내산), 설탕, 달걀(국내산), 소금. 밀, 우유, 알류, 대두 함유", nutrition = "1개당 168kcal, 나트륨 95mg, 탄수화물 20g, 당류 11g, 단백질 2g, 지방 9g" },
  },
  {
    code = "butter-cookie", brand = "ohu",
    name = "[오후과자점] 발효버터 링쿠키 틴케이스 300g",
    summary = "입에 넣으면 먼저 부서지고 나중에 녹는",
    tags = { "쿠키", "선물", "간식" },
    origin = "상품 상세 참조", maker = bakery, storage = "상온", expiry = "발송일 기준 60일 이상 남은 상품",
    skus = { { code = "SN502", price = 16900, list_price = 18900, stock = 62, weight_g = 520, unit = { label = "100g", size = 100, quantity = 300 } } },
    description = {
      { kind = "headline", text = "버터가 28퍼센트" },
      { kind = "paragraph", text = "하루 발효한 버터를 반죽의 삼분의 일 가까이 넣어 별깍지로 짰습니다. 틴케이스는 뚜껑 안쪽에 종이를 한 번 더 덮어 눅눅해지지 않게 했어요." },
    },
    notice = { "processed_food", type = "과자", amount = "300g", ingredients = "밀가루(밀: 호주산), 발효버터 28%(프랑스산), 설탕, 달걀흰자(국내산), 바닐라, 소금. 밀, 우유, 알류 함유", nutrition = "100g당 528kcal, 나트륨 260mg, 탄수화물 58g, 당류 20g, 단백질 6g, 지방 30g" },
  },
  {
    code = "yakgwa", brand = "ohu", best = true,
    name = "[오후과자점] 조청 꽃약과 45g × 8개",
    summary = "낮은 기름에 두 번 튀겨 조청에 사흘",
    tags = { "약과", "전통과자", "선물" },
    origin = "쌀조청: 국내산", maker = bakery, storage = "상온", expiry = "발송일 기준 40일 이상 남은 상품",
    options = { { name = "수량", values = { "8개", "16개 선물상자" } } },
    skus = {
      { code = "SN503-8", values = { "8개" }, price = 13900, stock = 158, weight_g = 430, unit = { label = "1개", size = 1, quantity = 8 } },
      { code = "SN503-16", values = { "16개 선물상자" }, price = 27900, stock = 44, weight_g = 920, unit = { label = "1개", size = 1, quantity = 16 } },
    },
    description = {
      { kind = "headline", text = "겹겹이 갈라지는 약과" },
      { kind = "paragraph", text = "반죽을 접어 밀기를 네 번, 110도 기름에서 켜를 세우고 150도에서 색을 냅니다. 생강을 넣은 쌀조청에 사흘 재워 속까지 배었어요. 아이스크림과 함께 먹을 땐 10초만 데워 보세요." },
    },
    notice = { "processed_food", type = "유탕처리 한과류", amount = "360g (8개), 720g (16개)", ingredients = "밀가루(밀: 미국산), 쌀조청 30%(국내산), 참기름, 꿀, 생강, 잣, 식용유. 밀, 잣 함유", nutrition = "1개당 182kcal, 나트륨 52mg, 탄수화물 27g, 당류 12g, 단백질 2g, 지방 7g" },
  },
  {
    code = "chapssaltteok", brand = "ohu",
    name = "[오후과자점] 찹쌀떡 세 가지 60g × 9개 (팥·쑥·딸기)",
    summary = "손으로 찢으면 길게 늘어나는 국산 찹쌀",
    tags = { "떡", "선물", "냉동" },
    origin = "찹쌀·팥: 국내산", maker = bakery, storage = "냉동", expiry = "발송일 기준 90일 이상 남은 상품", new = true,
    skus = { { code = "SN504", price = 18900, stock = 57, weight_g = 620, unit = { label = "1개", size = 1, quantity = 9 } } },
    description = {
      { kind = "headline", text = "얼려도 다시 말랑해지는 떡" },
      { kind = "paragraph", text = "갓 빚은 떡을 영하 35도에서 급랭했습니다. 실온에 한 시간이면 처음처럼 늘어나요. 팥소는 껍질을 남겨 거칠게 빚고 단맛을 줄였습니다." },
      { kind = "table", title = "구성", items = { { "팥", "3개" }, { "강화 쑥", "3개" }, { "딸기", "3개" } } },
    },
    notice = { "processed_food", type = "떡류", amount = "540g (60g × 9개)", ingredients = "찹쌀 46%(국내산), 팥앙금 38%[팥(국내산), 설탕], 쑥(국내산), 딸기(국내산), 옥수수전분", nutrition = "1개당 142kcal, 나트륨 58mg, 탄수화물 32g, 당류 11g, 단백질 3g, 지방 0g" },
  },
  {
    code = "injeolmi", brand = "ohu",
    name = "[오후과자점] 한입 콩가루 인절미 500g",
    summary = "볶은 콩가루를 따로 담아 먹기 직전에",
    tags = { "떡", "냉동", "간식" },
    origin = "찹쌀·콩: 국내산", maker = bakery, storage = "냉동", expiry = "발송일 기준 90일 이상 남은 상품",
    skus = { { code = "SN505", price = 9900, stock = 83, weight_g = 560, unit = { label = "100g", size = 100, quantity = 500 } } },
    description = {
      { kind = "headline", text = "콩가루는 나중에 묻혀야 고소해요" },
      { kind = "paragraph", text = "떡은 한입 크기로 썰어 서로 붙지 않게 얼리고 콩가루는 따로 넣었습니다. 실온에 40분 두었다가 콩가루 봉지에 넣고 흔들어 주세요." },
    },
    notice = { "processed_food", type = "떡류", amount = "500g (떡 430g, 콩가루 70g)", ingredients = "찹쌀 80%(국내산), 볶은콩가루 14%[대두(국내산)], 설탕, 천일염. 대두 함유", nutrition = "100g당 228kcal, 나트륨 210mg, 탄수화물 45g, 당류 5g, 단백질 7g, 지방 3g" },
  },
  {
    code = "goguma-malaengi", brand = "ohu",
    name = "[오후과자점] 꿀고구마 말랭이 200g",
    summary = "굽고 말리기를 두 번, 설탕 없이 쫀득하게",
    tags = { "고구마", "간식", "아이간식" },
    origin = "고구마: 전남 해남", maker = bakery, storage = "상온", expiry = "발송일 기준 60일 이상 남은 상품",
    options = { { name = "수량", values = { "1봉", "4봉" } } },
    skus = {
      { code = "SN506-1", values = { "1봉" }, price = 6900, stock = 200, weight_g = 220, unit = { label = "100g", size = 100, quantity = 200 } },
      { code = "SN506-4", values = { "4봉" }, price = 25900, list_price = 27600, stock = 61, weight_g = 880, unit = { label = "100g", size = 100, quantity = 800 } },
    },
    description = {
      { kind = "headline", text = "하얀 가루는 고구마의 단맛입니다" },
      { kind = "paragraph", text = "석 달 숙성한 꿀고구마를 구워 껍질을 벗기고 낮은 온도에서 열여덟 시간 말립니다. 표면에 하얗게 피는 것은 고구마 당분이니 안심하세요." },
    },
    notice = { "processed_food", type = "서류가공품", amount = "200g × 1·4봉", ingredients = "고구마 100%(국내산)", nutrition = "100g당 286kcal, 나트륨 18mg, 탄수화물 68g, 당류 38g, 단백질 3g, 지방 0g" },
  },
  {
    code = "daily-nuts", brand = "ohu",
    name = "[오후과자점] 하루 견과 20g × 30봉",
    summary = "아몬드, 호두, 캐슈너트, 크랜베리를 저온에 구워 한 줌씩",
    tags = { "견과", "간식", "선물" },
    origin = "상품 상세 참조", maker = bakery, storage = "상온", expiry = "발송일 기준 150일 이상 남은 상품",
    skus = { { code = "SN507", price = 21900, list_price = 26900, stock = 95, weight_g = 720, unit = { label = "100g", size = 100, quantity = 600 } } },
    description = {
      { kind = "headline", text = "한 달치 한 줌" },
      { kind = "paragraph", text = "견과는 볶은 날이 맛을 정합니다. 130도에서 천천히 구워 이틀 안에 소포장했어요. 봉지 뒷면에 구운 날을 적습니다." },
    },
    notice = { "processed_food", type = "땅콩 또는 견과류가공품", amount = "600g (20g × 30봉)", ingredients = "아몬드 40%(미국산), 호두 25%(미국산), 캐슈너트 20%(베트남산), 건크랜베리 15%. 호두, 아몬드, 캐슈너트 함유", nutrition = "1봉당 118kcal, 나트륨 1mg, 탄수화물 6g, 당류 3g, 단백질 4g, 지방 9g", imported = "원료 수입, 국내 제조" },
  },
}
