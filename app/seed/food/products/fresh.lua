-- 신선·정육: fruit, vegetables and what the farm gives.

local yeongju = "햇과원 / 경상북도 영주시 부석면 과원길 00"
local farm = "청솔목장 / 강원특별자치도 평창군 대관령면 청솔길 70"

return {
  {
    code = "apple-busa", tax_free = true, brand = "haetgwa", best = true,
    name = "[햇과원] 영주 부사 사과",
    summary = "서리 맞고 딴 만생종, 당도 14브릭스 이상만",
    tags = { "과일", "사과", "제철", "선물" },
    origin = "경북 영주", maker = yeongju, storage = "냉장", expiry = "수확 후 저온 저장, 선별 당일 발송", perishable = true,
    options = { { name = "크기", values = { "중과", "대과" } }, { name = "중량", values = { "2kg", "5kg" } } },
    skus = {
      { code = "FR601-M2", values = { "중과", "2kg" }, price = 16900, stock = 85, weight_g = 2300, unit = { label = "100g", size = 100, quantity = 2000 } },
      { code = "FR601-M5", values = { "중과", "5kg" }, price = 36900, list_price = 42000, stock = 60, weight_g = 5500, unit = { label = "100g", size = 100, quantity = 5000 } },
      { code = "FR601-L2", values = { "대과", "2kg" }, price = 21900, stock = 41, weight_g = 2300, unit = { label = "100g", size = 100, quantity = 2000 } },
      { code = "FR601-L5", values = { "대과", "5kg" }, price = 47900, list_price = 54000, stock = 5, weight_g = 5500, unit = { label = "100g", size = 100, quantity = 5000 } },
    },
    description = {
      { kind = "headline", text = "서리를 두 번 맞힌 사과" },
      { kind = "paragraph", text = "부석면은 밤낮 온도 차가 15도를 넘습니다. 11월 첫 주까지 나무에 두었다가 따서, 빛으로 당도를 재는 선별기를 지난 것만 담았어요. 꼭지 둘레의 노란빛이 진할수록 답니다." },
      { kind = "points", title = "보관", items = { "한 알씩 신문지에 싸서 냉장고 채소 칸에", "다른 과일과 함께 두면 빨리 익으니 따로" } },
    },
    notice = { "fresh_food", amount = "2kg(중과 7~8과, 대과 5~6과), 5kg", law = "원산지 표시, 당도 14Brix 이상 선별", composition = "사과 1상자" },
  },
  {
    code = "tangerine", tax_free = true, brand = "haetgwa",
    name = "[햇과원] 제주 노지 감귤 3kg (로얄과)",
    summary = "비닐 없이 바람 맞고 자라 껍질이 얇은 밭감귤",
    tags = { "과일", "감귤", "제철" },
    origin = "제주 서귀포", maker = yeongju, storage = "상온", expiry = "수확 후 3일 이내 발송", perishable = true, new = true,
    options = { { name = "중량", values = { "3kg", "5kg", "10kg" } } },
    skus = {
      { code = "FR602-3", values = { "3kg" }, price = 12900, stock = 150, weight_g = 3300, unit = { label = "100g", size = 100, quantity = 3000 } },
      { code = "FR602-5", values = { "5kg" }, price = 18900, list_price = 21500, stock = 120, weight_g = 5400, unit = { label = "100g", size = 100, quantity = 5000 } },
      { code = "FR602-10", values = { "10kg" }, price = 33900, list_price = 43000, stock = 64, weight_g = 10600, unit = { label = "100g", size = 100, quantity = 10000 } },
    },
    description = {
      { kind = "headline", text = "상처는 바람의 자국이에요" },
      { kind = "paragraph", text = "노지 감귤은 바람에 쓸려 껍질에 흠이 있지만 신맛과 단맛의 균형이 좋습니다. 왁스를 입히지 않으니 받으시면 상자를 열어 바람을 쐬어 주세요." },
    },
    notice = { "fresh_food", amount = "3kg, 5kg, 10kg (S~M 크기)", law = "원산지 표시", composition = "감귤 1상자" },
  },
  {
    code = "strawberry", tax_free = true, brand = "haetgwa",
    name = "[햇과원] 논산 설향 딸기 500g (특)",
    summary = "그날 새벽에 따서 난좌에 한 알씩",
    tags = { "과일", "딸기", "제철" },
    origin = "충남 논산", maker = yeongju, storage = "냉장", expiry = "수확 당일 발송", perishable = true,
    skus = { { code = "FR603", price = 15900, list_price = 18900, stock = 2, weight_g = 640, unit = { label = "100g", size = 100, quantity = 500 } } },
    description = {
      { kind = "headline", text = "겨울 딸기의 첫물" },
      { kind = "paragraph", text = "첫 꽃에서 맺힌 첫물 딸기는 천천히 익어 향이 짙습니다. 서로 닿지 않게 난좌에 담아 보내요. 씻지 않은 채로 냉장 보관하고 이틀 안에 드세요." },
    },
    notice = { "fresh_food", amount = "500g (15~20과)", law = "원산지 표시, 등급 특", composition = "딸기 1팩" },
  },
  {
    code = "shine-muscat", tax_free = true, brand = "haetgwa",
    name = "[햇과원] 상주 샤인머스캣 1.5kg (2~3송이)",
    summary = "송이를 줄여 알을 키운, 껍질째 먹는 포도",
    tags = { "과일", "포도", "선물" },
    origin = "경북 상주", maker = yeongju, storage = "냉장", expiry = "선별 당일 발송", perishable = true,
    skus = { { code = "FR604", price = 24900, list_price = 32000, stock = 0, weight_g = 1700, unit = { label = "100g", size = 100, quantity = 1500 } } },
    description = {
      { kind = "headline", text = "한 가지에 한 송이만" },
      { kind = "paragraph", text = "한 가지에 두 송이를 달면 수확은 두 배지만 향이 절반이 됩니다. 봉지를 씌워 백 일을 기다렸다가 노란빛이 돌 때 땄어요." },
    },
    notice = { "fresh_food", amount = "1.5kg (2~3송이)", law = "원산지 표시, 당도 17Brix 이상 선별", composition = "포도 1상자" },
  },
  {
    code = "honey-goguma", tax_free = true, brand = "deulnyeok",
    name = "[들녘곳간] 해남 꿀고구마 3kg (한입·중)",
    summary = "두 달 큐어링을 마쳐 구우면 꿀이 배어 나오는",
    tags = { "채소", "고구마", "간식" },
    origin = "전남 해남", maker = "들녘곳간 / 충청남도 서천군 한산면 곳간길 17", storage = "상온", expiry = "선별 당일 발송", perishable = true,
    options = { { name = "크기", values = { "한입(30~80g)", "중(100~200g)" } } },
    skus = {
      { code = "FR605-S", values = { "한입(30~80g)" }, price = 11900, stock = 98, weight_g = 3300, unit = { label = "100g", size = 100, quantity = 3000 } },
      { code = "FR605-M", values = { "중(100~200g)" }, price = 14900, stock = 76, weight_g = 3300, unit = { label = "100g", size = 100, quantity = 3000 } },
    },
    description = {
      { kind = "headline", text = "캐자마자보다 두 달 뒤가 답니다" },
      { kind = "paragraph", text = "갓 캔 고구마는 밤처럼 포슬하고, 저장고에서 두 달을 보내면 전분이 당으로 바뀌어 촉촉해집니다. 180도에서 40분, 젓가락이 걸림 없이 들어가면 다 익은 거예요." },
    },
    notice = { "fresh_food", amount = "3kg", law = "원산지 표시", composition = "고구마 1상자" },
  },
  {
    code = "cherry-tomato", tax_free = true, brand = "haetgwa",
    name = "[햇과원] 부여 방울토마토 1kg",
    summary = "가지에서 완전히 붉어진 뒤 따서 단단하고 달아요",
    tags = { "채소", "토마토", "아이간식" },
    origin = "충남 부여", maker = yeongju, storage = "냉장", expiry = "수확 다음 날 발송", perishable = true,
    skus = { { code = "FR606", price = 9900, stock = 130, weight_g = 1120, unit = { label = "100g", size = 100, quantity = 1000 } } },
    description = {
      { kind = "headline", text = "빨갛게 익을 때까지 기다립니다" },
      { kind = "paragraph", text = "멀리 보내려면 파랄 때 따야 하지만 저희는 다 익혀 따서 이틀 안에 보냅니다. 실온에 두고 드시면 향이 더 좋아요." },
    },
    notice = { "fresh_food", amount = "1kg", law = "원산지 표시", composition = "방울토마토 1팩" },
  },
  {
    code = "salad-kit", brand = "haetgwa",
    name = "[햇과원] 오늘 딴 샐러드 220g (유자 드레싱 포함)",
    summary = "씻고 물기까지 털어 그릇째 담은 한 끼 채소",
    tags = { "샐러드", "채소", "한그릇" },
    origin = "국내산", maker = yeongju, storage = "냉장", expiry = "발송일 기준 3일 이상 남은 상품", perishable = true,
    skus = { { code = "FR607", price = 6500, stock = 72, weight_g = 300, unit = { label = "100g", size = 100, quantity = 220 } } },
    description = {
      { kind = "headline", text = "뚜껑만 열면 되는 채소" },
      { kind = "paragraph", text = "새벽에 딴 로메인과 버터헤드, 적근대를 세 번 씻어 물기를 털었습니다. 드레싱은 고흥 유자청과 올리브유로 만들어요." },
    },
    notice = { "processed_food", type = "신선편의식품", amount = "220g (드레싱 30g 포함)", ingredients = "로메인, 버터헤드, 적근대, 방울토마토(이상 국내산), 유자드레싱[유자청(국내산), 올리브유]", nutrition = "총 내용량당 96kcal, 나트륨 180mg, 탄수화물 12g, 단백질 3g, 지방 4g" },
  },
  {
    code = "free-range-egg", tax_free = true, brand = "cheongsol", best = true,
    name = "[청솔목장] 방사 유정란 15구",
    summary = "난각번호 1번, 풀밭을 걸어 다닌 닭의 달걀",
    tags = { "달걀", "동물복지", "주식" },
    origin = "강원 평창", maker = farm, storage = "냉장", expiry = "산란일로부터 3일 이내 발송", perishable = true,
    options = { { name = "수량", values = { "15구", "30구" } } },
    skus = {
      { code = "FR608-15", values = { "15구" }, price = 11900, stock = 140, weight_g = 980, unit = { label = "1개", size = 1, quantity = 15 } },
      { code = "FR608-30", values = { "30구" }, price = 21900, list_price = 23800, stock = 66, weight_g = 1960, unit = { label = "1개", size = 1, quantity = 30 } },
    },
    description = {
      { kind = "headline", text = "껍데기 끝 번호를 보세요" },
      { kind = "paragraph", text = "달걀 껍데기의 마지막 숫자 1은 풀어 키운 닭이라는 뜻입니다. 여름엔 풀을, 겨울엔 건초와 발효 쌀겨를 먹여 노른자 빛이 철마다 조금씩 달라요." },
    },
    notice = { "fresh_food", amount = "15구, 30구 (대란 52g 이상)", law = "축산물이력번호·난각번호 포장재 표시, 동물복지 인증 농장", composition = "달걀 1판" },
  },
}
