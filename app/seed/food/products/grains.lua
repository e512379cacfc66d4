-- 곡물·밀스.

local seocheon = "들녘곳간 / 충청남도 서천군 한산면 곳간길 17"
local iksan = "담은밀스 / 전북특별자치도 익산시 곡물로 00"
local rice_law = "품종: 삼광, 생산연도 2026년, 도정일 포장재 표시, 등급 상"

return {
  {
    code = "white-rice", tax_free = true, brand = "deulnyeok", best = true,
    name = "[들녘곳간] 2026년 햅쌀 서천 삼광 백미",
    summary = "주문을 받고 사흘 안에 도정하는 단일 품종 쌀",
    tags = { "쌀", "햅쌀", "주식" },
    origin = "충남 서천", maker = seocheon, storage = "상온", expiry = "도정일로부터 7일 이내 발송",
    options = { { name = "용량", values = { "4kg", "10kg", "20kg" } } },
    skus = {
      { code = "GR301-4", values = { "4kg" }, price = 17900, stock = 180, weight_g = 4100, unit = { label = "100g", size = 100, quantity = 4000 } },
      { code = "GR301-10", values = { "10kg" }, price = 38900, list_price = 42000, stock = 120, weight_g = 10200, unit = { label = "100g", size = 100, quantity = 10000 } },
      { code = "GR301-20", values = { "20kg" }, price = 74900, list_price = 82000, stock = 45, weight_g = 20300, unit = { label = "100g", size = 100, quantity = 20000 } },
    },
    description = {
      { kind = "headline", text = "쌀만 바꿔도 저녁이 달라집니다" },
      { kind = "paragraph", text = "삼광은 찰기와 단맛이 고르고 식어도 단단해지지 않는 품종입니다. 논 열두 마지기에서 거둔 벼를 저온 창고에 두었다가 주문이 들어오면 도정해요." },
      { kind = "points", title = "밥 짓기", items = { "햅쌀은 물을 평소보다 한 숟갈 적게", "씻어서 30분 불린 뒤 바로 안치기", "뜸은 10분, 열자마자 아래위로 섞기" } },
    },
    notice = { "fresh_food", amount = "4kg, 10kg, 20kg", law = rice_law, composition = "백미 1포" },
  },
  {
    code = "brown-rice", tax_free = true, brand = "deulnyeok",
    name = "[들녘곳간] 쌀눈 살린 오분도 현미 4kg",
    summary = "불리지 않아도 되는 절반만 깎은 현미",
    tags = { "쌀", "현미" },
    origin = "충남 서천", maker = seocheon, storage = "상온", expiry = "도정일로부터 7일 이내 발송",
    skus = { { code = "GR302", price = 18900, stock = 94, weight_g = 4100, unit = { label = "100g", size = 100, quantity = 4000 } } },
    description = {
      { kind = "headline", text = "현미가 어려웠다면 오분도부터" },
      { kind = "paragraph", text = "쌀겨를 절반만 깎아 쌀눈은 남기고 껄끄러움은 덜었습니다. 백미 모드로 지어도 익고, 씹을수록 고소해요." },
    },
    notice = { "fresh_food", amount = "4kg", law = rice_law, composition = "오분도 현미 1포" },
  },
  {
    code = "black-rice", tax_free = true, brand = "deulnyeok",
    name = "[들녘곳간] 진도 찰흑미 1kg",
    summary = "쌀 두 컵에 한 숟갈이면 고운 보랏빛 밥",
    tags = { "잡곡", "흑미" },
    origin = "전남 진도", maker = seocheon, storage = "상온", expiry = "발송일 기준 180일 이상 남은 상품",
    skus = { { code = "GR303", price = 8900, stock = 130, weight_g = 1030, unit = { label = "100g", size = 100, quantity = 1000 } } },
    description = {
      { kind = "headline", text = "한 숟갈이면 충분해요" },
      { kind = "paragraph", text = "찰기가 있는 흑미라 잡곡밥 특유의 푸슬함이 없습니다. 물에 오래 씻으면 빛깔이 빠지니 가볍게 두 번만 헹구세요." },
    },
    notice = { "fresh_food", amount = "1kg", law = "생산연도 2026년", composition = "찰흑미 1봉" },
  },
  {
    code = "mixed-grain", tax_free = true, brand = "deulnyeok",
    name = "[들녘곳간] 같이 익는 열다섯 잡곡 1.5kg",
    summary = "콩은 미리 쪄서 말려 쌀과 익는 때를 맞췄어요",
    tags = { "잡곡", "혼합곡" },
    origin = "국내산", maker = seocheon, storage = "상온", expiry = "발송일 기준 180일 이상 남은 상품",
    skus = { { code = "GR304", price = 15900, list_price = 17900, stock = 76, weight_g = 1540, unit = { label = "100g", size = 100, quantity = 1500 } } },
    description = {
      { kind = "headline", text = "콩만 딱딱한 잡곡밥은 이제 그만" },
      { kind = "paragraph", text = "잡곡마다 익는 시간이 다릅니다. 오래 걸리는 콩과 팥은 쪄서 말리고, 수수와 기장은 그대로 넣어 불리는 시간 없이 백미와 7 대 3으로 섞으면 됩니다." },
      { kind = "points", title = "열다섯 가지", items = { "현미, 찹쌀, 찰흑미, 보리, 귀리", "수수, 기장, 차조, 율무, 녹두", "서리태, 강낭콩, 완두, 팥, 메밀" } },
    },
    notice = { "fresh_food", amount = "1.5kg", law = "혼합곡, 생산연도 2026년", composition = "혼합 잡곡 1봉" },
  },
  {
    code = "seoritae", tax_free = true, brand = "deulnyeok",
    name = "[들녘곳간] 속청 서리태 800g",
    summary = "서리를 맞고 나서 거둔, 속이 푸른 검은콩",
    tags = { "잡곡", "콩" },
    origin = "강원 정선", maker = seocheon, storage = "상온", expiry = "발송일 기준 240일 이상 남은 상품",
    skus = { { code = "GR305", price = 14900, stock = 5, weight_g = 830, unit = { label = "100g", size = 100, quantity = 800 } } },
    description = {
      { kind = "headline", text = "갈라 보면 속이 푸른 콩" },
      { kind = "paragraph", text = "정선 산밭에서 11월 첫서리를 맞힌 뒤 거둡니다. 밥에는 세 시간, 콩자반에는 하룻밤 불려 쓰세요." },
    },
    notice = { "fresh_food", amount = "800g", law = "생산연도 2026년", composition = "서리태 1봉" },
  },
  {
    code = "rolled-oats", brand = "dameun-mills",
    name = "[담은밀스] 납작 눌린 국산 귀리 700g",
    summary = "오 분이면 부드럽게 퍼지는 아침 죽",
    tags = { "귀리", "오트밀", "아침" },
    origin = "전남 강진", maker = iksan, storage = "상온", expiry = "발송일 기준 240일 이상 남은 상품",
    options = { { name = "수량", values = { "1봉", "3봉" } } },
    skus = {
      { code = "GR306-1", values = { "1봉" }, price = 9500, stock = 142, weight_g = 730, unit = { label = "100g", size = 100, quantity = 700 } },
      { code = "GR306-3", values = { "3봉" }, price = 26500, list_price = 28500, stock = 39, weight_g = 2190, unit = { label = "100g", size = 100, quantity = 2100 } },
    },
    description = {
      { kind = "headline", text = "볶지 않고 쪄서 눌렀습니다" },
      { kind = "paragraph", text = "강진에서 기른 쌀귀리를 쪄서 0.6mm로 눌러 말렸습니다. 우유 200ml에 40g, 전자레인지 2분이면 됩니다. 하룻밤 요거트에 재워도 좋아요." },
    },
    notice = { "processed_food", type = "곡류가공품", amount = "700g × 1·3봉", ingredients = "귀리 100%(국내산)", nutrition = "100g당 376kcal, 나트륨 3mg, 탄수화물 66g, 단백질 14g, 지방 7g" },
  },
  {
    code = "granola", brand = "dameun-mills", best = true,
    name = "[담은밀스] 조청 그래놀라 400g",
    summary = "꿀과 쌀조청을 입혀 낮은 불에 오래 구운 덩어리 그래놀라",
    tags = { "그래놀라", "아침", "간식" },
    origin = "귀리·쌀조청: 국내산", maker = iksan, storage = "상온", expiry = "발송일 기준 180일 이상 남은 상품",
    options = { { name = "맛", values = { "크랜베리 아몬드", "흑임자 콩", "고구마 호두" } } },
    skus = {
      { code = "GR307-C", values = { "크랜베리 아몬드" }, price = 11900, list_price = 13500, stock = 88, weight_g = 430, unit = { label = "100g", size = 100, quantity = 400 } },
      { code = "GR307-B", values = { "흑임자 콩" }, price = 11900, list_price = 13500, stock = 57, weight_g = 430, unit = { label = "100g", size = 100, quantity = 400 } },
      { code = "GR307-G", values = { "고구마 호두" }, price = 12500, stock = 0, weight_g = 430, unit = { label = "100g", size = 100, quantity = 400 } },
    },
    description = {
      { kind = "headline", text = "덩어리째 집어 먹는 그래놀라" },
      { kind = "paragraph", text = "140도에서 쉰 분, 뒤적이지 않고 구워 덩어리가 크게 남습니다. 우유에 말아도 마지막까지 바삭하고 그냥 집어 먹어도 손에 묻지 않아요." },
    },
    notice = { "processed_food", type = "시리얼류", amount = "400g", ingredients = "귀리 45%(국내산), 쌀조청(국내산), 꿀, 아몬드, 크랜베리, 흑임자, 콩, 호두 등(맛별 상이). 대두, 호두, 아몬드 함유", nutrition = "100g당 438kcal, 나트륨 62mg, 탄수화물 63g, 당류 19g, 단백질 10g, 지방 16g" },
  },
  {
    code = "mills-bottle", brand = "dameun-mills", best = true,
    name = "[담은밀스] 담은 밀스 45g (물 200ml, 흔들어 한 끼)",
    summary = "볶은 곡물 열한 가지를 병에 담은 간편한 한 끼",
    tags = { "밀스", "아침", "간편식" },
    origin = "곡물: 국내산", maker = iksan, storage = "상온", expiry = "발송일 기준 180일 이상 남은 상품",
    options = { { name = "맛", values = { "커피", "검은콩", "쑥", "고구마" } } },
    skus = {
      { code = "GR308-C", values = { "커피" }, price = 3300, stock = 280, weight_g = 80, unit = { label = "100g", size = 100, quantity = 45 } },
      { code = "GR308-B", values = { "검은콩" }, price = 3300, stock = 264, weight_g = 80, unit = { label = "100g", size = 100, quantity = 45 } },
      { code = "GR308-S", values = { "쑥" }, price = 3300, stock = 3, weight_g = 80, unit = { label = "100g", size = 100, quantity = 45 } },
      { code = "GR308-G", values = { "고구마" }, price = 3300, stock = 190, weight_g = 80, unit = { label = "100g", size = 100, quantity = 45 } },
    },
    description = {
      { kind = "headline", text = "지하철 두 정거장이면 다 마셔요" },
      { kind = "paragraph", text = "볶은 현미와 귀리, 콩을 갈아 병에 담았습니다. 물이나 우유를 선까지 붓고 스무 번 흔들면 끝. 씹히는 곡물칩을 조금 남겨 마시는 느낌이 심심하지 않습니다." },
      { kind = "table", title = "네 가지 맛", items = { { "커피", "새벽로스터리 원두를 갈아 넣어요" }, { "검은콩", "가장 고소하고 덜 단 맛" }, { "쑥", "강화 쑥의 쌉싸름함" }, { "고구마", "단맛이 또렷해 아이도 잘 먹어요" } } },
    },
    notice = { "processed_food", type = "곡류가공품", amount = "45g", ingredients = "볶은현미, 볶은귀리, 볶은서리태, 분리대두단백, 곡물칩, 조청분말, 커피·쑥·고구마 분말(맛별 상이). 대두, 우유 함유", nutrition = "1병당 178kcal, 나트륨 130mg, 탄수화물 29g, 당류 7g, 단백질 10g, 지방 3g" },
  },
}
